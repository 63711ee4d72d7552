/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file/caption.h"

#include "base/utf8.h"

#include <inttypes.h>

static struct str line_of(struct str *rest)
{
	struct str line = str_cut(rest, '\n');

	return str_ends(line, S("\r")) ? (struct str){ line.at, line.len - 1 } : line;
}

static bool number(struct str s, int64_t most, int64_t *ret)
{
	return str_to_int(s, ret) && *ret <= most;
}

/* «01:02:03.456», «02:03.456», and a comma for the dot as SRT has it. */
static bool time_of(struct str s, int64_t *ret)
{
	int64_t part[3] = { 0 }, ms = 0, n = 0;
	char comma = memchr(s.at, ',', s.len) ? ',' : '.';
	struct str rest = s, whole = str_cut(&rest, comma);

	if (!number(rest, 999, &ms) || rest.len != 3)
		return false;
	for (n = 0; n < 3 && whole.len > 0; n++)
		if (!number(str_cut(&whole, ':'), n == 0 ? 99 : 59, &part[n]))
			return false;
	if (n < 2 || whole.len > 0)
		return false;
	if (n == 2)
		*ret = (part[0] * 60 + part[1]) * 1000 + ms;
	else
		*ret = ((part[0] * 60 + part[1]) * 60 + part[2]) * 1000 + ms;
	return true;
}

/* «00:00.000 --> 00:02.500 align:left» */
static bool times(struct str line, struct caption *ret)
{
	const char *arrow = line.len ? memmem(line.at, line.len, "-->", 3) : NULL;

	if (!arrow)
		return false;
	struct str from = str_trim((struct str){ line.at, (size_t)(arrow - line.at) });
	struct str to =
		str_trim((struct str){ arrow + 3, line.len - (size_t)(arrow - line.at) - 3 });
	return time_of(from, &ret->from) && time_of(str_cut(&to, ' '), &ret->to)
		&& ret->to > ret->from;
}

/* Adds a line without its tags («<v Ann>», «<i>») to the words of a cue. */
static void add_line(struct buf *out, struct str line)
{
	bool inside = false;

	if (out->len > 0)
		buf_char(out, ' ');
	for (size_t i = 0; i < line.len; i++) {
		char c = line.at[i];
		if (c == '<' || c == '>')
			inside = c == '<';
		else if (!inside)
			buf_char(out, c == '\t' ? ' ' : c);
	}
}

static bool read_cue(struct arena *a, struct str *rest, struct caption *ret)
{
	struct buf words;

	buf_init(&words, CAPTION_FILE_MAX);
	for (struct str line; rest->len > 0 && str_trim(line = line_of(rest)).len > 0;)
		add_line(&words, str_trim(line));
	ret->words = arena_str(a, str_trim(buf_str(&words)));
	buf_free(&words);
	return ret->words.len > 0;
}

bool caption_read(
	struct arena *a, struct str file, struct caption **ret, size_t *ret_n, const char **why)
{
	struct caption *cue = arena_new(a, struct caption, CAPTION_CUES_MAX);
	struct str rest = file;
	size_t n = 0;

	if (file.len > CAPTION_FILE_MAX || !utf8_is_text(file)) {
		*why = "This is not a caption file: it is too large, or no text.";
		return false;
	}
	while (rest.len > 0 && n < CAPTION_CUES_MAX)
		if (times(line_of(&rest), &cue[n]) && read_cue(a, &rest, &cue[n]))
			n++;
	*ret = cue;
	*ret_n = n;
	*why = "No captions with times were found in this file. It should be WebVTT or SRT.";
	return n > 0;
}

struct str caption_words(struct arena *a, const struct caption *cue, size_t n)
{
	struct buf out;

	buf_init(&out, 2 * CAPTION_FILE_MAX);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(&out, ' ');
		buf_add(&out, cue[i].words);
	}
	struct str words = arena_str(a, buf_str(&out));
	buf_free(&out);
	return words;
}

static void put_time(struct buf *out, int64_t ms)
{
	buf_fmt(out, "%02" PRId64 ":%02" PRId64 ".%03" PRId64, ms / 60000, ms / 1000 % 60,
		ms % 1000);
}

/* Source: WebVTT, 4.2.2: a cue's text has no line ends of its own, and & < > are escaped. */
static void put_words(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (c == '&')
			buf_add(out, S("&amp;"));
		else if (c == '<')
			buf_add(out, S("&lt;"));
		else if (c == '>')
			buf_add(out, S("&gt;"));
		else
			buf_char(out, c == '\n' || c == '\r' ? ' ' : c);
	}
}

void caption_write(struct buf *out, const struct caption *cue, size_t n)
{
	buf_add(out, S("WEBVTT\n"));
	for (size_t i = 0; i < n; i++) {
		buf_char(out, '\n');
		put_time(out, cue[i].from);
		buf_add(out, S(" --> "));
		put_time(out, cue[i].to);
		buf_char(out, '\n');
		put_words(out, cue[i].words);
		buf_char(out, '\n');
	}
}

/* Where the next line ends: behind a sentence, else behind a word, at most CAPTION_LINE_MAX bytes
   on. */
static size_t line_end(struct str s)
{
	size_t most = s.len < CAPTION_LINE_MAX ? s.len : CAPTION_LINE_MAX, space = 0;

	for (size_t i = 1; i < most; i++) {
		bool gap = s.at[i] == ' ' || s.at[i] == '\n';
		if (gap && strchr(".!?", s.at[i - 1]))
			return i;
		if (gap)
			space = i;
	}
	if (most == s.len)
		return most;
	while (space == 0 && most < s.len && (s.at[most] & 0xC0) == 0x80)
		most++; /* a character is not cut */
	return space ? space : most;
}

void caption_spread(struct arena *a, struct str words, int64_t milliseconds, struct caption **ret,
	size_t *ret_n)
{
	struct caption *cue = arena_new(a, struct caption, CAPTION_CUES_MAX);
	struct str rest = str_trim(words);
	int64_t all = (int64_t)rest.len, done = 0;
	size_t n = 0;

	while (rest.len > 0 && n < CAPTION_CUES_MAX) {
		size_t end = line_end(rest);
		cue[n].from = milliseconds * done / all;
		done = all - (int64_t)(rest.len - end);
		cue[n].to = milliseconds * done / all;
		cue[n++].words = str_trim((struct str){ rest.at, end });
		rest = str_trim((struct str){ rest.at + end, rest.len - end });
	}
	*ret = cue;
	*ret_n = n;
}
