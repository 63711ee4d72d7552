/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/words.h"

#include "base/utf8.h"

/* The characters that show nothing (source: Unicode 15, properties White_Space and
   Default_Ignorable_Code_Point, of those a keyboard or a copied text brings). */
static bool unseen(int32_t code)
{
	if (code <= 0x20)
		return code >= 0;
	switch (code) {
	case 0x85:
	case 0xa0:
	case 0xad:
	case 0x34f:
	case 0x61c:
	case 0x115f:
	case 0x1160:
	case 0x1680:
	case 0x180e:
	case 0x2028:
	case 0x2029:
	case 0x2800:
	case 0x3000:
	case 0x3164:
	case 0xfeff:
	case 0xffa0: return true;
	default:
		return (code >= 0x2000 && code <= 0x200f) || (code >= 0x202a && code <= 0x202f)
			|| (code >= 0x205f && code <= 0x206f) || (code >= 0xfe00 && code <= 0xfe0f);
	}
}

bool words_blank(struct str s)
{
	while (s.len > 0)
		if (!unseen(utf8_next(&s)))
			return false;
	return true;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str words_tidy(struct ctx *c, struct str s)
{
	char *to = arena_new(c->mem, char, s.len + 1);
	size_t n = 0, line = 0;

	while (s.len > 0 && is_space(s.at[s.len - 1]))
		s.len--;
	/* Spaces before the first word may be Markdown, whole lines of them are not. */
	for (size_t i = 0; i < s.len && is_space(s.at[i]); i++)
		if (s.at[i] == '\n')
			line = i + 1;
	for (size_t i = line; i < s.len; i++) {
		bool ends = s.at[i] == '\r';
		if (ends && i + 1 < s.len && s.at[i + 1] == '\n')
			continue;
		to[n++] = s.at[i];
		if (ends)
			to[n - 1] = '\n';
	}
	return (struct str){ to, n };
}

struct str words_line(struct ctx *c, struct str s)
{
	char *to = arena_new(c->mem, char, s.len + 1);
	size_t n = 0;

	s = str_trim(s);
	for (size_t i = 0; i < s.len; i++) {
		if (!is_space(s.at[i]))
			to[n++] = s.at[i];
		else if (n > 0 && to[n - 1] != ' ')
			to[n++] = ' ';
	}
	return (struct str){ to, n };
}

/* Behind what Markdown has at the start of a line: quotes, headings, items of lists. */
static struct str line_text(struct str line)
{
	for (;;) {
		line = str_trim(line);
		size_t n = 0;
		while (n < line.len && n < 6 && line.at[n] == '#')
			n++;
		if (n == 0 && line.len > 0 && memchr(">-*+", line.at[0], 4))
			n = 1;
		bool quote = n == 1 && line.at[0] == '>';
		if (n == 0 || (!quote && n < line.len && line.at[n] != ' '))
			return line;
		line = (struct str){ line.at + n, line.len - n };
	}
}

/* The words of a text without the signs that Markdown puts around them. */
static struct str unmarked(struct ctx *c, struct str s)
{
	char *to = arena_new(c->mem, char, s.len + 1);
	size_t n = 0;

	while (s.len > 0) {
		struct str line = line_text(str_cut(&s, '\n'));
		for (size_t i = 0; i < line.len; i++) {
			bool twice = i + 1 < line.len && line.at[i + 1] == line.at[i];
			if (twice && (line.at[i] == '*' || line.at[i] == '_'))
				i++;
			else if (line.at[i] != '`')
				to[n++] = line.at[i];
		}
		to[n++] = ' ';
	}
	return (struct str){ to, n };
}

struct str words_start(struct ctx *c, struct str s, size_t n)
{
	s = words_line(c, unmarked(c, s));
	struct str head = utf8_head(s, n);
	if (head.len == s.len)
		return s;
	size_t cut = head.len;
	while (cut > 0 && head.at[cut - 1] != ' ')
		cut--;
	if (cut > head.len / 2)
		head.len = cut - 1;
	return arena_fmt(c->mem, "%.*s…", (int)head.len, head.at);
}

/* Those that cmark writes. */
static size_t entity(struct str s, char *ret)
{
	static const struct {
		struct str name;
		char means;
	} known[] = { { { "&amp;", 5 }, '&' }, { { "&lt;", 4 }, '<' }, { { "&gt;", 4 }, '>' },
		{ { "&quot;", 6 }, '"' }, { { "&#39;", 5 }, '\'' } };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (!str_starts(s, known[i].name))
			continue;
		*ret = known[i].means;
		return known[i].name.len;
	}
	*ret = '&';
	return 1;
}

struct str words_of_html(struct ctx *c, struct str html)
{
	char *to = arena_new(c->mem, char, html.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < html.len;) {
		struct str rest = { html.at + i, html.len - i };
		if (rest.at[0] == '<') {
			const char *end = memchr(rest.at, '>', rest.len);
			i += end ? (size_t)(end - rest.at) + 1 : rest.len;
		} else if (rest.at[0] == '&') {
			i += entity(rest, &to[n++]);
		} else {
			to[n++] = html.at[i++];
		}
	}
	return str_trim((struct str){ to, n });
}

static bool is_letter(char ch)
{
	return (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z')
		|| (unsigned char)ch >= 0x80;
}

int64_t words_count(struct str s)
{
	bool in_word = false;
	int64_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (is_space(s.at[i]))
			in_word = false;
		else if (!in_word && is_letter(s.at[i])) {
			in_word = true;
			n++;
		}
	}
	return n;
}
