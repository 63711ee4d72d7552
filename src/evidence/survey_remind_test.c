/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include "core/consent.h"
#include "core/participant.h"
#include "evidence/survey.h"
#include "evidence/survey_remind.h"
#include "evidence/survey_reply.h"
#include "evidence/survey_template.h"
#include "evidence/survey_wave.h"
#include "test/programme.h"

static const struct stmt letters = { "remind_test_letters",
	"SELECT count(*) FROM letter WHERE kind = 'survey'", "", "i" };
static const struct stmt letters_to = { "remind_test_to",
	"SELECT count(*) FROM letter WHERE kind = 'survey' AND person_id = $1", "i", "i" };
static const struct stmt body = { "remind_test_body",
	"SELECT subject || ' | ' || body FROM letter WHERE kind = 'survey' ORDER BY id LIMIT 1", "",
	"s" };
static const struct stmt jobs = { "remind_test_jobs",
	"SELECT run_at FROM job WHERE kind = 'survey-letters' ORDER BY run_at LIMIT 1", "", "i" };
static const struct stmt paused = { "remind_test_paused",
	"INSERT INTO self_choice (person_id, key, value, set_at) VALUES ($1, 'mail', 'none', 1)",
	"i", "" };

struct reminding {
	struct programme p;
	int64_t survey, wave;
};

/* Of the whole study: ann, ben, cleo and dan; open from tomorrow for ten days. */
static void make(struct test *t, struct reminding *m, enum asked_link link)
{
	struct survey_wave w = { .title = S("Autumn"),
		.opens_at = TEST_NOW + INSTANT_DAY,
		.closes_at = TEST_NOW + 11 * INSTANT_DAY,
		.letters = 2 };
	struct survey_form f;
	int64_t text;

	programme_make(t, &m->p);
	struct person_id study[] = { m->p.ann, m->p.cleo, m->p.dan };
	struct ctx *c = test_ctx(t, m->p.rex);
	CHECK(t, consent_publish(c, CONSENT_STUDY, S("Words"), &text));
	for (size_t i = 0; i < sizeof study / sizeof *study; i++)
		CHECK(t, consent_give(c, study[i], text));
	CHECK(t, survey_template_get(c, S("joining"), &f));
	f.link = link;
	CHECK(t, survey_make(c, 10, &f, &m->survey));
	w.survey = m->survey;
	CHECK(t, survey_wave_add(c, &w, &m->wave) && test_end(t));
	CHECK(t, programme_number(t, &jobs, NO_ARGS) == -1);
	CHECK(t, survey_launch(test_ctx(t, m->p.rex), m->survey) && test_end(t));
}

static int64_t run(struct test *t, const struct reminding *m)
{
	int64_t next = 0;
	bool more = true;

	while (more) {
		struct ctx *c = test_ctx(t, (struct person_id){ 0 });
		CHECK(t, survey_remind_some(c, m->wave, &more, &next) && test_end(t));
	}
	return next;
}

static void answer(struct test *t, const struct reminding *m, struct person_id who, bool send)
{
	struct ctx *c = test_ctx(t, who);
	struct survey_reply r;

	CHECK(t, survey_reply_find(c, m->survey, 0, 0, &r));
	r.answers.value[0] = (struct survey_value){ .state = SURVEY_GIVEN, .n = 2, .text = S("") };
	CHECK(t, (send ? survey_reply_send(c, &r) : survey_reply_keep(c, &r)) && test_end(t));
}

void test_survey_remind_sends_at_most_two_letters_and_none_twice(struct test *t)
{
	struct reminding m;

	make(t, &m, ASKED_PSEUDONYMOUS);
	CHECK(t, programme_number(t, &jobs, NO_ARGS) == TEST_NOW + INSTANT_DAY);
	/* Too early; when it opens, to the three who take part in the study; never again. */
	CHECK(t,
		run(t, &m) == TEST_NOW + INSTANT_DAY
			&& programme_number(t, &letters, NO_ARGS) == 0);
	t->now = TEST_NOW + INSTANT_DAY;
	CHECK(t, run(t, &m) == TEST_NOW + 6 * INSTANT_DAY);
	CHECK(t, programme_number(t, &letters, NO_ARGS) == 3);
	CHECK(t, programme_number(t, &letters_to, ARGS(arg(m.p.ben.v))) == 0);
	(void)run(t, &m);
	CHECK(t, programme_number(t, &letters, NO_ARGS) == 3);
	struct str l = programme_text(t, &body, NO_ARGS);
	CHECK(t, str_starts(l, S("Before the first week | A few questions about where you stand")));
	CHECK(t, test_has(l, "The first question is: Do you know what kind of work"));
	CHECK(t, test_has(l, "kept under your number in the study") && test_has(l, "/me/mail"));
	t->now = TEST_NOW + 6 * INSTANT_DAY;
	CHECK(t, run(t, &m) == 0 && programme_number(t, &letters, NO_ARGS) == 6);
	(void)run(t, &m);
	t->now = TEST_NOW + 12 * INSTANT_DAY;
	CHECK(t, run(t, &m) == 0 && programme_number(t, &letters, NO_ARGS) == 6);
}

