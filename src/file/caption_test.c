/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file/caption.h"

#include "test/test.h"

static struct str written(struct test *t, const struct caption *cue, size_t n)
{
	struct buf out;

	buf_init(&out, 1 << 20);
	caption_write(&out, cue, n);
	struct str text = arena_str(t->mem, buf_str(&out));
	buf_free(&out);
	return text;
}

void test_caption_reads_webvtt_and_srt(struct test *t)
{
	static const struct {
		const char *file;
		size_t n;
		const char *words, *vtt;
	} good[] = {
		{ "WEBVTT - by a phone\n\nSTYLE\n::cue { color: red }\n\n1\n"
		  "00:00.000 --> 00:02.500 "
		  "align:left\n<v Ann>Hello, I am <i>Ann</i>.\n\n"
		  "00:02.500 --> 00:04.000\nI like R&D\n"
		  "and 1 > 0.\n",
			2, "Hello, I am Ann. I like R&D and 1  0.",
			"WEBVTT\n\n00:00.000 --> 00:02.500\nHello, I am Ann.\n\n"
			"00:02.500 --> 00:04.000\nI like R&amp;D and 1  0.\n" },
		{ "1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\n\r\n2\r\n00:01:02,000 --> "
		  "00:01:03,250\r\nworld\r\n",
			2, "Hello world",
			"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n\n01:02.000 --> 01:03.250\n"
			"world\n" },
	};
	struct caption *cue;
	const char *why;
	size_t n;

	for (size_t i = 0; i < 2; i++) {
		CHECK(t, caption_read(t->mem, str_of(good[i].file), &cue, &n, &why));
		CHECK(t, n == good[i].n);
		CHECK(t, str_eq(caption_words(t->mem, cue, n), str_of(good[i].words)));
		CHECK(t, str_eq(written(t, cue, n), str_of(good[i].vtt)));
	}
}

void test_caption_refuses_what_has_no_times_or_words(struct test *t)
{
	static const char *const bad[] = { "", "WEBVTT\n", "Hello, I am Ann.",
		"00:05.000 --> 00:01.000\nbackwards\n", "00:00.000 --> 00:01.000\n\n",
		"0:0 --> 1:1\nx\n", "00:99.000 --> 99:99.000\nx\n" };
	struct caption *cue;
	const char *why = "";
	size_t n;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		CHECK(t, !caption_read(t->mem, str_of(bad[i]), &cue, &n, &why));
		CHECK(t, strstr(why, "WebVTT or SRT") != NULL);
	}
	CHECK(t, !caption_read(t->mem, S("\xff\xfe"), &cue, &n, &why));
}

void test_caption_spreads_words_without_times(struct test *t)
{
	struct caption *cue;
	size_t n;

	caption_spread(t->mem,
		S("I am Ann. I work in a shop, and I look for a place where I can "
		  "work with people who like numbers as much as I do, or more."),
		12000, &cue, &n);
	CHECK(t, n == 3 && cue[0].from == 0 && cue[2].to == 12000);
	CHECK(t, str_eq(cue[0].words, S("I am Ann.")) && cue[0].to == cue[1].from);
	CHECK(t, cue[1].words.len <= CAPTION_LINE_MAX && cue[1].to > cue[1].from);
	caption_spread(t->mem, S("  "), 1000, &cue, &n);
	CHECK(t, n == 0);
}
