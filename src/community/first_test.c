/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/first.h"

#include "base/instant.h"
#include "community/first_letter.h"
#include "community/joining.h"
#include "community/week_letter.h"
#include "core/person.h"
#include "core/zone.h"
#include "test/programme.h"

static const struct stmt place = { "first_test_place",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES ($1, $2, 20, 1)",
	"ii", "" };
static const struct stmt enrol = { "first_test_enrol",
	"INSERT INTO enrolment (round_id, person_id, subject, joined_at) VALUES (20, $1,"
	" 'Chemistry', 1)",
	"i", "" };
static const struct stmt asked = { "first_test_asked",
	"SELECT COUNT(*) FROM first_offer WHERE thread_id = $1 AND passed_at = 0", "i", "i" };
static const struct stmt was_asked = { "first_test_was_asked",
	"SELECT COUNT(*) FROM first_offer WHERE thread_id = $1 AND person_id = $2", "ii", "i" };
static const struct stmt stage_of = { "first_test_stage",
	"SELECT stage FROM first_wait WHERE thread_id = $1", "i", "i" };
static const struct stmt answered = { "first_test_answered",
	"SELECT answered_at * 10 + by_staff FROM first_wait WHERE thread_id = $1 AND ended_at > 0",
	"i", "i" };

/* What the job does. */
static void sweep(struct test *t)
{
	for (bool more = true; more;) {
		CHECK(t, first_take_up(test_ctx(t, (struct person_id){ 0 }), &more));
		CHECK(t, test_end(t));
	}
	for (bool more = true; more;) {
		CHECK(t, first_go_on(test_ctx(t, (struct person_id){ 0 }), &more));
		CHECK(t, test_end(t));
	}
}

static int64_t stage(struct test *t, int64_t thread)
{
	return programme_number(t, &stage_of, ARGS(arg(thread)));
}

/* Hopes of joining: bits of joining_words_goals, and words. */
static struct person_id member(
	struct test *t, const char *name, int64_t group, int64_t goals, const char *words)
{
	struct person_id who = test_person(t, name, ROLE_STUDENT);
	const struct joining_end end = { 0 };
	struct ctx *c = test_ctx(t, who);
	struct joining j;

	CHECK(t, sql_run(c, &enrol, ARGS(arg(who.v))));
	CHECK(t, sql_run(c, &place, ARGS(arg(group), arg(who.v))));
	CHECK(t, joining_open(c, (struct round_id){ 20 }, who));
	CHECK(t, joining_find(c, (struct round_id){ 20 }, who, &j));
	j.said.answered = ((int64_t)1 << JOINING_TERMS) - 1;
	j.said.goals = goals;
	j.said.goal_text = str_of(words);
	CHECK(t, joining_save(c, &j, JOINING_TERMS) && joining_finish(c, &j, &end));
	CHECK(t, test_end(t));
	test_sign_in(t, who); /* was here just now */
	return who;
}

static int64_t due(struct test *t, struct civil at, enum first_stage stage)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct str zone = S("Europe/London");
	struct civil c1 = zone_civil(c, zone, first_due(c, zone, zone_instant(c, zone, at), stage));

	return ((int64_t)c1.date.day * 100 + c1.hour) * 100 + c1.minute;
}

