/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/told.h"

#include "base/instant.h"
#include "core/participant.h"
#include "core/person.h"
#include "test/programme.h"

static const struct stmt place = { "told_test_place",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES (30, $1, 20, 1)",
	"i", "" };
static const struct stmt readers_of = { "told_test_readers",
	"SELECT told_readers FROM post WHERE id = $1", "i", "i" };
static const struct stmt useful_of = { "told_test_useful",
	"SELECT told_useful FROM post WHERE id = $1", "i", "i" };

enum { MORE = 4 };

struct scene {
	struct programme p;
	struct person_id more[MORE];
	int64_t thread, first, post;
	const char *page, *useful;
};

static void count_day(struct test *t)
{
	struct told_count at = { 0 };

	for (bool more = true; more;)
		CHECK(t,
			told_some(test_ctx(t, (struct person_id){ 0 }), &at, &more) && test_end(t));
}

/* A group of six, of whom all but ben take part in the study; ben wrote. */
static struct scene scene(struct test *t)
{
	struct participant_id in_study;
	struct scene s;

	programme_make(t, &s.p);
	for (int i = 0; i < MORE; i++) {
		s.more[i] = test_person(t, arena_fmt(t->mem, "more%d", i).at, ROLE_STUDENT);
		struct ctx *c = test_ctx(t, s.more[i]);
		CHECK(t, sql_run(c, &place, ARGS(arg(s.more[i].v))));
		CHECK(t, participant_join(c, 10, s.more[i], &in_study) && test_end(t));
	}
	s.thread = programme_thread(t, s.p.ben, CHEMISTRY, "Title", "Start");
	s.post = programme_answer(t, s.p.ben, s.thread, "Something *helpful*");
	s.page = programme_path(t, "/thread/%", s.thread, 0);
	s.useful = programme_path(t, "/thread/%/post/%/useful", s.thread, s.post);
	return s;
}

static void look(struct test *t, const struct scene *s, struct person_id who)
{
	t->now += INSTANT_MINUTE;
	test_sign_in(t, who);
	CHECK(t, test_get(t, s->page).status == 200);
}

static int64_t readers(struct test *t, int64_t post)
{
	return programme_number(t, &readers_of, ARGS(arg(post)));
}

void test_told_counts_each_reader_once_and_a_day_late(struct test *t)
{
	struct scene s = scene(t);

	for (int i = 0; i < 3; i++)
		look(t, &s, s.more[i]);
	look(t, &s, s.more[0]);
	look(t, &s, s.p.ben); /* the writer, who is in no study either */
	count_day(t);
	CHECK(t, readers(t, s.post) == 0);
	t->now += INSTANT_DAY;
	count_day(t);
	CHECK(t, readers(t, s.post) == 0);
	t->now += INSTANT_DAY;
	count_day(t);
	CHECK(t, readers(t, s.post) == 3);
	count_day(t);
	look(t, &s, s.more[1]);
	look(t, &s, s.more[3]);
	t->now += INSTANT_MINUTE;
	int64_t later = programme_answer(t, s.p.ben, s.thread, "Later");
	look(t, &s, s.more[2]);
	t->now += 2 * INSTANT_DAY;
	count_day(t);
	CHECK(t, readers(t, s.post) == 4 && readers(t, later) == 1);
	test_sign_in(t, s.p.ben);
	CHECK(t, test_has(test_get(t, s.page).body, "A few people have read this."));
	test_sign_in(t, s.p.ann);
	CHECK(t, !test_has(test_get(t, s.page).body, "have read this"));
}

void test_told_useful_as_it_stood_the_day_before(struct test *t)
{
	struct scene s = scene(t);

	test_sign_in(t, s.p.ann);
	CHECK(t, test_post(t, s.useful, "on=1").status == 303);
	t->now += 2 * INSTANT_DAY;
	test_sign_in(t, s.more[0]);
	CHECK(t, test_post(t, s.useful, "on=1").status == 303); /* today: not told */
	count_day(t);
	CHECK(t, programme_number(t, &useful_of, ARGS(arg(s.post))) == 1);
	test_sign_in(t, s.p.ann);
	CHECK(t, test_post(t, s.useful, "on=0").status == 303);
	CHECK(t, programme_number(t, &useful_of, ARGS(arg(s.post))) == 1);
	t->now += 2 * INSTANT_DAY;
	count_day(t);
	CHECK(t, programme_number(t, &useful_of, ARGS(arg(s.post))) == 1);
	test_sign_in(t, s.p.ben);
	CHECK(t, test_has(test_get(t, s.page).body, "Somebody found this useful."));
	CHECK(t, test_has(test_get(t, "/me/reading").body, "Somebody found this useful."));
}

void test_told_nothing_in_a_small_group(struct test *t)
{
	struct scene s = scene(t);
	static const struct stmt leave = { "told_test_leave",
		"UPDATE membership SET left_at = 1 WHERE person_id = $1", "i", "" };

	for (int i = 0; i < 3; i++)
		look(t, &s, s.more[i]);
	CHECK(t, test_post(t, s.useful, "on=1").status == 303);
	for (int i = 0; i < 2; i++) {
		struct ctx *c = test_ctx(t, s.more[i]);
		CHECK(t, sql_run(c, &leave, ARGS(arg(s.more[i].v))) && test_end(t));
	}
	t->now += 2 * INSTANT_DAY;
	count_day(t);
	CHECK(t, readers(t, s.post) == 0);
	CHECK(t, programme_number(t, &useful_of, ARGS(arg(s.post))) == 0);
}

void test_told_goes_on_where_it_broke_off(struct test *t)
{
	struct scene s = scene(t);
	struct told_count at = { .where = MARK_BANK + 1 };
	struct participant_id in_study;
	bool more;

	for (int i = 0; i < TOLD_BATCH; i++) {
		struct person_id who =
			test_person(t, arena_fmt(t->mem, "x%03d", i).at, ROLE_STUDENT);
		CHECK(t, participant_join(test_ctx(t, who), 10, who, &in_study) && test_end(t));
	}
	for (int i = 0; i < 3; i++)
		look(t, &s, s.more[i]);
	t->now += 2 * INSTANT_DAY;
	CHECK(t,
		told_some(test_ctx(t, (struct person_id){ 0 }), &at, &more) && test_end(t) && more);
	CHECK(t, readers(t, s.post) == 3);
	t->now += INSTANT_DAY; /* a day later the first is finished, nobody is counted twice */
	count_day(t);
	count_day(t);
	CHECK(t, readers(t, s.post) == 3);
}

void test_told_text_is_rounded(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, told_text(c, 0, 2).len == 0);
	CHECK(t, str_eq(told_text(c, 2, 0), S("Somebody found this useful.")));
	CHECK(t, str_eq(told_text(c, 3, 2), S("A few people found this useful.")));
	CHECK(t, str_eq(told_text(c, 0, 10), S("Many people have read this.")));
	CHECK(t,
		str_eq(told_text(c, 1, 3),
			S("A few people have read this, and somebody found it useful.")));
	CHECK(t,
		str_eq(told_text(c, 10, 12),
			S("Many people have read this, and many people found it useful.")));
}
