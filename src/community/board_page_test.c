/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include "community/first.h"
#include "community/share.h"
#include "test/programme.h"

static const struct stmt audited = { "board_test_audited",
	"SELECT COUNT(*) FROM audit WHERE act = 'round.ceiling'", "", "i" };

static void sweep(struct test *t)
{
	bool more;

	CHECK(t, first_take_up(test_ctx(t, (struct person_id){ 0 }), &more) && test_end(t));
	CHECK(t, first_go_on(test_ctx(t, (struct person_id){ 0 }), &more) && test_end(t));
}

static void count_words(struct test *t)
{
	struct share_count at = { 0 };
	bool more = true;

	while (more)
		CHECK(t,
			share_some(test_ctx(t, (struct person_id){ 0 }), &at, &more)
				&& test_end(t));
}

void test_board_lists_who_waits_longest_first(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	programme_thread(t, p.ben, CHEMISTRY, "Old <one>", "Text");
	t->now += 5 * INSTANT_HOUR;
	programme_thread(t, p.ben, CHEMISTRY, "New one", "Text");
	sweep(t);
	t->now += 2 * INSTANT_HOUR;
	test_sign_in(t, p.fay);
	struct reply r = test_get(t, "/board");
	CHECK(t, r.status == 200 && test_has(r.body, "Old &lt;one&gt;"));
	CHECK(t, test_has(r.body, "waits 7 hours") && test_has(r.body, "waits 2 hours"));
	CHECK(t, test_has(r.body, "the first they opened"));
	const char *old = memmem(r.body.at, r.body.len, "Old &lt;", 8);
	const char *new = memmem(r.body.at, r.body.len, "New one", 7);
	CHECK(t, old && new &&old < new);
	t->now += 18 * INSTANT_HOUR;
	sweep(t);
	test_sign_in(t, p.fay);
	r = test_get(t, "/board");
	CHECK(t, test_has(r.body, "1 day and 1 hour") && test_has(r.body, "yours now"));
	CHECK(t,
		test_has(r.body, "Of 1 threads that members opened more than 24 hours ago, 0 had"));
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, "/board").status == 403);
}

void test_board_counts_answers_within_a_day_by_thread(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t soon = programme_thread(t, p.ben, CHEMISTRY, "One", "Text");
	int64_t staff = programme_thread(t, p.ben, CHEMISTRY, "Two", "Text");
	int64_t late = programme_thread(t, p.ben, CHEMISTRY, "Three", "Text");
	t->now += 3 * INSTANT_HOUR;
	programme_answer(t, p.ann, soon, "Yes");
	programme_answer(t, p.fay, staff, "Yes");
	sweep(t);
	t->now += 23 * INSTANT_HOUR;
	programme_answer(t, p.ann, late, "Yes");
	sweep(t);
	test_sign_in(t, p.fay);
	struct reply r = test_get(t, "/board");
	CHECK(t,
		test_has(r.body,
			"Of 3 threads that members opened more than 24 hours ago, 2 had an answer "
			"within 24 hours, 1 of these from another member."));
	CHECK(t, test_has(r.body, "Nobody waits."));
}

void test_board_says_which_group_is_quiet_and_what_opens(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	programme_thread(t, p.ben, CHEMISTRY, "One", "Text");
	test_sign_in(t, p.fay);
	struct reply r = test_get(t, "/board");
	CHECK(t, test_has(r.body, "Business 1") && test_has(r.body, "nobody has written yet"));
	CHECK(t,
		!test_has(r.body, "<strong>Chemistry 1")
			&& test_has(r.body, "No week opens today."));
	t->now += 6 * INSTANT_DAY; /* Monday 9 November */
	test_sign_in(t, p.fay);
	r = test_get(t, "/board");
	CHECK(t, test_has(r.body, "last written in on Tuesday 3 November"));
	CHECK(t, test_has(r.body, "<strong>Week 3: Interviews</strong>"));
}

void test_share_of_staff_is_told_against_the_ceiling(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "One", "one two  three\nfour");
	programme_answer(t, p.fay, thread, "five");
	count_words(t);
	test_sign_in(t, p.fay);
	struct reply r = test_get(t, "/board");
	CHECK(t, test_has(r.body, "In week 2 staff wrote 20 % of the words"));
	CHECK(t, test_has(r.body, "Every group is under it."));
	t->now += 2 * INSTANT_HOUR;
	programme_answer(t, p.fay, thread, "six seven");
	count_words(t);
	test_sign_in(t, p.fay);
	r = test_get(t, "/board");
	CHECK(t, test_has(r.body, "wrote 43 %") && test_has(r.body, "class=\"tag no\">over"));
	CHECK(t, test_has(test_get(t, "/board?week=1").body, "Nothing was counted in week 1 yet."));
	CHECK(t, test_post(t, "/round/20/ceiling", "ceiling=45").status == 303);
	CHECK(t, programme_number(t, &audited, NO_ARGS) == 1);
	CHECK(t, !test_has(test_get(t, "/board").body, "over</span>"));
	r = test_post(t, "/round/20/ceiling", "ceiling=many");
	CHECK(t, r.status == 422 && test_has(r.body, "value=\"many\""));
	CHECK(t, test_post(t, "/round/20/ceiling", "ceiling=91").status == 422);
	CHECK(t, test_post(t, "/round/77/ceiling", "ceiling=10").status == 404);
}

void test_share_rounds_and_knows_nothing_of_nothing(struct test *t)
{
	CHECK(t, share_of(0, 0) == 0 && share_of(0, 7) == 100 && share_of(7, 0) == 0);
	CHECK(t, share_of(2, 1) == 33 && share_of(1, 2) == 67 && share_of(199, 1) == 1);
}
