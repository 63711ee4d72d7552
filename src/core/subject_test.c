/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/subject.h"

#include "test/test.h"

#define CREATIVE "design, and creative and performing arts"
#define ARTS "creative arts and design"

static enum subject_news put(struct test *t, const char *code, const char *label, const char *cah3)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct subject s = { str_of(code), str_of(label), S(CREATIVE), S(ARTS), str_of(cah3) };
	enum subject_news news = SUBJECT_SAME;

	CHECK(t, subject_put(c, &s, &news) && test_end(t));
	return news;
}

static void begin(struct test *t)
{
	CHECK(t, put(t, "100003", "Ceramics", "design studies") == SUBJECT_NEW);
	CHECK(t, put(t, "101362", "Fine art", "art") == SUBJECT_NEW);
	CHECK(t, put(t, "100061", "Graphic design", "design studies") == SUBJECT_NEW);
	CHECK(t, put(t, "100048", "Design", "design studies") == SUBJECT_NEW);
	CHECK(t, put(t, "100050", "Product design", "design studies") == SUBJECT_NEW);
}

static struct str found(struct test *t, const char *words)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct str all = S("");
	struct subject *s;
	size_t n = 0;

	CHECK(t, subject_search(c, str_of(words), 3, &s, &n));
	for (size_t i = 0; i < n; i++)
		all = arena_fmt(t->mem, "%s%.*s;", all.at, (int)s[i].label.len, s[i].label.at);
	return all;
}

void test_subject_search_finds_the_best_first(struct test *t)
{
	begin(t);
	CHECK(t, str_eq(found(t, "design"), S("Design;Graphic design;Product design;")));
	CHECK(t, str_eq(found(t, "  DESIGN gr "), S("Graphic design;")));
	CHECK(t, str_eq(found(t, "ram"), S("Ceramics;")));
	CHECK(t, str_eq(found(t, "fine % art"), S("Fine art;")));
	CHECK(t, found(t, "zoology").len == 0 && found(t, " ").len == 0 && found(t, "%").len == 0);
	CHECK(t, found(t, "\xc3\xa9").len == 0);
}

void test_subject_that_changed_its_name_is_found_by_both(struct test *t)
{
	struct subject s;

	begin(t);
	CHECK(t, put(t, "100003", "Ceramics", "design studies") == SUBJECT_SAME);
	CHECK(t, put(t, "100003", "Clay and glass", "design studies") == SUBJECT_RENAMED);
	CHECK(t, put(t, "100003", "Clay and glass", "crafts") == SUBJECT_MOVED);
	CHECK(t, str_eq(found(t, "ceramics"), S("Clay and glass;")));
	CHECK(t, str_eq(found(t, "glass"), S("Clay and glass;")));
	CHECK(t, put(t, "100003", "Ceramics", "crafts") == SUBJECT_RENAMED);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, subject_by_label(c, S(" clay AND glass"), &s) && str_eq(s.code, S("100003")));
	CHECK(t, subject_by_label(c, S("clay"), &s) && s.code.len == 0);
	CHECK(t, subject_by_label(c, S("100%!"), &s) && s.code.len == 0);
	CHECK(t, subject_find(c, S("100003"), &s) && str_eq(s.label, S("Ceramics")));
	CHECK(t, str_eq(s.cah3, S("crafts")));
	CHECK(t, subject_find(c, S("999999"), &s) && s.code.len == 0);
}

void test_subject_refuses_what_is_none(struct test *t)
{
	static const struct {
		const char *code, *label, *cah;
	} bad[] = { { "10003", "Law", "" }, { "10000x", "Law", "" }, { "100003", "", "" },
		{ "100003", "Law\nand order", "" }, { "100003", "L\xff", "" },
		{ "100003", "Law", "a\nb" } };
	enum subject_news news;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct ctx *c = test_ctx(t, (struct person_id){ 0 });
		struct subject s = { str_of(bad[i].code), str_of(bad[i].label), S(""), S(""),
			str_of(bad[i].cah) };
		CHECK(t, !subject_put(c, &s, &news) && c->fault.kind == FAULT_INVALID);
	}
}

void test_subject_distance_climbs_the_tree(struct test *t)
{
	struct subject a = { S("100003"), S("Ceramics"), S("x"), S("y"), S("z") };
	struct subject b = { S("100061"), S("Graphic design"), S("X"), S("Y"), S("Z") };
	struct subject free = { .label = S("ceramics") }, none = { 0 };

	CHECK(t, subject_distance(&a, &a) == 0 && subject_distance(&a, &free) == 0);
	CHECK(t, subject_distance(&a, &b) == 1);
	b.cah3 = S("other");
	CHECK(t, subject_distance(&a, &b) == 2 && subject_distance(&b, &a) == 2);
	b.cah2 = S("other");
	CHECK(t, subject_distance(&a, &b) == 3);
	b.cah1 = S("other");
	CHECK(t, subject_distance(&a, &b) == SUBJECT_FAR);
	CHECK(t, subject_distance(&none, &none) == SUBJECT_FAR);
	CHECK(t, subject_distance(&free, &none) == SUBJECT_FAR);
}
