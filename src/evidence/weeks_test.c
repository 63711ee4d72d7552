/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/activity.h"
#include "core/participant.h"
#include "core/person.h"
#include "evidence/weeks_out.h"
#include "test/programme.h"

#include <jansson.h>

/* Within week w of programme_make's rounds, which begin on Monday 26 October 2026. */
static int64_t day_of(int64_t week)
{
	return INT64_C(1792972800000000) + (week - 1) * 7 * INT64_C(86400000000)
		+ INT64_C(90000000000);
}

static void trace(struct test *t, int64_t who, int64_t round, int64_t at, enum trace_class class)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct trace v = { .participant = who,
		.id = ctx_id(c),
		.round = round,
		.at = at,
		.amount = class == TRACE_ACTIVE ? 77 : 1,
		.class = class,
		.channel = CHANNEL_WEB,
		.object_kind = OBJECT_THREAD,
		.object = 7 };

	CHECK(t, activity_add(c, &v) && test_end(t));
}

static int64_t member(struct test *t, struct person_id who)
{
	struct participant_id found;

	CHECK(t, participant_find(test_ctx(t, who), 10, who, &found) && found.v);
	return found.v;
}

/* Ann is there in weeks 1, 2 and 4; Cleo in 1 and, writing only, in 3; Dan once in the other
   round. */
static void live(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t ann = member(t, p.ann), cleo = member(t, p.cleo), dan = member(t, p.dan);
	trace(t, ann, PROGRAMME_ROUND, day_of(1), TRACE_VISIT);
	trace(t, ann, PROGRAMME_ROUND, day_of(1), TRACE_VISIT);
	trace(t, ann, PROGRAMME_ROUND, day_of(2), TRACE_VISIT);
	trace(t, ann, PROGRAMME_ROUND, day_of(2), TRACE_POST);
	trace(t, ann, PROGRAMME_ROUND, day_of(4), TRACE_VISIT);
	trace(t, cleo, PROGRAMME_ROUND, day_of(1), TRACE_VISIT);
	trace(t, cleo, PROGRAMME_ROUND, day_of(2), TRACE_ACTIVE);
	trace(t, cleo, PROGRAMME_ROUND, day_of(3), TRACE_POST);
	trace(t, cleo, PROGRAMME_ROUND, day_of(5), TRACE_VISIT);
	trace(t, cleo, 0, day_of(2), TRACE_VISIT);
	trace(t, dan, PROGRAMME_CLOSED_ROUND, day_of(3), TRACE_VISIT);
	test_sign_in(t, p.rex);
}

static struct weeks made(struct test *t)
{
	struct measure_study study;
	struct weeks w = { 0 };
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, measure_study(c, S("cop"), &study) && weeks_make(c, &study, &w));
	return w;
}

static bool is(const struct weeks_count *n, int64_t views, int64_t posts, int64_t present,
	int64_t next, int64_t later)
{
	return n->views == views && n->posts == posts && n->present == present && n->next == next
		&& n->later == later;
}

void test_weeks_count_who_was_there_and_came_back(struct test *t)
{
	live(t);
	struct weeks w = made(t);

	CHECK(t, w.n == 2 && w.round[0].n == 4 && w.round[1].n == 4);
	CHECK(t, str_eq(w.round[0].name, S("autumn")) && w.round[0].present == 2);
	CHECK(t, is(&w.round[0].at[0], 3, 0, 2, 1, 2));
	CHECK(t, is(&w.round[0].at[1], 1, 1, 1, 0, 1));
	CHECK(t, is(&w.round[0].at[2], 0, 1, 1, 0, 0));
	CHECK(t, is(&w.round[0].at[3], 1, 0, 1, 0, 0));
	CHECK(t, w.round[0].outside.views == 1 && w.round[0].outside.posts == 0);
	CHECK(t, is(&w.round[1].at[2], 1, 0, 1, 0, 0) && w.round[1].present == 1);
}

/* Who withdraws is gone from the next count on, and counts again after a return. */
void test_weeks_leave_out_whoever_withdrew(struct test *t)
{
	static const struct stmt who = { "weeks_test_ann",
		"SELECT id FROM person WHERE address = 'ann@cairn.example'", "", "i" };

	live(t);
	struct person_id ann = { programme_number(t, &who, NO_ARGS) };
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, participant_withdraw(c, ann) && test_end(t));
	CHECK(t, is(&made(t).round[0].at[0], 1, 0, 1, 0, 1));
	CHECK(t, participant_return(test_ctx(t, (struct person_id){ 0 }), ann) && test_end(t));
	CHECK(t, is(&made(t).round[0].at[0], 3, 0, 2, 1, 2));
}

