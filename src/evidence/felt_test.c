/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/felt.h"

#include "base/instant.h"
#include "core/activity.h"
#include "core/consent.h"
#include "core/participant.h"
#include "core/person.h"
#include "evidence/survey.h"
#include "evidence/survey_template.h"
#include "evidence/survey_wave.h"
#include "test/programme.h"

#include <jansson.h>

static const struct stmt wave_of = { "felt_test_wave",
	"SELECT id FROM survey_wave WHERE from_week = $1 ORDER BY id", "i", "i" };
static const struct stmt reply = { "felt_test_reply",
	"INSERT INTO survey_reply (wave_id, who, version, saved_at, finished_at, answers)"
	" VALUES ($1, $2, 1, 1, $3, $4)",
	"isis", "" };

struct stage {
	struct programme p;
	int64_t survey, who[3]; /* ann, cleo, and dan, who is in another round and answers too */
};

static void make(struct test *t, struct stage *s, enum asked_link link)
{
	struct survey_form f;

	programme_make(t, &s->p);
	const struct person_id people[] = { s->p.ann, s->p.cleo, s->p.dan };
	struct ctx *c = test_ctx(t, s->p.rex);
	CHECK(t, survey_template_get(c, S("weekly"), &f));
	f.link = link;
	CHECK(t, survey_make(c, 10, &f, &s->survey));
	CHECK(t, survey_wave_weekly(c, s->survey, PROGRAMME_ROUND, 0));
	CHECK(t, survey_launch(c, s->survey) && test_end(t));
	for (size_t i = 0; i < 3; i++) {
		struct participant_id in;
		c = test_ctx(t, s->p.rex);
		CHECK(t, participant_join(c, 10, people[i], &in) && test_end(t));
		s->who[i] = in.v;
	}
}

/* said 0: left empty. */
static void say(struct test *t, const struct stage *s, int64_t week, size_t who, int64_t said)
{
	int64_t wave = programme_number(t, &wave_of, ARGS(arg(week)));
	struct str text = said ? arena_fmt(t->mem, "{\"involved\":%lld}", (long long)said)
			       : S("{\"involved\":null}");
	struct ctx *c = test_ctx(t, s->p.rex);

	CHECK(t,
		sql_run(c, &reply,
			ARGS(arg(wave), arg(arena_fmt(t->mem, "p%lld", (long long)s->who[who])),
				arg((int64_t)1), arg(text)))
			&& test_end(t));
}

static void look(struct test *t, const struct stage *s, int64_t week, size_t who, int64_t views)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct trace v = { .participant = s->who[who],
		.id = ctx_id(c),
		.round = PROGRAMME_ROUND,
		.at = INT64_C(1792972800000000) + (week - 1) * 7 * INSTANT_DAY + INSTANT_HOUR,
		.amount = views,
		.class = TRACE_VISIT,
		.channel = CHANNEL_WEB,
		.object_kind = OBJECT_HOME };

	CHECK(t, activity_add(c, &v) && test_end(t));
}

/* Week 1: ann says 5 and looks once, cleo says 1 and looks nine times, dan says 3 and looks thrice.
   Week 2: only ann, who says the most and looks the most. */
static void live(struct test *t, const struct stage *s)
{
	say(t, s, 1, 0, 5);
	say(t, s, 1, 1, 1);
	say(t, s, 1, 2, 3);
	look(t, s, 1, 0, 1);
	look(t, s, 1, 1, 9);
	look(t, s, 1, 2, 3);
	say(t, s, 2, 0, 5);
	say(t, s, 2, 1, 0);
	look(t, s, 2, 0, 50);
}

static struct felt made(struct test *t)
{
	struct measure_study study;
	struct felt f = { 0 };
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, measure_study(c, S("cop"), &study) && felt_make(c, &study, &f));
	return f;
}

void test_felt_sets_what_was_said_in_a_week_beside_what_was_counted_in_it(struct test *t)
{
	struct stage s;

	make(t, &s, ASKED_PSEUDONYMOUS);
	live(t, &s);
	struct felt f = made(t);
	CHECK(t, f.n == 2 && f.week[0].n == 3 && f.week[1].n == 1);
	const struct felt_week *w = &f.week[0];
	CHECK(t, w->week == 1 && w->least == 1 && w->most == 5);
	CHECK(t, w->said > 2.9 && w->said < 3.1 && w->median[0] > 2.9 && w->median[0] < 3.1);
	for (size_t i = 0; i < 3; i++) {
		const struct felt_answer *a = &w->answer[i];
		int wanted = a->who == s.who[0] ? 1 : a->who == s.who[1] ? -1 : 0;
		CHECK(t, a->mismatch[0] == wanted);
		CHECK(t, !a->fold.known[FOLD_ACTIVE_MINUTES] && a->mismatch[2] == 0);
	}
	/* Alone one is the median, and fifty views of the second week are not in the first. */
	CHECK(t, f.week[1].answer[0].mismatch[0] == 0);
	CHECK(t, f.week[1].answer[0].fold.value[FOLD_PAGE_VIEWS] > 49);
}

void test_felt_has_nobody_who_left_and_nothing_of_an_anonymous_survey(struct test *t)
{
	struct stage s;

	make(t, &s, ASKED_PSEUDONYMOUS);
	live(t, &s);
	CHECK(t, participant_withdraw(test_ctx(t, s.p.ann), s.p.ann) && test_end(t));
	struct felt f = made(t);
	CHECK(t, f.n == 1 && f.week[0].n == 2);
	struct ctx *c = test_ctx(t, s.p.rex);
	CHECK(t, sql_script(c, "UPDATE survey_version SET link = 'anonymous'") && test_end(t));
	CHECK(t, made(t).n == 0);
}

void test_felt_page_lists_mismatches_and_gives_files(struct test *t)
{
	struct stage s;

	make(t, &s, ASKED_PSEUDONYMOUS);
	test_sign_in(t, s.p.rex);
	CHECK(t, test_has(test_get(t, "/reports/felt").body, "Nobody has answered"));
	live(t, &s);
	test_sign_in(t, s.p.rex);
	struct reply r = test_get(t, "/reports/felt");
	CHECK(t, r.status == 200 && test_has(r.body, "Round autumn, week 1</h2>"));
	CHECK(t, test_has(r.body, "said 5, and 1 views were counted."));
	CHECK(t, test_has(r.body, "said 1, and 9 views were counted."));
	CHECK(t, !test_has(r.body, "said 3, and") && test_has(r.body, "These are true values"));
	CHECK(t, !test_has(r.body, ">ann"));
	r = test_get(t, "/reports/felt.csv");
	CHECK(t, test_has(r.body, ",5,page_views,1,3,3,1\n"));
	CHECK(t, test_has(r.body, ",1,page_views,9,3,3,-1\n"));
	CHECK(t, !test_has(r.body, "active_minutes") && test_has(r.download, "confidential"));
	r = test_get(t, "/reports/felt.json");
	json_t *j = json_loadb(r.body.at, r.body.len, 0, NULL);
	CHECK(t, json_array_size(json_object_get(j, "weeks")) == 2);
	json_decref(j);
	CHECK(t, test_has(test_get(t, "/reports/said").body, "/reports/felt"));
	test_sign_in(t, s.p.fay);
	CHECK(t, test_get(t, "/reports/felt").status == 403);
}
