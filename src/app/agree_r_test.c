/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the reports say is what R says. The files of the reports are given to test/agree.R, which
   counts again with functions of its own, and each number of the reports' JSON is looked up in what
   it prints. script/bootstrap installs R; without it these tests fail. */
#include "app/demo_study.h"
#include "core/activity.h"
#include "core/lot.h"
#include "core/participant.h"
#include "core/person.h"
#include "core/trial_plan.h"
#include "test/beside.h"
#include "test/programme.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { TRIALS = 4, GROUPS = 34, EACH = 4, FIRST = 100, SCRIPT_MAX = 1 << 15, TRACES = 1 << 14 };

static const struct stmt group_add = { "agree_group",
	"INSERT INTO peer_group (id, round_id, name, subject, made_at)"
	" VALUES ($1, 20, 'G', $2, 1)",
	"is", "" };
static const struct stmt join = { "agree_join",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES ($1, $2, 20, 1)",
	"ii", "" };
static const struct stmt trial_add = { "agree_trial",
	"INSERT INTO trial (id, round_id, feature, seed, plan, fingerprint, made_at, made_by,"
	" frozen_at) VALUES ($1, 20, $1, $2, $3, $4, 1, 1, 1792000000000000)",
	"isss", "" };

/* ---- a study like no other ---- */

struct world {
	struct programme p;
	uint32_t seed;
	int64_t most;	      /* views of a person; small: many ties and zeros */
	int64_t actives;      /* how many say so */
	int64_t lesser;	      /* and how many the other thing */
	size_t trial[TRIALS]; /* how many groups each has */
	struct trace *trace;
	size_t n;
};

static int64_t dice(struct world *w, int64_t sides)
{
	w->seed = w->seed * 1664525 + 1013904223;
	return (int64_t)(w->seed >> 8) % sides;
}

static void live(struct test *t, struct world *w, int64_t participant)
{
	static const enum trace_object kinds[] = { OBJECT_HOME, OBJECT_GROUP, OBJECT_THREAD,
		OBJECT_THREAD };
	int64_t views = dice(w, 3) ? dice(w, w->most + 1) : 0;
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	for (int64_t i = 0; i < views + views / 3; i++) {
		struct trace v = { .participant = participant,
			.id = ctx_id(c),
			.round = PROGRAMME_ROUND,
			.at = INT64_C(1792972800000000) + dice(w, 30 * 24 * 60) * 60000000,
			.amount = 1,
			.class = TRACE_VISIT,
			.channel = CHANNEL_WEB,
			.object_kind = kinds[dice(w, 4)],
			.object = dice(w, 9) };
		if (i >= views) {
			v.class = TRACE_POST;
			v.amount = dice(w, 200) + 1;
			v.object_kind = OBJECT_THREAD;
		}
		w->trace[w->n++] = v;
		if (i < views && dice(w, 3) == 0) {
			v.class = TRACE_ACTIVE;
			v.amount = dice(w, ACTIVE_MAX_S);
			w->trace[w->n++] = v;
		}
	}
	CHECK(t, w->n < TRACES - 1000);
}

static void student(struct test *t, struct world *w, int64_t group, int64_t number)
{
	static const char *const subjects[] = { "=Law", "Chemistry, \"pure\"", "Astudiaethau tŷ" };
	struct person_id who =
		test_person(t, arena_fmt(t->mem, "a%d", (int)number).at, ROLE_STUDENT);
	struct participant p = { .study = 10,
		.number = number,
		.subject = str_of(subjects[dice(w, 3)]),
		.year = S("2") };
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	if (number <= w->actives)
		p.engagement = S("Active");
	else if (number <= w->actives + w->lesser)
		p.engagement = S("Less active");
	CHECK(t, sql_run(c, &join, ARGS(arg(group), arg(who.v))));
	CHECK(t, participant_join(c, 10, who, &p.id) && participant_describe(c, &p));
	CHECK(t, test_end(t));
	live(t, w, p.id.v);
}

