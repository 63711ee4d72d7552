/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/effect_out.h"

#include "core/activity.h"
#include "core/lot.h"
#include "core/participant.h"
#include "core/person.h"
#include "core/trial_plan.h"
#include "test/programme.h"

#include <jansson.h>
#include <math.h>

enum { GROUPS = 12, EACH = 2, FIRST = 100 };

static const struct stmt group_add = { "effect_test_group",
	"INSERT INTO peer_group (id, round_id, name, subject, made_at)"
	" VALUES ($1, 20, 'G', 'Law', 1)",
	"i", "" };
static const struct stmt join = { "effect_test_join",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES ($1, $2, 20, 1)",
	"ii", "" };
static const struct stmt trial_add = { "effect_test_trial",
	"INSERT INTO trial (id, round_id, feature, seed, plan, fingerprint, made_at, made_by,"
	" frozen_at) VALUES (7, 20, 2, $1, $2, $3, 1, 1, 1792000000000000)",
	"sss", "" };
static const struct stmt trial_change = { "effect_test_change",
	"UPDATE trial SET plan = replace(plan, '\"people\":2', '\"people\":3')", "", "" };

struct stage {
	struct person_id rex, person[GROUPS][EACH];
	int64_t who[GROUPS][EACH];
	struct trial_plan plan;
};

static void groups(struct test *t, struct stage *s)
{
	for (int64_t i = 0; i < GROUPS; i++) {
		struct ctx *c = test_ctx(t, (struct person_id){ 0 });
		CHECK(t, sql_run(c, &group_add, ARGS(arg(FIRST + i))) && test_end(t));
		for (int64_t k = 0; k < EACH; k++) {
			struct participant_id id;
			s->person[i][k] = test_person(t,
				arena_fmt(t->mem, "s%lld-%lld", (long long)i, (long long)k).at,
				ROLE_STUDENT);
			c = test_ctx(t, (struct person_id){ 0 });
			CHECK(t,
				sql_run(c, &join, ARGS(arg(FIRST + i), arg(s->person[i][k].v)))
					&& participant_join(c, 10, s->person[i][k], &id));
			s->who[i][k] = id.v;
			test_end(t);
		}
	}
}

/* Round 20 of programme_make has twelve more groups of two, and a frozen trial over n of them. */
static void set_up(struct test *t, struct stage *s, size_t n)
{
	struct programme p;
	struct str text = S("");

	programme_make(t, &p);
	s->rex = p.rex;
	groups(t, s);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct trial_plan_unit *unit = arena_new(t->mem, struct trial_plan_unit, n);
	for (size_t i = 0; i < n; i++)
		unit[i] = (struct trial_plan_unit){ .id = FIRST + (int64_t)i,
			.name = S("G"),
			.subject = S("Law"),
			.area = S("Law"),
			.people = EACH };
	s->plan = (struct trial_plan){ .feature = FEATURE_LIVE_WELCOME,
		.study = S("cop"),
		.round = S("autumn"),
		.round_id = 20,
		.seed = S("00000000000000000000000000000000000000000000000000000000000000aa"),
		.frozen_at = S("2026-10-20T09:00:00Z"),
		.unit = unit,
		.n = n };
	CHECK(t, trial_plan_draw(c, &s->plan) && trial_plan_write(c, &s->plan, &text));
	CHECK(t,
		sql_run(c, &trial_add,
			ARGS(arg(s->plan.seed), arg(text), arg(lot_fingerprint(c, text))))
			&& test_end(t));
	test_sign_in(t, p.rex);
}

static void visit(struct test *t, int64_t who, int64_t week)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct trace v = { .participant = who,
		.id = ctx_id(c),
		.round = PROGRAMME_ROUND,
		.at = INT64_C(1792972800000000) + (week - 1) * 7 * INT64_C(86400000000) + 1000,
		.amount = 1,
		.class = TRACE_VISIT,
		.channel = CHANNEL_WEB,
		.object_kind = OBJECT_HOME };

	CHECK(t, activity_add(c, &v) && test_end(t));
}

/* Everybody looks once; who is in a group that is on comes again, in week 3 and after the end. */
static void live(struct test *t, const struct stage *s)
{
	for (size_t i = 0; i < s->plan.n; i++) {
		for (size_t k = 0; k < EACH; k++) {
			visit(t, s->who[i][k], 1);
			visit(t, s->who[i][k], 0); /* before the round: counted nowhere */
			if (!s->plan.unit[i].on)
				continue;
			visit(t, s->who[i][k], 3);
			visit(t, s->who[i][k], 9);
		}
	}
}

static struct effect_report made(struct test *t)
{
	struct measure_study study;
	struct effect_report r = { 0 };
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, measure_study(c, S("cop"), &study) && effect_make(c, &study, &r));
	return r;
}

static bool near(double a, double b)
{
	return fabs(a - b) < 1e-6;
}

