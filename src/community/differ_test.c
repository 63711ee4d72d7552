/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/differ.h"

#include "base/buf.h"
#include "test/test.h"

/* «=same | -gone | +new | ~was>is», words that are on one side only in brackets. */
static struct str told(struct test *t, const char *was, const char *is)
{
	struct differ_row *r;
	struct buf out;
	size_t n;

	differ_texts(t->mem, str_of(was), str_of(is), &r, &n);
	buf_init(&out, 1 << 16);
	for (size_t i = 0; i < n; i++) {
		const struct differ_side *s[] = { &r[i].was, &r[i].is };
		buf_char(&out, "=-+~"[r[i].kind]);
		for (int k = r[i].kind == DIFFER_NEW; k < 1 + (r[i].kind >= DIFFER_NEW); k++)
			for (size_t w = 0; w < s[k]->n; w++)
				buf_fmt(&out, s[k]->word[w].other ? "[%.*s]" : "%.*s",
					(int)s[k]->word[w].text.len, s[k]->word[w].text.at);
		buf_char(&out, '\n');
	}
	struct str text = arena_str(t->mem, buf_str(&out));
	buf_free(&out);
	return text;
}

void test_differ_finds_lines_that_stayed_went_and_came(struct test *t)
{
	CHECK(t, str_eq(told(t, "a\n\nb\nc", "a\nb\nc"), S("=a\n=b\n=c\n")));
	CHECK(t, str_eq(told(t, "a\nx y\nc", "a\nc\nz"), S("=a\n-[x y]\n=c\n+[z]\n")));
	CHECK(t, str_eq(told(t, "", "a"), S("+[a]\n")) && str_eq(told(t, "a", ""), S("-[a]\n")));
	CHECK(t, told(t, "", "").len == 0);
}

void test_differ_marks_words_within_a_line(struct test *t)
{
	CHECK(t,
		str_eq(told(t, "I sold tea", "I sold green tea"),
			S("~I sold teaI sold [green ]tea\n")));
}

void test_differ_takes_long_texts(struct test *t)
{
	char *many = arena_new(t->mem, char, 8001), *one = arena_new(t->mem, char, 8001);

	memset(many, '\n', 8000);
	for (int i = 0; i < 8000; i += 2)
		many[i] = (char)('a' + i % 7);
	memset(one, 'x', 8000);
	CHECK(t, told(t, many, one).len > 0);
}
