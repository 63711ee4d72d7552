/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/week_letter.h"

#include "base/instant.h"
#include "core/choice.h"
#include "core/participant.h"
#include "core/person.h"
#include "test/programme.h"

static const struct person_id machine = { 0 };

static const struct stmt letters = { "week_letters",
	"SELECT count(*) FROM letter WHERE kind = 'week'", "", "i" };
static const struct stmt letters_to = { "week_letters_to",
	"SELECT count(*) FROM letter WHERE kind = 'week' AND person_id = $1", "i", "i" };
static const struct stmt subject_to = { "week_letter_subject",
	"SELECT subject FROM letter WHERE kind = 'week' AND person_id = $1 ORDER BY id DESC", "i",
	"s" };
static const struct stmt body_to = { "week_letter_body",
	"SELECT body FROM letter WHERE kind = 'week' AND person_id = $1 ORDER BY id DESC", "i",
	"s" };
static const struct stmt traces = { "week_letter_traces", "SELECT count(*) FROM activity", "",
	"i" };
static const struct stmt bad_address = { "week_letter_bad_address",
	"UPDATE person SET address = 'nowhere' WHERE id = $1", "i", "" };
static const struct stmt join = { "week_letter_join",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES ($1, $2, $3, 1)",
	"iii", "" };

static int64_t count(struct test *t)
{
	return programme_number(t, &letters, NO_ARGS);
}

static int64_t count_to(struct test *t, struct person_id who)
{
	return programme_number(t, &letters_to, ARGS(arg(who.v)));
}

/* Until there is no more to do now; how many units of work that took. */
static int all(struct test *t)
{
	bool more = true;
	int n = 0;

	for (; more && n < 50; n++)
		CHECK(t, week_letter_some(test_ctx(t, machine), &more) && test_end(t));
	return n;
}

/* Week 2 opens on Monday 2 November 2026, at midnight in London, which is UTC then. */
static void at(struct test *t, int day, int hour)
{
	t->now = civil_instant((struct civil){ { 2026, 11, day }, hour, 0, 0 });
}

void test_week_letter_goes_to_members_once_in_the_daytime(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	at(t, 2, 7);
	CHECK(t, all(t) == 1 && count(t) == 0);
	at(t, 2, 8);
	all(t);
	CHECK(t, count(t) == 4 && count_to(t, p.ann) == 1 && count_to(t, p.dan) == 1);
	CHECK(t, count_to(t, p.olga) == 0 && count_to(t, p.fay) == 0);
	/* Not a second time: a minute later, after a restart, on the next day. */
	all(t);
	at(t, 3, 12);
	all(t);
	CHECK(t, count(t) == 4);
	at(t, 9, 17);
	all(t);
	CHECK(t, count(t) == 8 && count_to(t, p.ann) == 2);
	/* The round is over. */
	at(t, 30, 12);
	all(t);
	CHECK(t, count(t) == 8);
}

void test_week_letter_waits_for_the_morning_and_is_not_sent_days_late(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	at(t, 2, 18); /* the program was off during the day */
	all(t);
	CHECK(t, count(t) == 0);
	at(t, 3, 8);
	all(t);
	CHECK(t, count(t) == 4);
	at(t, 13, 12); /* and now for so long that the week is nearly over */
	all(t);
	CHECK(t, count(t) == 4);
}