void test_first_steps_follow_the_hours_of_the_round(struct test *t)
{
	const struct civil noon = { { 2026, 11, 3 }, 12, 10, 0 },
			   late = { { 2026, 11, 3 }, 23, 0, 0 };
	const struct civil early = { { 2026, 11, 3 }, 6, 0, 0 },
			   three = { { 2026, 11, 3 }, 15, 0, 0 };
	const struct civil eve = { { 2026, 11, 3 }, 20, 0, 0 };

	CHECK(t, due(t, noon, FIRST_PEERS) == 31210 && due(t, noon, FIRST_GROUP) == 31810);
	CHECK(t, due(t, noon, FIRST_ACROSS) == 40700); /* at ten past midnight nobody is asked */
	CHECK(t, due(t, noon, FIRST_STAFF) == 40900);
	CHECK(t, due(t, late, FIRST_PEERS) == 40700 && due(t, late, FIRST_STAFF) == 41600);
	/* A facilitator's day ends before these are due. */
	CHECK(t, due(t, early, FIRST_STAFF) == 31600);
	CHECK(t, due(t, three, FIRST_STAFF) == 40900 && due(t, eve, FIRST_STAFF) == 41400);
	/* The clocks went back on Sunday 25 October: 20:00 and 18 hours are 13:00. */
	const struct civil change = { { 2026, 10, 24 }, 20, 0, 0 };
	CHECK(t, due(t, change, FIRST_STAFF) == 251300);
}

void test_first_is_never_late_for_a_facilitator(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct str zone = S("Europe/London");

	for (int64_t at = TEST_NOW; at < TEST_NOW + INSTANT_DAY; at += 7 * INSTANT_MINUTE) {
		int64_t staff = first_due(c, zone, at, FIRST_STAFF);
		int hour = zone_civil(c, zone, staff).hour;
		CHECK(t, staff > at && staff <= at + 23 * INSTANT_HOUR);
		CHECK(t, hour >= FIRST_DAY_FROM && hour < FIRST_DAY_UNTIL);
	}
}

void test_first_is_offered_to_the_two_whose_hopes_are_near(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct person_id writer = member(t, "writer", CHEMISTRY, 1 << 3, "a placement");
	struct person_id same = member(t, "same", CHEMISTRY, 1 << 3, "");
	struct person_id other = member(t, "other", CHEMISTRY, 1 << 7, "");
	struct person_id words = member(t, "words", CHEMISTRY, 0, "A placement in a laboratory");
	int64_t thread = programme_thread(
		t, writer, CHEMISTRY, "Hello", "I look for a placement in a laboratory.");
	sweep(t);
	CHECK(t, stage(t, thread) == FIRST_PEERS);
	CHECK(t, programme_number(t, &asked, ARGS(arg(thread))) == FIRST_PEERS_ASKED);
	CHECK(t, programme_number(t, &was_asked, ARGS(arg(thread), arg(same.v))) == 1);
	CHECK(t, programme_number(t, &was_asked, ARGS(arg(thread), arg(words.v))) == 1);
	/* Whoever leaves it to others is not asked again, and somebody else is. */
	test_sign_in(t, same);
	struct reply r = test_post(t, programme_path(t, "/thread/%/pass", thread, 0), "");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/home")));
	t->now += INSTANT_HOUR;
	sweep(t);
	CHECK(t, programme_number(t, &asked, ARGS(arg(thread))) == FIRST_PEERS_ASKED);
	CHECK(t, programme_number(t, &was_asked, ARGS(arg(thread), arg(other.v))) == 1);
	CHECK(t, programme_number(t, &was_asked, ARGS(arg(thread), arg(writer.v))) == 0);
	/* One offer at a time: who has one open is asked last. */
	int64_t second = programme_thread(t, writer, CHEMISTRY, "Another", "A laboratory again");
	sweep(t);
	CHECK(t, programme_number(t, &was_asked, ARGS(arg(second), arg(same.v))) == 1);
}