static void freeze(struct test *t, struct world *w, size_t nth)
{
	static const char *const areas[] = { "Law", "Science" };
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct trial_plan_unit *unit = arena_new(t->mem, struct trial_plan_unit, GROUPS);
	struct trial_plan plan = { .feature = (enum feature)(nth + 1),
		.study = S("cop"),
		.round = S("autumn"),
		.round_id = 20,
		.seed = lot_seed(c),
		.frozen_at = S("2026-10-20T09:00:00Z"),
		.unit = unit,
		.n = w->trial[nth] };
	struct str text = S("");

	for (size_t i = 0; i < plan.n; i++) {
		struct str area = str_of(areas[dice(w, 2)]);
		unit[i] = (struct trial_plan_unit){ .id = FIRST + (int64_t)i,
			.name = S("G"),
			.subject = area,
			.area = area,
			.people = EACH };
	}
	CHECK(t, trial_plan_draw(c, &plan) && trial_plan_write(c, &plan, &text));
	CHECK(t,
		sql_run(c, &trial_add,
			ARGS(arg((int64_t)nth + 1), arg(plan.seed), arg(text),
				arg(lot_fingerprint(c, text))))
			&& test_end(t));
}

static void make(struct test *t, struct world *w)
{
	int64_t number = 0;

	programme_make(t, &w->p);
	w->trace = arena_new(t->mem, struct trace, TRACES);
	for (int64_t i = 0; i < GROUPS; i++) {
		struct ctx *c = test_ctx(t, (struct person_id){ 0 });
		CHECK(t,
			sql_run(c, &group_add, ARGS(arg(FIRST + i), arg(S("Law")))) && test_end(t));
		for (int64_t k = dice(w, EACH); k >= 0; k--)
			student(t, w, FIRST + i, ++number);
	}
	CHECK(t,
		activity_add_all(test_ctx(t, (struct person_id){ 0 }), w->trace, w->n)
			&& test_end(t));
	for (size_t i = 0; i < TRIALS; i++)
		if (w->trial[i])
			freeze(t, w, i);
	test_sign_in(t, w->p.rex);
}

/* ---- what R says, beside what the JSON says ---- */

struct agree {
	struct test *t;
	struct str said; /* what R printed */
	int compared, tests, drawn;
};

static bool look_up(const struct agree *a, const char *name, struct str *ret)
{
	struct str rest = a->said;

	while (rest.len > 0) {
		struct str line = str_cut(&rest, '\n'), key = str_cut(&line, '\t');
		if (str_eq(key, str_of(name))) {
			*ret = line;
			return true;
		}
	}
	return false;
}

/* To the sixth digit and further; where the report says nothing, R has nothing either. */
static void same(struct agree *a, const char *name, const json_t *value)
{
	struct str text = S("nothing at all");
	bool good = look_up(a, name, &text);
	double ours = json_number_value(value);

	if (good && json_is_null(value))
		good = str_eq(text, S("NA"));
	else if (good)
		good = json_is_number(value)
			&& fabs(strtod(arena_str(a->t->mem, text).at, NULL) - ours)
				<= 1e-9 * fmax(fabs(ours), 1e-3)
			&& !str_eq(text, S("NA"));
	if (!good)
		printf("  %s: %.17g here, %.*s in R\n", name, ours, (int)text.len, text.at);
	CHECK(a->t, good);
	a->compared++;
}

static void same_summary(struct agree *a, const char *name, json_t *summary, const char *n)
{
	const char *field;
	json_t *value;

	json_object_foreach(summary, field, value) same(
		a, arena_fmt(a->t->mem, "%s %s", name, strcmp(field, n) ? field : "n").at, value);
}

static json_t *read(struct test *t, struct str text)
{
	json_t *j = json_loadb(text.at, text.len, 0, NULL);

	CHECK(t, j);
	return j;
}

static void same_participation(struct agree *a, struct str text)
{
	static const char *const parts[] = { "summary", "active", "less_active" };
	json_t *j = read(a->t, text);

	for (size_t i = 0; i < 3; i++)
		same_summary(a, parts[i], json_object_get(j, parts[i]), "n");
	same(a, "pairs_ordered", json_object_get(j, "pairs_ordered"));
	json_decref(j);
}

static void same_table(struct agree *a, struct str text)
{
	json_t *j = read(a->t, text), *parts, *summary;
	const char *measure, *part;

	json_object_foreach(json_object_get(j, "summary"), measure, parts)
		json_object_foreach(parts, part, summary) same_summary(
			a, arena_fmt(a->t->mem, "%s %s", measure, part).at, summary, "known");
	json_decref(j);
}

static void same_effect(struct agree *a, const char *name, json_t *m)
{
	static const char *const numbers[] = { "difference", "p", "low", "high", "arrangements" };
	static const char *const arms[] = { "on", "off" };

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		same(a, arena_fmt(a->t->mem, "%s %s", name, numbers[i]).at,
			json_object_get(m, numbers[i]));
	for (size_t i = 0; i < 2; i++) {
		json_t *arm = json_object_get(m, arms[i]);
		same(a, arena_fmt(a->t->mem, "%s %s", name, arms[i]).at,
			json_object_get(arm, "mean"));
		same(a, arena_fmt(a->t->mem, "%s people %s", name, arms[i]).at,
			json_object_get(arm, "people"));
	}
	a->tests++;
	a->drawn += json_is_false(json_object_get(m, "exact"));
}