void test_effect_compares_the_arms_by_group(struct test *t)
{
	struct stage s;

	set_up(t, &s, GROUPS);
	live(t, &s);
	struct effect_report r = made(t);
	CHECK(t, r.n == 1 && r.trial[0].is_sound);
	const struct effect *views = &r.trial[0].at[0], *posts = &r.trial[0].at[1],
			    *back = &r.trial[0].at[2], *seconds = &r.trial[0].at[3];
	CHECK(t, views->units[0] == 6 && views->units[1] == 6 && views->people[1] == 12);
	CHECK(t, near(views->test.mean[1], 3) && near(views->test.mean[0], 1));
	CHECK(t, near(views->test.p, 2.0 / 64) && views->test.can_tell);
	CHECK(t, near(views->test.low, 2) && near(views->test.high, 2));
	CHECK(t, near(posts->test.difference, 0) && near(posts->test.p, 1));
	CHECK(t, near(back->test.mean[1], 1) && near(back->test.mean[0], 0));
	CHECK(t, !seconds->has_test && seconds->left_out == GROUPS);
}

/* A group whose people have all left the study goes, and the other of its pair with it. */
void test_effect_leaves_out_pairs_that_are_not_whole(struct test *t)
{
	struct stage s;

	set_up(t, &s, GROUPS);
	live(t, &s);
	for (size_t k = 0; k < EACH; k++)
		CHECK(t,
			participant_withdraw(test_ctx(t, (struct person_id){ 0 }), s.person[4][k])
				&& test_end(t));
	const struct effect *views = &made(t).trial[0].at[0];
	CHECK(t, views->left_out == 2 && views->units[0] == 5 && views->units[1] == 5);
	CHECK(t, views->people[0] == 10 && !views->test.can_tell);
	CHECK(t,
		test_has(test_get(t, "/reports/trials").body,
			"the other group of their pair: 2 groups."));
}

void test_effect_page_says_what_came_out(struct test *t)
{
	struct stage s;

	set_up(t, &s, GROUPS);
	live(t, &s);
	struct reply r = test_get(t, "/reports/trials");
	CHECK(t, r.status == 200 && test_has(r.body, "Round autumn: live-welcome"));
	CHECK(t,
		test_has(r.body,
			"<td class=\"n\">3.00</td><td class=\"n\">1.00</td>"
			"<td class=\"n\">2.00</td>\n<td class=\"n\">2.00 to 2.00</td>"
			"<td class=\"n\">0.0312</td></tr>"));
	CHECK(t, test_has(r.body, "Every one of the 64 ways"));
	CHECK(t, !test_has(r.body, "Too few groups") && test_has(r.body, "Nothing to compare"));
	CHECK(t, test_has(r.body, "These are true values"));
}

void test_effect_page_says_when_there_are_too_few_groups(struct test *t)
{
	struct stage s;

	set_up(t, &s, 4);
	live(t, &s);
	struct reply r = test_get(t, "/reports/trials");
	CHECK(t, r.status == 200 && test_has(r.body, "<td colspan=\"2\">Too few groups to tell"));
	CHECK(t, test_has(r.body, "p = 0.5000") && !test_has(r.body, "inf"));
	r = test_get(t, "/reports/trials.csv");
	CHECK(t,
		test_has(r.body, ",page_views_each,2,2,4,4,0,3,1,2,,,0.5,0.5,4,1,0\n")
			&& test_has(r.body, ",active_seconds_each,0,0,0,0,4,,,,,,,,0,0,0\n"));
	r = test_get(t, "/reports/trials.json");
	json_t *j = json_loadb(r.body.at, r.body.len, 0, NULL);
	json_t *m = json_array_get(json_object_get(j, "trials"), 0);
	m = json_array_get(json_object_get(m, "measures"), 0);
	CHECK(t, json_is_null(json_object_get(m, "low")));
	CHECK(t, near(json_real_value(json_object_get(m, "difference")), 2));
	CHECK(t, json_is_false(json_object_get(m, "can_tell")));
	json_decref(j);
}

void test_effect_counts_nothing_from_a_changed_plan(struct test *t)
{
	struct stage s;

	set_up(t, &s, GROUPS);
	live(t, &s);
	CHECK(t, sql_run(test_ctx(t, (struct person_id){ 0 }), &trial_change, NO_ARGS));
	CHECK(t, test_end(t) && !made(t).trial[0].is_sound);
	struct reply r = test_get(t, "/reports/trials");
	CHECK(t, r.status == 200 && test_has(r.body, "not the one that was frozen"));
	CHECK(t, !test_has(r.body, "3.00"));
}

void test_effect_without_trials_or_study_says_so(struct test *t)
{
	struct programme p;

	test_sign_in(t, test_person(t, "researcher", ROLE_RESEARCHER));
	CHECK(t, test_has(test_get(t, "/reports/trials").body, "There is no study yet"));
	CHECK(t, test_get(t, "/reports/trials.csv").status == 404);
	programme_make(t, &p);
	CHECK(t, test_has(test_get(t, "/reports/trials").body, "has no frozen trial"));
	test_sign_in(t, p.fay);
	CHECK(t, test_get(t, "/reports/trials").status == 403);
	CHECK(t, test_get(t, "/reports/trials.json").status == 403);
}