void test_week_letter_says_what_the_week_asks_and_how_to_stop(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	t->conf.base_url = "https://cairn.example";
	CHECK(t,
		sql_script(test_ctx(t, machine),
			"UPDATE topic SET prompt = 'Which **line**?',"
			" title = 'CVs – and letters'"));
	CHECK(t, participant_withdraw(test_ctx(t, p.cleo), p.cleo) && test_end(t));
	int64_t before = programme_number(t, &traces, NO_ARGS);
	at(t, 2, 12);
	all(t);
	struct str body = programme_text(t, &body_to, ARGS(arg(p.ann.v)));
	CHECK(t,
		str_eq(programme_text(t, &subject_to, ARGS(arg(p.ann.v))),
			S("Week 2: CVs – and letters")));
	CHECK(t, test_has(body, "Which line?") && test_has(body, "about 5 minutes"));
	/* The links of who is in the study tell that one of them was followed. */
	CHECK(t, test_has(body, "https://cairn.example/from/"));
	CHECK(t,
		test_has(programme_text(t, &body_to, ARGS(arg(p.ben.v))),
			"https://cairn.example/group/30#w2\n"));
	CHECK(t, test_has(body, "https://cairn.example/me/mail\n"));
	/* Each gets the link to their own group, and no name stands in it. */
	CHECK(t, !test_has(body, "ann@") && !test_has(body, "Ann") && !test_has(body, "ben"));
	CHECK(t, test_has(programme_text(t, &body_to, ARGS(arg(p.cleo.v))), "/group/31#w2"));
	/* That a letter went out is no reading. */
	CHECK(t, programme_number(t, &traces, NO_ARGS) == before);
}

void test_week_letter_is_not_sent_to_who_declined(struct test *t)
{
	struct programme p;
	struct reply r;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	r = test_get(t, "/me/mail");
	CHECK(t, r.status == 200 && test_has(r.body, "value=\"weekly\"\nchecked"));
	CHECK(t, test_post(t, "/me/mail", "letters=sometimes").status == 422);
	CHECK(t, test_post(t, "/me/mail", "").status == 422);
	r = test_post(t, "/me/mail", "letters=none");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/me/mail?done=1")));
	CHECK(t, test_has(test_get(t, "/me/mail?done=1").body, "You get no letters any more."));
	at(t, 2, 12);
	all(t);
	CHECK(t, count_to(t, p.ann) == 0 && count_to(t, p.ben) == 1);
	/* Back in: from the next week on, the one that was missed does not come late. */
	test_sign_in(t, p.ann);
	CHECK(t, test_post(t, "/welcome/mail", "letters=weekly").status == 303);
	all(t);
	CHECK(t, count_to(t, p.ann) == 0);
	at(t, 9, 12);
	all(t);
	CHECK(t, count_to(t, p.ann) == 1);
}

void test_week_letter_is_one_a_week_also_for_who_is_in_two_rounds(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	CHECK(t,
		sql_run(test_ctx(t, machine), &join,
			ARGS(arg((int64_t)LAW), arg(p.ann.v),
				arg((int64_t)PROGRAMME_CLOSED_ROUND))));
	at(t, 2, 12);
	all(t);
	CHECK(t, count_to(t, p.ann) == 1 && count(t) == 4);
	at(t, 9, 8);
	all(t);
	CHECK(t, count_to(t, p.ann) == 2 && count(t) == 8);
}

void test_week_letter_goes_in_batches_past_an_address_that_is_none(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	for (int i = 0; i < WEEK_LETTER_BATCH + 10; i++) {
		struct person_id who =
			test_person(t, arena_fmt(t->mem, "many%d", i).at, ROLE_STUDENT);
		CHECK(t,
			sql_run(test_ctx(t, machine), &join,
				ARGS(arg((int64_t)CHEMISTRY), arg(who.v),
					arg((int64_t)PROGRAMME_ROUND))));
		CHECK(t, i > 0 || sql_run(test_ctx(t, machine), &bad_address, ARGS(arg(who.v))));
	}
	at(t, 2, 12);
	CHECK(t, all(t) >= 4); /* two for this round, one for the other, one that finds nothing */
	CHECK(t, count(t) == 4 + WEEK_LETTER_BATCH + 9);
}

void test_week_letter_passes_over_what_was_not_lived_here(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	at(t, 2, 12);
	CHECK(t, week_letter_pass_over(test_ctx(t, machine)));
	all(t);
	CHECK(t, count(t) == 0);
	at(t, 9, 12);
	all(t);
	CHECK(t, count(t) == 4);
}
