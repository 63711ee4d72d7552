/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/consent_words.h"
#include "core/activity.h"
#include "core/participant.h"
#include "core/person.h"
#include "test/programme.h"

static const struct stmt enrol = { "consent_test_enrol",
	"INSERT INTO enrolment (round_id, person_id, subject, joined_at) VALUES ($1, $2, "
	"'Chemistry', 1)",
	"ii", "" };
static const struct stmt traces = { "consent_test_traces",
	"SELECT count(*) FROM activity WHERE participant_id = $1 AND class = $2", "ii", "i" };
static const struct stmt all_traces = { "consent_test_all", "SELECT count(*) FROM activity", "",
	"i" };
static const struct stmt text_of = { "consent_test_text",
	"SELECT a.text_id FROM consent a WHERE a.person_id = $1 ORDER BY a.id DESC LIMIT 1", "i",
	"i" };
static const struct stmt rows_of = { "consent_test_rows",
	"SELECT count(*) FROM consent WHERE person_id = $1", "i", "i" };
static const struct stmt audited = { "consent_test_audit",
	"SELECT count(*) FROM audit WHERE subject_kind = 'person' AND subject_id = $1 AND actor_id "
	"= $1 AND act = $2",
	"is", "i" };

/* Ben of the programme, who is in a round and was never asked. */
struct scene {
	struct programme p;
	int64_t text;
};

static int64_t newest(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct consent_text now = { 0 };

	CHECK(t, consent_text(c, CONSENT_STUDY, &now));
	test_end(t);
	return now.id;
}

static void begin(struct test *t, struct scene *s)
{
	programme_make(t, &s->p);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, consent_words_begin(c));
	CHECK(t, sql_run(c, &enrol, ARGS(arg(PROGRAMME_ROUND), arg(s->p.ben.v))));
	CHECK(t, test_end(t));
	s->text = newest(t);
	test_sign_in(t, s->p.ben);
}

static const char *form(struct test *t, const char *answer, int64_t text)
{
	return arena_fmt(t->mem, "answer=%s&text=%lld", answer, (long long)text).at;
}

static bool says(struct test *t, const char *answer, int64_t text)
{
	struct reply r = test_post(t, "/study", form(t, answer, text));

	return r.status == 303 && str_eq(r.location, S("/study?done=1"));
}

static int64_t number(struct test *t, const struct stmt *s, struct person_id who, int64_t class)
{
	return programme_number(t, s, ARGS(arg(programme_participant(t, who)), arg(class)));
}

static int64_t rows(struct test *t, struct person_id who)
{
	return programme_number(t, &rows_of, ARGS(arg(who.v)));
}

static int64_t acts(struct test *t, struct person_id who, const char *act)
{
	return programme_number(t, &audited, ARGS(arg(who.v), arg(str_of(act))));
}

static void give_number(struct test *t, struct person_id who, int64_t n)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct participant p = { .study = 10, .number = n, .subject = S("Chemistry") };

	CHECK(t, participant_find(c, 10, who, &p.id) && p.id.v > 0 && participant_describe(c, &p));
	CHECK(t, test_end(t));
}

static bool reported(struct test *t, struct person_id researcher, const char *line)
{
	test_sign_in(t, researcher);
	struct reply r = test_get(t, "/reports/participation.csv?study=cop");
	CHECK(t, r.status == 200);
	return test_has(r.body, line);
}

void test_consent_of_a_person_begins_and_ends_what_is_noted(struct test *t)
{
	struct scene s;

	begin(t, &s);
	CHECK(t, test_get(t, "/home").status == 200 && test_get(t, "/group/30").status == 200);
	CHECK(t, programme_number(t, &all_traces, NO_ARGS) == 0);

	CHECK(t, says(t, "yes", s.text));
	CHECK(t, test_get(t, "/home").status == 200 && test_get(t, "/group/30").status == 200);
	CHECK(t, number(t, &traces, s.p.ben, TRACE_VISIT) == 2);
	give_number(t, s.p.ben, 7);
	CHECK(t, reported(t, s.p.rex, "\n7,,Chemistry,,,2\n"));

	test_sign_in(t, s.p.ben);
	CHECK(t, says(t, "no", s.text));
	CHECK(t, test_get(t, "/home").status == 200 && test_get(t, "/group/30").status == 200);
	programme_thread(t, s.p.ben, CHEMISTRY, "After leaving", "Text");
	CHECK(t, number(t, &traces, s.p.ben, TRACE_VISIT) == 2);
	CHECK(t, number(t, &traces, s.p.ben, TRACE_POST) == 0);
	CHECK(t, !reported(t, s.p.rex, "\n7,"));

	test_sign_in(t, s.p.ben);
	CHECK(t, says(t, "yes", s.text) && test_get(t, "/home").status == 200);
	CHECK(t, reported(t, s.p.rex, "\n7,,Chemistry,,,3\n"));
	CHECK(t,
		acts(t, s.p.ben, "gave consent") == 2 && acts(t, s.p.ben, "withdrew consent") == 1);
}