/* Counted again in the plainest way, from random traces. */
void test_weeks_agree_with_a_plain_count(struct test *t)
{
	struct programme p;
	int64_t views[4] = { 0 }, next[4] = { 0 }, later[4] = { 0 };
	bool there[3][5] = { 0 };
	uint32_t dice = 12345;

	programme_make(t, &p);
	int64_t who[3] = { member(t, p.ann), member(t, p.cleo), member(t, p.dan) };
	for (size_t i = 0; i < 60; i++) {
		dice = dice * 1664525 + 1013904223;
		size_t person = dice >> 8 & 3, week = dice >> 16 & 3;
		if (person == 3 || (person == 1 && week == 1))
			continue;
		trace(t, who[person], PROGRAMME_ROUND, day_of((int64_t)week + 1), TRACE_VISIT);
		views[week]++;
		there[person][week] = true;
	}
	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < 3; k++) {
			bool any = false;
			for (size_t m = k + 1; m < 4; m++)
				any |= there[i][m];
			next[k] += there[i][k] && there[i][k + 1];
			later[k] += there[i][k] && any;
		}
	struct weeks w = made(t);
	for (size_t k = 0; k < 4; k++)
		CHECK(t,
			is(&w.round[0].at[k], views[k], 0, there[0][k] + there[1][k] + there[2][k],
				next[k], later[k]));
}

void test_weeks_page_draws_its_table(struct test *t)
{
	live(t);
	struct reply r = test_get(t, "/reports/weeks");
	struct str rest = r.body;
	size_t charts = 0;

	CHECK(t, r.status == 200 && test_has(r.body, "These are true values"));
	CHECK(t, test_has(r.body, "<h2 id=\"round-0\">Round autumn</h2>"));
	CHECK(t, test_has(r.body, "Week 1: 3. Week 2: 1. Week 3: 0. Week 4: 1.</desc>"));
	CHECK(t,
		test_has(r.body,
			"<td>26 October 2026</td><td class=\"n\">3</td><td class=\"n\">0</td>"
			"<td class=\"n\">2</td>\n<td class=\"n\">1 (50%)</td>"
			"<td class=\"n\">2 (100%)</td></tr>"));
	CHECK(t, test_has(r.body, "counted in none of them: 1 page views, 0 posts."));
	for (const char *at; (at = memmem(rest.at, rest.len, "<svg viewBox=\"0 0 240", 21));
		charts++)
		rest = (struct str){ at + 5, rest.len - (size_t)(at + 5 - rest.at) };
	CHECK(t, charts == 6);
}

void test_weeks_downloads_are_the_report(struct test *t)
{
	live(t);
	struct reply csv = test_get(t, "/reports/weeks.csv?study=cop");
	struct reply json = test_get(t, "/reports/weeks.json?study=cop");
	json_t *j = json_loadb(json.body.at, json.body.len, 0, NULL);
	json_t *round = json_array_get(json_object_get(j, "rounds"), 0);
	json_t *last = json_array_get(json_object_get(round, "weeks"), 3);

	CHECK(t, csv.status == 200 && str_starts(csv.type, S("text/csv")));
	CHECK(t,
		str_starts(csv.body,
			S("round,week,opens_at,page_views,posts,present,came_next,came_later\n"
			  "autumn,1,2026-10-26T00:00:00Z,3,0,2,1,2\n"
			  "autumn,2,2026-11-02T00:00:00Z,1,1,1,0,1\n")));
	CHECK(t, test_has(csv.body, "\nautumn,4,2026-11-16T00:00:00Z,1,0,1,,\n"));
	CHECK(t, json_integer_value(json_object_get(last, "page_views")) == 1);
	CHECK(t, json_is_null(json_object_get(last, "came_next")));
	CHECK(t, json_is_true(json_object_get(j, "true_values")));
	json_decref(j);
	CHECK(t, test_get(t, "/reports/weeks.csv?study=nope").status == 404);
}

void test_weeks_without_rounds_or_study_say_so(struct test *t)
{
	static const struct stmt study = { "weeks_test_study",
		"INSERT INTO study (id, name, title, made_at) VALUES (99, 'log', 'A log', 1)", "",
		"" };

	test_sign_in(t, test_person(t, "researcher", ROLE_RESEARCHER));
	CHECK(t, test_has(test_get(t, "/reports/weeks").body, "There is no study yet"));
	CHECK(t, test_get(t, "/reports/weeks.json").status == 404);
	CHECK(t, sql_run(test_ctx(t, (struct person_id){ 0 }), &study, NO_ARGS) && test_end(t));
	CHECK(t, test_has(test_get(t, "/reports/weeks").body, "has no round in Cairn"));
}

void test_weeks_are_for_researchers(struct test *t)
{
	static const char *const paths[] = { "/reports/weeks", "/reports/weeks.csv",
		"/reports/weeks.json" };

	live(t);
	test_sign_in(t, test_person(t, "facilitator", ROLE_FACILITATOR | ROLE_ADMINISTRATOR));
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		struct reply r = test_get(t, paths[i]);
		CHECK(t, r.status == 403 && !test_has(r.body, "autumn"));
	}
}
