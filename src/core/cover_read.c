/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/cover_part.h"

#include "base/utf8.h"

#include <ctype.h>
#include <glib.h>

enum { WINDOW = 800, OVERLAP = 240 }; /* bytes */

struct str cover_fold(struct ctx *c, struct str word)
{
	/* Letters that are no base letter with a mark on it. */
	static const char *const whole[][2] = { { "ł", "l" }, { "ø", "o" }, { "đ", "d" },
		{ "æ", "ae" }, { "œ", "oe" }, { "ı", "i" }, { "ð", "d" }, { "þ", "th" } };
	char *small = g_utf8_casefold(word.at, (gssize)word.len);
	char *apart = g_utf8_normalize(small, -1, G_NORMALIZE_ALL);
	struct str rest = str_of(apart ? apart : small);
	char *out = arena_new(c->mem, char, rest.len * 2 + 1);
	size_t n = 0;

	while (rest.len > 0) {
		struct str was = rest;
		int32_t sign = utf8_next(&rest);
		struct str one = { was.at, was.len - rest.len };
		if (sign < 0)
			break;
		if (g_unichar_ismark((gunichar)sign))
			continue;
		for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
			if (str_eq(one, str_of(whole[i][0])))
				one = str_of(whole[i][1]);
		memcpy(out + n, one.at, one.len);
		n += one.len;
	}
	g_free(small);
	g_free(apart);
	return (struct str){ out, n };
}

bool cover_among(struct str folded, const char *words)
{
	struct str rest = str_of(words);

	while (rest.len > 0)
		if (str_eq(str_cut(&rest, ' '), folded))
			return true;
	return false;
}

/* Signs of several bytes that people type, or word processors put, for a plain one. */
static void make_plain(struct cover_seek *s)
{
	static const char *const signs[][2] = { { "\xc2\xa0", "  " }, { "\xc2\xad", "--" },
		{ "\xe2\x80\x90", "---" }, { "\xe2\x80\x91", "---" }, { "\xe2\x80\x92", "---" },
		{ "\xe2\x80\x93", "---" }, { "\xe2\x80\x94", "---" }, { "\xe2\x88\x92", "---" },
		{ "\xe2\x80\xaf", "   " }, { "\xe2\x80\x89", "   " }, { "\xe2\x80\x83", "   " },
		{ "\xe2\x80\x98", "'''" }, { "\xe2\x80\x99", "'''" }, { "\xe2\x80\xa2", "|||" },
		{ "\xc2\xb7", "||" }, { "\xe2\x97\x8f", "|||" }, { "\xe2\x96\xaa", "|||" },
		{ "\xe2\x8b\x85", "|||" }, { "\xef\xb8\xb1", "|||" } };
	char *out = arena_new(s->c->mem, char, s->text.len + 1);

	for (size_t at = 0; at < s->text.len; at++) {
		struct str rest = { s->text.at + at, s->text.len - at };
		out[at] = *rest.at;
		for (size_t i = 0;
			(unsigned char)*rest.at > 127 && i < sizeof signs / sizeof *signs; i++)
			if (str_starts(rest, str_of(signs[i][0]))) {
				size_t n = strlen(signs[i][0]);
				memcpy(out + at, signs[i][1], n);
				at += n - 1;
				break;
			}
	}
	s->plain = (struct str){ out, s->text.len };
}

static void add_token(struct cover_seek *s, size_t at, size_t end, size_t line)
{
	struct cover_token t = { .at = at, .len = end - at, .line = line };
	struct str rest = { s->text.at + at, end - at };
	gunichar first = g_utf8_get_char(rest.at);

	t.folded = cover_fold(s->c, rest);
	t.capital = g_unichar_isupper(first) || g_unichar_istitle(first)
		|| (g_unichar_isalpha(first) && !g_unichar_islower(first));
	while (rest.len > 0) {
		int32_t sign = utf8_next(&rest);
		if (sign < 0)
			break;
		t.letters += (size_t)(g_unichar_isalpha((gunichar)sign) != 0);
		t.digits = t.digits || g_unichar_isdigit((gunichar)sign);
	}
	s->token[s->tokens++] = t;
}

static void add_tokens(struct cover_seek *s, size_t line)
{
	size_t begun = SIZE_MAX, end = s->line[line].at + s->line[line].len;
	struct str rest = { s->text.at + s->line[line].at, s->line[line].len };

	while (rest.len > 0) {
		size_t at = end - rest.len;
		int32_t sign = utf8_next(&rest);
		bool part = sign >= 0
			&& (g_unichar_isalnum((gunichar)sign) || g_unichar_ismark((gunichar)sign));
		if (part && begun == SIZE_MAX)
			begun = at;
		if (!part && begun != SIZE_MAX) {
			add_token(s, begun, at, line);
			begun = SIZE_MAX;
		}
		if (sign < 0)
			break;
	}
	if (begun != SIZE_MAX)
		add_token(s, begun, end, line);
}

/* A short line that begins with one of the words which CVs have above their parts. */
static bool heading(const struct cover_seek *s, size_t first, size_t n, enum cover_section *ret)
{
	static const char schools[] = "education school schools schooling academic formation "
				      "educacion bildung ausbildung addysg qualifications";
	static const char referees[] = "references referees referee reference";
	static const char others[] =
		"profile summary about objective experience employment work career skills key "
		"interests hobbies achievements awards volunteering voluntary projects languages "
		"certificates publications placements placement training additional activities "
		"personal proffil profil experiencia experience who what contact responsibility";

	if (n == 0 || n > 5)
		return false;
	struct str word = s->token[first].folded;
	for (size_t i = 0; i < n; i++)
		if (s->token[first + i].digits)
			return false;
	if (cover_among(word, schools))
		*ret = SECTION_SCHOOLS;
	else if (cover_among(word, referees))
		*ret = SECTION_REFEREES;
	else if (cover_among(word, others))
		*ret = SECTION_OTHER;
	else
		return false;
	return true;
}

