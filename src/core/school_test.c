/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/school.h"
#include "test/test.h"

static const struct person_id machine;

static void put(struct test *t, struct school s)
{
	CHECK(t, school_put(test_ctx(t, machine), &s));
}

static void fill(struct test *t)
{
	put(t,
		(struct school){ S("england"), S("105135"), S("St Paul's Academy"), S("Greenwich"),
			294, -1, false });
	put(t,
		(struct school){ S("england"), S("1"), S("Saint Paul’s Primary"), S("Leeds"), 100,
			-1, false });
	put(t,
		(struct school){ S("scotland"), S("5437437"), S("Lochgelly High School"), S("Fife"),
			308, 385, false });
	put(t,
		(struct school){
			S("england"), S("2"), S("Ysgol Tŷ Gwyn"), S("Caerdydd"), -1, -1, false });
}

static size_t found(struct test *t, const char *words, const char *first)
{
	struct school *list;
	size_t n = 0;

	CHECK(t, school_search(test_ctx(t, machine), str_of(words), 5, &list, &n));
	CHECK(t, n == 0 || !first || str_eq(list[0].code, str_of(first)));
	return n;
}

void test_school_is_found_by_the_beginnings_of_its_words(struct test *t)
{
	fill(t);
	CHECK(t, found(t, "st pauls", NULL) == 2 && found(t, "saint paul", NULL) == 2);
	CHECK(t, found(t, "PAUL'S gree", "105135") == 1 && found(t, "gelly", NULL) == 0);
	CHECK(t, found(t, "high loch", "5437437") == 1 && found(t, "ysgol ty", "2") == 1);
	CHECK(t, found(t, "l", NULL) == 0 && found(t, "", NULL) == 0 && found(t, "%%", NULL) == 0);
	CHECK(t, found(t, "paul nowhere", NULL) == 0);
}

void test_school_keeps_what_another_file_does_not_say(struct test *t)
{
	struct school s;

	fill(t);
	put(t,
		(struct school){
			S("england"), S("105135"), S("St Paul's Academy"), S(""), -1, -1, false });
	CHECK(t, school_get(test_ctx(t, machine), S("england"), S("105135"), &s));
	CHECK(t, s.fsm == 294 && str_eq(s.place, S("Greenwich")) && s.deprived_share == -1);
	put(t, (struct school){ S("england"), S("105135"), S("St Paul's"), S(""), 0, -1, false });
	CHECK(t, school_get(test_ctx(t, machine), S("england"), S("105135"), &s) && s.fsm == 0);
	CHECK(t, school_get(test_ctx(t, machine), S("england"), S("9"), &s) && s.code.len == 0);
}

/* An own list by the codes of published schools makes those count, and shows none twice. */
void test_school_on_an_own_list_counts_wherever_it_is(struct test *t)
{
	struct school s;

	fill(t);
	put(t, (struct school){ S("own"), S("5437437"), S("Lochgelly"), S(""), -1, -1, true });
	put(t, (struct school){ S("own"), S("X1"), S("Lochgelly Old Road"), S(""), -1, -1, true });
	struct ctx *c = test_ctx(t, machine);
	CHECK(t, school_get(c, S("scotland"), S("5437437"), &s) && s.listed && s.fsm == 308);
	CHECK(t, school_get(c, S("own"), S("X1"), &s) && s.listed);
	CHECK(t, school_get(c, S("england"), S("105135"), &s) && !s.listed);
	CHECK(t, found(t, "lochgelly", NULL) == 2);
	c = test_ctx(t, machine);
	CHECK(t, school_forget(c, S("own")));
	CHECK(t, school_get(c, S("scotland"), S("5437437"), &s) && !s.listed);
}