static void same_trials(struct agree *a, struct str text)
{
	json_t *j = read(a->t, text), *trial, *m;
	size_t i, k;

	json_array_foreach(json_object_get(j, "trials"), i, trial)
		json_array_foreach(json_object_get(trial, "measures"), k,
			m) if (!json_is_null(json_object_get(m, "p"))) same_effect(a,
			arena_fmt(a->t->mem, "trial %zu %s", i + 1,
				json_string_value(json_object_get(m, "measure")))
				.at,
			m);
	json_decref(j);
}

static struct str script(struct test *t)
{
	const char *source = getenv("CAIRN_SOURCE");
	char *to = arena_new(t->mem, char, SCRIPT_MAX);
	FILE *f = fopen(arena_fmt(t->mem, "%s/test/agree.R", source ? source : "..").at, "r");

	CHECK(t, f);
	size_t n = f ? fread(to, 1, SCRIPT_MAX - 1, f) : 0;
	CHECK(t, !f || fclose(f) == 0);
	return (struct str){ to, n };
}

static struct str page(struct test *t, const char *path, const char *study)
{
	struct reply r = test_get(t, arena_fmt(t->mem, "/reports/%s&study=%s", path, study).at);

	CHECK(t, r.status == 200);
	return r.body;
}

/* Lets R count a study again; gives how much was compared. */
static struct agree agree(struct test *t, const char *study)
{
	static const char *const words[] = { "Rscript", "agree.R", "participation.csv", "table.csv",
		"units.csv", "trials.csv", NULL };
	static const char *const files[] = { "participation.csv?", "table.csv?columns=65535",
		"trials/units.csv?", "trials.csv?" };
	const char *dir = test_directory(t);
	struct agree a = { .t = t };

	beside_put(t, dir, words[1], script(t));
	for (size_t i = 0; i < 4; i++)
		beside_put(t, dir, words[i + 2], page(t, files[i], study));
	CHECK(t, beside_run(t, dir, words, &a.said));
	for (size_t i = 1; words[i]; i++)
		(void)beside_take(t, dir, words[i]);
	same_participation(&a, page(t, "participation.json?", study));
	same_table(&a, page(t, "table.json?columns=65535", study));
	same_trials(&a, page(t, "trials.json?", study));
	return a;
}

void test_r_agrees_on_the_demonstration(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, demo_study_make(c) && test_end(t));
	test_sign_in(t, test_person(t, "rex", ROLE_RESEARCHER));
	struct agree a = agree(t, "cop-2019");
	struct str views = S("");
	CHECK(t, a.compared > 300 && a.tests > 5 && look_up(&a, "summary mean", &views));
	CHECK(t, test_has(views, "56.0833333"));
	CHECK(t, look_up(&a, "pairs_ordered", &views) && test_has(views, "0.71875"));
}

void test_r_agrees_where_much_is_tied_or_zero(struct test *t)
{
	struct world w = {
		.seed = 1, .most = 2, .actives = 20, .lesser = 30, .trial = { 6, 12, 13, 14 }
	};

	make(t, &w);
	struct agree a = agree(t, "cop");
	CHECK(t, a.compared > 600 && a.tests > 20 && a.drawn == 0);
}

void test_r_agrees_where_one_person_is_all_there_is(struct test *t)
{
	struct world w = {
		.seed = 2, .most = 40, .actives = 1, .lesser = 2, .trial = { 2, 3, 4, 5 }
	};

	make(t, &w);
	CHECK(t, agree(t, "cop").tests > 20);
}

void test_r_agrees_where_nobody_was_asked(struct test *t)
{
	struct world w = { .seed = 3, .most = 9 };

	make(t, &w);
	CHECK(t, agree(t, "cop").compared > 200);
}

void test_r_agrees_on_draws_and_on_what_fell_by_chance(struct test *t)
{
	struct world w = {
		.seed = 4, .most = 150, .actives = 33, .lesser = 21, .trial = { GROUPS, 9 }
	};

	make(t, &w);
	struct agree a = agree(t, "cop");
	CHECK(t, a.tests > 20 && a.drawn > 8);
}