/* «Personal details» and «Contact» are headings over what belongs to the top. */
static bool of_top(const struct cover_seek *s, size_t first, size_t n)
{
	struct str last = s->token[first + n - 1].folded;

	return cover_among(last, "details contact information data me");
}

static void add_line(struct cover_seek *s, size_t at, size_t end, enum cover_section *now)
{
	struct str text = str_trim((struct str){ s->plain.at + at, end - at });
	size_t first = s->tokens, n = s->lines++;
	struct cover_line *l = &s->line[n];
	enum cover_section section = *now;

	*l = (struct cover_line){ .at = at, .len = end - at, .blank = text.len == 0 };
	add_tokens(s, n);
	size_t words = s->tokens - first;
	bool colon = memchr(text.at, ':', text.len) != NULL && !str_ends(text, S(":"));
	if (text.len <= 48 && !colon && !str_ends(text, S(".")) && !str_ends(text, S(","))
		&& heading(s, first, words, &section)) {
		l->heading = true;
		*now = of_top(s, first, words) ? SECTION_TOP : section;
	}
	l->section = *now;
}

void cover_read(struct cover_seek *s)
{
	enum cover_section now = SECTION_TOP;
	size_t lines = 1, begun = 0;

	for (size_t i = 0; i < s->text.len; i++)
		lines += s->text.at[i] == '\n' || s->text.at[i] == '\f';
	make_plain(s);
	s->line = arena_new(s->c->mem, struct cover_line, lines);
	s->token = arena_new(s->c->mem, struct cover_token, s->text.len / 2 + 2);
	for (size_t i = 0; i <= s->text.len; i++)
		if (i == s->text.len || s->text.at[i] == '\n' || s->text.at[i] == '\f') {
			add_line(s, begun, i, &now);
			begun = i + 1;
		}
}

size_t cover_line_of(const struct cover_seek *s, size_t at)
{
	size_t low = 0, high = s->lines;

	while (low + 1 < high) {
		size_t middle = (low + high) / 2;
		if (s->line[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static bool parts(const struct cover_seek *s, size_t at)
{
	struct str rest = { s->plain.at + at, s->plain.len - at };

	return *rest.at == '\t' || *rest.at == '|' || str_starts(rest, S("   "))
		|| str_starts(rest, S(" / ")) || str_starts(rest, S(" - "));
}

struct str cover_segment(const struct cover_seek *s, size_t line, size_t at)
{
	size_t begin = s->line[line].at, end = begin + s->line[line].len, from = begin;

	for (size_t i = begin; i < at; i++)
		if (parts(s, i))
			from = i + 1;
	for (size_t i = at; i < end; i++)
		if (parts(s, i)) {
			end = i;
			break;
		}
	while (from < end && strchr(" \t|/-", s->plain.at[from]))
		from++;
	while (end > from && strchr(" \t|", s->plain.at[end - 1]))
		end--;
	return (struct str){ s->plain.at + from, end - from };
}

/* ---- patterns ---- */

static void drop(void *re)
{
	regfree(re);
}

const regex_t *cover_regex(struct cover_seek *s, const char *pattern, bool any)
{
	struct cover_pattern *p = s->patterns;

	while (p && p->text != pattern)
		p = p->next;
	if (p)
		return &p->re;
	p = arena_new(s->c->mem, struct cover_pattern, 1);
	if (regcomp(&p->re, pattern, REG_EXTENDED | (any ? REG_ICASE : 0)) != 0)
		abort(); /* a pattern of this program that no test has met */
	arena_defer(s->c->mem, drop, &p->re);
	p->text = pattern;
	p->next = s->patterns;
	s->patterns = p;
	return &p->re;
}

bool cover_match(const struct cover_seek *s, const regex_t *re, size_t at, size_t until,
	regmatch_t *ret, size_t n)
{
	ret[0] = (regmatch_t){ .rm_so = (regoff_t)at, .rm_eo = (regoff_t)until };
	return at < until && regexec(re, s->plain.at, n, ret, REG_STARTEND) == 0
		&& ret[0].rm_eo > ret[0].rm_so;
}

bool cover_next(
	const struct cover_seek *s, const regex_t *re, size_t *at, regmatch_t *ret, size_t n)
{
	while (*at < s->plain.len) {
		bool last = s->plain.len - *at <= WINDOW;
		size_t until = last ? s->plain.len : *at + WINDOW;
		if (cover_match(s, re, *at, until, ret, n)) {
			*at = (size_t)ret[0].rm_eo;
			return true;
		}
		*at = last ? until : until - OVERLAP;
	}
	return false;
}

void cover_all(struct cover_seek *s, const char *pattern, bool any, int group, enum cover_kind kind)
{
	const regex_t *re = cover_regex(s, pattern, any);
	regmatch_t m[8];

	for (size_t at = 0; cover_next(s, re, &at, m, 8);) {
		const regmatch_t *g = &m[group];
		if (g->rm_so >= 0)
			cover_add(s, (size_t)g->rm_so, (size_t)(g->rm_eo - g->rm_so), kind);
	}
}