void test_first_offer_is_the_one_thing_for_those_who_were_asked(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct person_id writer = member(t, "writer", CHEMISTRY, 1 << 3, "");
	struct person_id same = member(t, "same", CHEMISTRY, 1 << 3, "");
	struct person_id near = member(t, "near", CHEMISTRY, 1 << 3, "");
	int64_t thread = programme_thread(t, writer, CHEMISTRY, "Hello <all>", "Who am I?");
	sweep(t);
	test_sign_in(t, same);
	struct reply r = test_get(t, "/home");
	CHECK(t,
		test_has(r.body,
			"writer wrote “Hello &lt;all&gt;” and nobody has answered yet. We"));
	test_sign_in(t, p.ann); /* was not asked, and sees it as news */
	r = test_get(t, "/home");
	CHECK(t, !test_has(r.body, "nobody has answered") && test_has(r.body, "Hello &lt;all&gt;"));
	t->now += FIRST_GROUP_H * INSTANT_HOUR + INSTANT_MINUTE;
	sweep(t);
	CHECK(t, stage(t, thread) == FIRST_GROUP);
	CHECK(t, test_has(test_get(t, "/home").body, "nobody has answered yet"));
	CHECK(t, test_post(t, programme_path(t, "/thread/%/pass", thread, 0), "").status == 303);
	CHECK(t, !test_has(test_get(t, "/home").body, "nobody has answered yet"));
	programme_answer(t, near, thread, "Hello.");
	test_sign_in(t, same);
	CHECK(t, !test_has(test_get(t, "/home").body, "nobody has answered yet"));
}

void test_first_answer_ends_the_wait_and_says_whose_it_was(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t own = programme_thread(t, p.ben, CHEMISTRY, "One", "Text");
	int64_t staff = programme_thread(t, p.ben, CHEMISTRY, "Two", "Text");
	int64_t gone = programme_thread(t, p.ben, CHEMISTRY, "Three", "Text");
	int64_t theirs = programme_thread(t, p.fay, CHEMISTRY, "A facilitator asks", "Text");
	programme_answer(t, p.ben, own, "I forgot to say …");
	sweep(t);
	CHECK(t, stage(t, own) == FIRST_PEERS && stage(t, theirs) == -1);
	t->now += INSTANT_HOUR;
	int64_t at = t->now;
	programme_answer(t, p.ann, own, "Yes");
	programme_answer(t, p.fay, staff, "Yes");
	CHECK(t, test_post(t, "/home", "").status == 405);
	test_sign_in(t, p.fay);
	CHECK(t, test_post(t, programme_path(t, "/thread/%/close", gone, 0), "on=1").status == 303);
	t->now += INSTANT_HOUR;
	sweep(t);
	CHECK(t, programme_number(t, &answered, ARGS(arg(own))) == at * 10);
	CHECK(t, programme_number(t, &answered, ARGS(arg(staff))) == at * 10 + 1);
	CHECK(t, programme_number(t, &answered, ARGS(arg(gone))) == 0);
}

void test_first_goes_to_readers_across_who_may_then_write_in_it(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	t->now -= 3 * INSTANT_HOUR; /* nine in the morning */
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "Anyone?", "Text");
	const char *page = programme_path(t, "/thread/%", thread, 0);
	const char *form = programme_path(t, "/thread/%/post", thread, 0);
	test_sign_in(t, p.cleo);
	CHECK(t, test_post(t, form, "body=Hi").status == 403);
	t->now += FIRST_ACROSS_H * INSTANT_HOUR + INSTANT_MINUTE;
	test_sign_in(t, p.cleo);
	sweep(t);
	/* At nine in the evening a facilitator's day is over: the round was theirs at four. */
	CHECK(t, stage(t, thread) == FIRST_STAFF);
	CHECK(t, programme_number(t, &was_asked, ARGS(arg(thread), arg(p.cleo.v))) == 0);
	thread = programme_thread(t, p.ben, CHEMISTRY, "And now?", "Text");
	page = programme_path(t, "/thread/%", thread, 0);
	form = programme_path(t, "/thread/%/post", thread, 0);
	t->now += FIRST_ACROSS_H * INSTANT_HOUR + INSTANT_MINUTE;
	test_sign_in(t, p.cleo);
	sweep(t);
	CHECK(t, stage(t, thread) == FIRST_ACROSS);
	CHECK(t, test_has(test_get(t, "/home").body, "ben wrote “And now?”"));
	CHECK(t, test_has(test_get(t, page).body, "you may write in this thread"));
	CHECK(t, test_post(t, form, "body=Hi").status == 303);
	CHECK(t, test_has(test_get(t, page).body, "<p>Hi</p>"));
	/* Nobody else of that group may, nor when the round is not read across any more. */
	programme_read_across(t, false);
	CHECK(t, test_post(t, form, "body=Hi+again").status == 404);
}