void test_consent_that_was_refused_is_remembered(struct test *t)
{
	struct scene s;

	begin(t, &s);
	struct reply r = test_get(t, "/home");
	CHECK(t, test_has(r.body, "One question before you begin") && test_has(r.body, "/study\""));
	r = test_get(t, "/study");
	CHECK(t, test_has(r.body, ">Take part in the study<") && test_has(r.body, ">Not for me<"));
	CHECK(t, test_has(r.body, "Version 1, of ") && test_has(r.body, "or not at all"));
	CHECK(t, says(t, "no", s.text) && says(t, "no", s.text));
	CHECK(t, rows(t, s.p.ben) == 1 && acts(t, s.p.ben, "declined consent") == 1);
	CHECK(t, !test_has(test_get(t, "/home").body, "One question before you begin"));
	CHECK(t, programme_number(t, &all_traces, NO_ARGS) == 0);
	r = test_get(t, "/study");
	CHECK(t, test_has(r.body, "You said so on Tuesday 3 November."));
	CHECK(t, test_has(r.body, ">Take part in the study<") && !test_has(r.body, ">Not for me<"));
	CHECK(t, test_has(test_get(t, "/me").body, "You do not take part."));
}

void test_consent_sent_twice_is_given_once(struct test *t)
{
	struct scene s;

	begin(t, &s);
	CHECK(t, test_has(test_get(t, "/me").body, "You have not said whether you take part"));
	CHECK(t, says(t, "yes", s.text) && says(t, "yes", s.text));
	CHECK(t, rows(t, s.p.ben) == 1 && acts(t, s.p.ben, "gave consent") == 1);
	struct reply r = test_get(t, "/study");
	CHECK(t, test_has(r.body, "You said yes on Tuesday 3 November to version 1."));
	CHECK(t, test_has(test_get(t, "/me").body, "You take part."));
	CHECK(t, says(t, "no", s.text) && says(t, "no", s.text));
	CHECK(t, rows(t, s.p.ben) == 1 && acts(t, s.p.ben, "withdrew consent") == 1);
	CHECK(t, test_has(test_get(t, "/study").body, "You left it on Tuesday 3 November."));
	CHECK(t, !test_has(test_get(t, "/home").body, "One question before you begin"));
}

static int64_t publish(struct test *t, struct person_id who, const char *words)
{
	struct ctx *c = test_ctx(t, who);
	int64_t id = 0;

	CHECK(t, consent_publish(c, CONSENT_STUDY, str_of(words), &id) && test_end(t));
	return id;
}

void test_consent_is_to_the_text_that_was_shown(struct test *t)
{
	struct scene s;

	begin(t, &s);
	int64_t second = publish(t, s.p.rex, "We also count **cups of tea**.");
	struct reply r = test_post(t, "/study", form(t, "yes", s.text));
	CHECK(t, r.status == 409 && test_has(r.body, "<strong>cups of tea</strong>"));
	CHECK(t, test_has(r.body, "The words were changed while you read them."));
	CHECK(t, rows(t, s.p.ben) == 0);
	CHECK(t, says(t, "yes", second));
	CHECK(t, programme_number(t, &text_of, ARGS(arg(s.p.ben.v))) == second);

	/* A yes stands to its own words when newer ones come, and can be said again to those. */
	int64_t third = publish(t, s.p.rex, "Tea is not counted any more.");
	CHECK(t, says(t, "yes", second) && rows(t, s.p.ben) == 1);
	r = test_get(t, "/study");
	CHECK(t, test_has(r.body, "cups of tea") && test_has(r.body, "Tea is not counted"));
	CHECK(t, test_has(r.body, ">Say yes to version 3<"));
	CHECK(t, says(t, "yes", third) && rows(t, s.p.ben) == 2);
	/* Nobody is kept by old words. */
	CHECK(t, says(t, "no", s.text));
	CHECK(t, test_has(test_get(t, "/me").body, "You do not take part."));
}

void test_consent_form_refuses_what_is_no_answer(struct test *t)
{
	struct scene s;

	begin(t, &s);
	CHECK(t, test_post(t, "/study", form(t, "perhaps", s.text)).status == 422);
	CHECK(t, test_post(t, "/study", "").status == 422);
	CHECK(t, test_post(t, "/study", "answer=yes").status == 409);
	CHECK(t, test_post(t, "/study", form(t, "yes", s.text + 1)).status == 409);
	CHECK(t, test_post(t, "/study", "answer=yes&text=x").status == 422);
	CHECK(t, test_post(t, "/study", "answer=no&text=1&person=3").status == 422);
	CHECK(t, rows(t, s.p.ben) == 0);
	test_sign_in(t, (struct person_id){ 0 });
	CHECK(t, test_get(t, "/study").status == 303);
}

void test_consent_is_asked_for_in_a_round_and_not_after(struct test *t)
{
	struct scene s;

	begin(t, &s);
	test_sign_in(t, s.p.olga);
	CHECK(t, !test_has(test_get(t, "/home").body, "One question before you begin"));
	t->now += INT64_C(60) * 24 * 3600 * 1000000;
	test_sign_in(t, s.p.ben);
	CHECK(t, !test_has(test_get(t, "/home").body, "One question before you begin"));
	CHECK(t, test_get(t, "/study").status == 200);
}

void test_consent_page_without_a_text_asks_nothing(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ben);
	CHECK(t, !test_has(test_get(t, "/home").body, "One question before you begin"));
	struct reply r = test_get(t, "/study");
	CHECK(t, r.status == 200 && test_has(r.body, "no study to take part in"));
	CHECK(t, !test_has(r.body, "<form"));
	CHECK(t, test_post(t, "/study", "answer=no&text=0").status == 303);
	CHECK(t, test_get(t, "/study/terms").status == 200);
}
