/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/words.h"

#include "test/test.h"

void test_words_tidy_keeps_what_markdown_needs(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, str_eq(words_tidy(c, S(" \r\n\t\r\n    code\r\nb\rc \n ")), S("    code\nb\nc")));
	CHECK(t, str_eq(words_tidy(c, S("\r\n\r\n")), S("")) && words_tidy(c, S("")).len == 0);
	CHECK(t, str_eq(words_tidy(c, S("a\r\n\r\nb")), S("a\n\nb")));
}

void test_words_line_is_one_line(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, str_eq(words_line(c, S("\n a \t\r\n  b ")), S("a b")));
	CHECK(t, words_line(c, S(" \n")).len == 0);
}

void test_words_blank_sees_through_invisible_characters(struct test *t)
{
	CHECK(t, words_blank(S("")) && words_blank(S(" \t\r\n")));
	CHECK(t, words_blank(S("\xc2\xa0\xe2\x80\x8b\xef\xbb\xbf\xe3\x80\x80\xe2\x80\xae")));
	CHECK(t, !words_blank(S(".")) && !words_blank(S("\xe2\x80\x8bx")));
	CHECK(t, !words_blank(S("\xff")));
}

void test_words_start_cuts_between_words(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, str_eq(words_start(c, S("one two"), 7), S("one two")));
	CHECK(t, str_eq(words_start(c, S("one two three"), 9), S("one two…")));
	CHECK(t, str_eq(words_start(c, S("ééééé"), 3), S("ééé…")));
}

void test_words_start_leaves_out_the_signs_of_markdown(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t,
		str_eq(words_start(
			       c, S("Before:\n> > ## I **am** `so`\n- one\n* two __three__"), 99),
			S("Before: I am so one two three")));
	CHECK(t,
		str_eq(words_start(c, S("C# is #1, 2 * 3 > 5 and a_b\n-5 degrees\n#tag"), 99),
			S("C# is #1, 2 * 3 > 5 and a_b -5 degrees #tag")));
	CHECK(t, str_eq(words_start(c, S("**"), 99), S("")));
	CHECK(t, str_eq(words_start(c, S("#"), 99), S("")));
}

void test_words_count_is_what_a_reader_would_count(struct test *t)
{
	CHECK(t, words_count(S("")) == 0 && words_count(S(" - \n* ... ")) == 0);
	CHECK(t, words_count(S("One, two; three-four\n\n- five")) == 4);
	CHECK(t, words_count(S("\xc3\xa9t\xc3\xa9 **bold** it's")) == 3);
}