void test_first_of_a_large_round_is_taken_up_once(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	for (int i = 0; i < FIRST_BATCH + 5; i++)
		programme_thread(t, p.ben, CHEMISTRY, arena_fmt(t->mem, "No %d", i).at, "Text");
	sweep(t);
	sweep(t);
	static const struct stmt all = { "first_test_all",
		"SELECT COUNT(*) * 100 + sum(newcomer) FROM first_wait", "", "i" };
	CHECK(t, programme_number(t, &all, NO_ARGS) == (FIRST_BATCH + 5) * 100 + 1);
}

void test_first_offer_stands_in_the_weekly_letter_of_who_was_asked(struct test *t)
{
	static const struct stmt body = { "first_test_letter",
		"SELECT body FROM letter WHERE kind = 'week' AND person_id = $1", "i", "s" };
	struct programme p;
	bool more = true;

	programme_make(t, &p);
	t->now = civil_instant((struct civil){ { 2026, 11, 9 }, 7, 30, 0 });
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "Odd <one>", "Text");
	sweep(t);
	t->now += 2 * INSTANT_HOUR;
	while (more) {
		CHECK(t, week_letter_some(test_ctx(t, (struct person_id){ 0 }), &more));
		CHECK(t, test_end(t));
	}
	struct str to_ann = programme_text(t, &body, ARGS(arg(p.ann.v)));
	CHECK(t, test_has(to_ann, "ben wrote “Odd <one>” and nobody has answered yet."));
	CHECK(t, test_has(to_ann, programme_path(t, "/thread/%\n", thread, 0)));
	struct str to_ben = programme_text(t, &body, ARGS(arg(p.ben.v)));
	CHECK(t, to_ben.len > 0 && !test_has(to_ben, "nobody has answered"));
}

void test_first_letter_tells_who_made_the_round_once_a_day(struct test *t)
{
	static const struct stmt letters = { "first_test_letters",
		"SELECT COUNT(*) FROM letter WHERE kind = 'first' AND person_id = $1", "i", "i" };
	static const struct stmt text = { "first_test_letter_text",
		"SELECT body FROM letter WHERE kind = 'first'", "", "s" };
	struct programme p;

	programme_make(t, &p);
	programme_thread(t, p.ben, CHEMISTRY, "Nobody yet", "Text");
	for (int hour = 0; hour < 30; hour++) {
		sweep(t);
		CHECK(t, first_letter_some(test_ctx(t, (struct person_id){ 0 })) && test_end(t));
		if (hour == 20) /* eight in the morning: not yet a facilitator's hour */
			CHECK(t, programme_number(t, &letters, ARGS(arg(p.fay.v))) == 0);
		if (hour == 21)
			programme_thread(t, p.ben, CHEMISTRY, "Another", "Text");
		t->now += INSTANT_HOUR;
	}
	CHECK(t, programme_number(t, &letters, ARGS(arg(p.fay.v))) == 1);
	struct str body = programme_text(t, &text, NO_ARGS);
	CHECK(t, test_has(body, "“Nobody yet”, Chemistry 1, waits 21 hours"));
	CHECK(t, test_has(body, "/board") && !test_has(body, "ben"));
	for (int hour = 0; hour < 20; hour++) {
		sweep(t);
		CHECK(t, first_letter_some(test_ctx(t, (struct person_id){ 0 })) && test_end(t));
		t->now += INSTANT_HOUR;
	}
	CHECK(t, programme_number(t, &letters, ARGS(arg(p.fay.v))) == 2);
}
