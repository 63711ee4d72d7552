/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/weeks.h"

#include "core/activity.h"
#include "store/sql.h"

#include <stdlib.h>

static const struct stmt people_n = { "weeks_people_count",
	"SELECT COUNT(*) FROM participant WHERE study_id = $1 AND withdrawn_at = 0", "i", "i" };
/* In no order: a sort of the whole ledger would cost more than the look-up of each person. */
static const struct stmt traces = { "weeks_traces",
	"SELECT a.participant_id, a.round_id, a.class, a.at FROM participant p"
	" JOIN activity a ON a.participant_id = p.id"
	" WHERE p.study_id = $1 AND p.withdrawn_at = 0 AND a.round_id <> 0"
	" AND a.class IN ($2, $3)",
	"iii", "iiii" };
static const struct stmt people = { "weeks_people",
	"SELECT id FROM participant WHERE study_id = $1 AND withdrawn_at = 0 ORDER BY id", "i",
	"i" };

struct trace_row {
	int64_t person, round, class, at;
};

/* While it is counted: which weeks each person was there in each round, as bits by week. */
struct count {
	struct weeks_round *round;
	struct weeks_count *at; /* of all rounds, one after the other */
	const struct calendar *cal;
	int64_t *person; /* rising */
	uint16_t *there; /* by round, then person */
	size_t rounds, people, last;
};

static bool read_people(struct ctx *c, int64_t study, struct count *k)
{
	struct rows r;

	if (!sql_one(c, &people_n, ARGS(arg(study)), &r))
		return false;
	size_t max = (size_t)row_int(&r, 0);
	sql_end(&r);
	if (max > MEASURE_ROWS_MAX || (k->rounds && max > WEEKS_CELLS_MAX / k->rounds))
		return fail(c, FAULT_LIMIT,
			"This study has too many participants for a report by week.");
	k->person = arena_new(c->mem, int64_t, max + 1);
	if (!sql_open(c, &people, ARGS(arg(study)), &r))
		return false;
	while (k->people < max && sql_next(&r))
		k->person[k->people++] = row_int(&r, 0);
	sql_end(&r);
	k->there = arena_new(c->mem, uint16_t, k->people * k->rounds + 1);
	return ctx_ok(c);
}

static int by_id(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Traces of one person mostly come one after the other. */
static bool find_person(struct count *k, int64_t id)
{
	if (k->last < k->people && k->person[k->last] == id)
		return true;
	const int64_t *found =
		k->people > 0 ? bsearch(&id, k->person, k->people, sizeof id, by_id) : NULL;
	if (found)
		k->last = (size_t)(found - k->person);
	return found;
}

static void tally(const struct trace_row *t, struct weeks_count *w)
{
	w->views += t->class == TRACE_VISIT;
	w->posts += t->class == TRACE_POST;
}

static struct weeks_round *find_round(struct count *k, int64_t round)
{
	for (size_t i = 0; i < k->rounds; i++)
		if (k->round[i].week->round == round)
			return &k->round[i];
	return NULL;
}

static void add(struct count *k, const struct trace_row *t)
{
	struct weeks_round *round = find_round(k, t->round);
	const struct calendar_week *week = calendar_at(k->cal, t->round, t->at);

	if (!round || !find_person(k, t->person))
		return;
	if (!week) {
		tally(t, &round->outside);
		return;
	}
	tally(t, &k->at[week - k->cal->week]);
	k->there[(size_t)(round - k->round) * k->people + k->last] |=
		(uint16_t)(1U << (week - round->week));
}

/* The rounds and their weeks, with nothing counted yet. */
static bool begin(struct ctx *c, struct count *k)
{
	const struct calendar_week *w = k->cal->week;

	k->round = arena_new(c->mem, struct weeks_round, k->cal->n + 1);
	k->at = arena_new(c->mem, struct weeks_count, k->cal->n + 1);
	for (size_t i = 0; i < k->cal->n; i++) {
		if (i == 0 || w[i].round != w[i - 1].round)
			k->round[k->rounds++] = (struct weeks_round){
				.name = w[i].round_name, .week = &w[i], .at = &k->at[i]
			};
		if (++k->round[k->rounds - 1].n > WEEKS_MAX)
			return fail(c, FAULT_LIMIT, "A round has more than %d weeks.", WEEKS_MAX);
	}
	return true;
}

static void finish(struct count *k)
{
	for (size_t i = 0; i < k->rounds * k->people; i++) {
		struct weeks_round *r = &k->round[i / k->people];
		struct weeks_count *at = &k->at[r->week - k->cal->week];
		unsigned there = k->there[i];
		r->present += there != 0;
		for (size_t w = 0; w < r->n; w++) {
			if (!(there >> w & 1))
				continue;
			at[w].present++;
			at[w].next += there >> (w + 1) & 1;
			at[w].later += there >> (w + 1) != 0;
		}
	}
}

bool weeks_make(struct ctx *c, const struct measure_study *study, struct weeks *ret)
{
	struct calendar *cal = arena_new(c->mem, struct calendar, 1);
	struct count k = { .cal = cal };
	struct rows r;

	if (!calendar_read(c, study->id, cal) || !begin(c, &k) || !read_people(c, study->id, &k))
		return false;
	if (!sql_open(c, &traces, ARGS(arg(study->id), arg(TRACE_VISIT), arg(TRACE_POST)), &r))
		return false;
	while (sql_next(&r)) {
		struct trace_row t = { row_int(&r, 0), row_int(&r, 1), row_int(&r, 2),
			row_int(&r, 3) };
		add(&k, &t);
	}
	finish(&k);
	*ret = (struct weeks){ *study, k.round, k.rounds };
	return ctx_ok(c);
}

bool weeks_has_next(const struct weeks_round *r, size_t week)
{
	return week + 1 < r->n;
}