void test_survey_remind_stops_when_answered_refused_or_paused_but_not_when_stuck(struct test *t)
{
	struct reminding m;

	make(t, &m, ASKED_NAMED);
	t->now = TEST_NOW + INSTANT_DAY;
	(void)run(t, &m);
	CHECK(t, programme_number(t, &letters, NO_ARGS) == 3);
	/* Ann is stuck in the middle, cleo has sent, dan has refused. */
	answer(t, &m, m.p.ann, false);
	answer(t, &m, m.p.cleo, true);
	CHECK(t, survey_reply_refuse(test_ctx(t, m.p.dan), m.survey, true) && test_end(t));
	t->now = TEST_NOW + 7 * INSTANT_DAY;
	(void)run(t, &m);
	CHECK(t, programme_number(t, &letters_to, ARGS(arg(m.p.ann.v))) == 2);
	CHECK(t, programme_number(t, &letters_to, ARGS(arg(m.p.cleo.v))) == 1);
	CHECK(t, programme_number(t, &letters_to, ARGS(arg(m.p.dan.v))) == 1);
}

void test_survey_remind_writes_to_nobody_who_wants_no_mail_or_has_left(struct test *t)
{
	struct reminding m;

	make(t, &m, ASKED_PSEUDONYMOUS);
	CHECK(t, sql_run(test_ctx(t, m.p.ann), &paused, ARGS(arg(m.p.ann.v))) && test_end(t));
	struct ctx *c = test_ctx(t, m.p.cleo);
	CHECK(t, consent_withdraw(c, m.p.cleo, CONSENT_STUDY) && participant_withdraw(c, m.p.cleo));
	CHECK(t, test_end(t));
	t->now = TEST_NOW + INSTANT_DAY;
	(void)run(t, &m);
	CHECK(t, programme_number(t, &letters, NO_ARGS) == 1);
	CHECK(t, programme_number(t, &letters_to, ARGS(arg(m.p.dan.v))) == 1);
	/* A survey that was closed asks nobody. */
	CHECK(t, survey_close(test_ctx(t, m.p.rex), m.survey, true) && test_end(t));
	t->now = TEST_NOW + 7 * INSTANT_DAY;
	CHECK(t, run(t, &m) == 0 && programme_number(t, &letters, NO_ARGS) == 1);
}

void test_survey_remind_waits_for_the_day(struct test *t)
{
	struct reminding m;

	make(t, &m, ASKED_PSEUDONYMOUS);
	/* Three in the night of Thursday, then a quarter past eight. */
	t->now = TEST_NOW + INSTANT_DAY + 15 * INSTANT_HOUR;
	CHECK(t, run(t, &m) == TEST_NOW + INSTANT_DAY + 20 * INSTANT_HOUR);
	CHECK(t, programme_number(t, &letters, NO_ARGS) == 0);
	/* And seven in the evening before. */
	t->now -= 8 * INSTANT_HOUR;
	CHECK(t, run(t, &m) == TEST_NOW + INSTANT_DAY + 20 * INSTANT_HOUR);
	CHECK(t, programme_number(t, &letters, NO_ARGS) == 0);
	t->now = TEST_NOW + INSTANT_DAY + 20 * INSTANT_HOUR + 15 * INSTANT_MINUTE;
	CHECK(t, run(t, &m) == TEST_NOW + 6 * INSTANT_DAY);
	CHECK(t, programme_number(t, &letters, NO_ARGS) == 3);
}

void test_survey_remind_of_an_anonymous_survey_knows_who_has_answered(struct test *t)
{
	struct reminding m;

	make(t, &m, ASKED_ANONYMOUS);
	t->now = TEST_NOW + INSTANT_DAY;
	answer(t, &m, m.p.ben, true);
	(void)run(t, &m);
	CHECK(t, programme_number(t, &letters, NO_ARGS) == 3);
	CHECK(t, programme_number(t, &letters_to, ARGS(arg(m.p.ben.v))) == 0);
	answer(t, &m, m.p.ann, true);
	t->now = TEST_NOW + 7 * INSTANT_DAY;
	(void)run(t, &m);
	CHECK(t, programme_number(t, &letters, NO_ARGS) == 5);
	CHECK(t, programme_number(t, &letters_to, ARGS(arg(m.p.ann.v))) == 1);
}
