/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/effect.h"

#include "core/activity.h"
#include "core/calendar.h"
#include "core/lot.h"
#include "core/trial_plan.h"
#include "store/sql.h"

#include <stdlib.h>

enum { SEED = 1 }; /* of the draws where there are too many arrangements to count */

const enum measure_at effect_measures[EFFECTS] = { MEASURE_VIEWS_EACH, MEASURE_POSTS_EACH,
	MEASURE_RETURNED, MEASURE_SECONDS_EACH };

static const struct stmt traces = { "effect_traces",
	"SELECT a.participant_id, a.class, a.at, a.amount FROM participant p"
	" JOIN activity a ON a.participant_id = p.id"
	" WHERE p.study_id = $1 AND p.withdrawn_at = 0 AND a.round_id = $2"
	" AND a.class IN ($3, $4, $5)",
	"iiiii", "iiii" };

/* What one person did in the round. */
struct deed {
	int64_t views, posts, seconds;
	unsigned weeks; /* bits by week; the time after the last is one more */
	bool timed;
};
/* Of a unit: sum over its people, and how many they are. */
struct part {
	double sum;
	int64_t people;
};
struct work {
	struct ctx *c;
	const struct calendar *cal;
	const struct arm_trial *trial;
	int64_t study;
	struct trial_plan plan;
	struct arm_seat *seat;
	struct deed *deed; /* by seat */
	size_t *unit;	   /* of each seat; plan.n for none */
	size_t seats;
};

static int by_participant(const void *a, const void *b)
{
	const struct arm_seat *x = a, *y = b;

	return (x->participant > y->participant) - (x->participant < y->participant);
}

static struct deed *deed_of(struct work *w, int64_t participant)
{
	struct arm_seat key = { .participant = participant };
	struct arm_seat *seat = bsearch(&key, w->seat, w->seats, sizeof key, by_participant);

	return seat ? &w->deed[seat - w->seat] : NULL;
}

/* The bit of the week; 0 before the first. */
static unsigned week_of(const struct work *w, int64_t at)
{
	const struct calendar_week *week = calendar_at(w->cal, w->trial->round, at);
	int64_t last = 0;

	if (week)
		return 1U << (week->week & 15);
	for (size_t i = 0; i < w->cal->n; i++)
		if (w->cal->week[i].round == w->trial->round && at >= w->cal->week[i].ends_at)
			last = w->cal->week[i].week;
	return last ? 1U << 16 : 0;
}

static bool read_deeds(struct work *w)
{
	struct ctx *c = w->c;
	struct rows r;

	w->deed = arena_new(c->mem, struct deed, w->seats + 1);
	if (!sql_open(c, &traces,
		    ARGS(arg(w->study), arg(w->trial->round), arg(TRACE_VISIT), arg(TRACE_POST),
			    arg(TRACE_ACTIVE)),
		    &r))
		return false;
	while (sql_next(&r)) {
		struct deed *d = deed_of(w, row_int(&r, 0));
		unsigned week = week_of(w, row_int(&r, 2));
		int64_t class = row_int(&r, 1);
		if (!d || !week)
			continue;
		d->views += class == TRACE_VISIT;
		d->posts += class == TRACE_POST;
		d->seconds += class == TRACE_ACTIVE ? row_int(&r, 3) : 0;
		d->timed |= class == TRACE_ACTIVE;
		d->weeks |= class == TRACE_ACTIVE ? 0 : week;
	}
	return ctx_ok(c);
}

/* False for who cannot be counted by this measure. */
static bool value_of(const struct deed *d, enum measure_at m, double *ret)
{
	switch (m) {
	case MEASURE_VIEWS_EACH: *ret = (double)d->views; return true;
	case MEASURE_POSTS_EACH: *ret = (double)d->posts; return true;
	case MEASURE_RETURNED: *ret = (d->weeks & (d->weeks - 1)) != 0; return true;
	case MEASURE_SECONDS_EACH: *ret = (double)d->seconds; return d->timed;
	default: return false;
	}
}

static bool sits_in(const struct work *w, const struct arm_seat *s, const struct trial_plan_unit *u)
{
	return w->plan.feature == FEATURE_EXPERIENCE_SPLIT
		? trial_plan_order(str_trim(s->subject), u->subject) == 0
		: s->group == u->id;
}

static void find_units(struct work *w)
{
	w->unit = arena_new(w->c->mem, size_t, w->seats + 1);
	for (size_t i = 0; i < w->seats; i++)
		while (w->unit[i] < w->plan.n
			&& !sits_in(w, &w->seat[i], &w->plan.unit[w->unit[i]]))
			w->unit[i]++;
}

static void add_people(const struct work *w, enum measure_at m, struct part *part)
{
	double value;

	for (size_t i = 0; i < w->seats; i++) {
		if (w->unit[i] == w->plan.n || !value_of(&w->deed[i], m, &value))
			continue;
		part[w->unit[i]].sum += value;
		part[w->unit[i]].people++;
	}
}

/* Units to be tested, in blocks that are numbered anew without those that are left out. */
static size_t units_of(const struct work *w, const struct part *part, struct permutation_unit *unit,
	struct effect *e)
{
	int64_t *block = arena_new(w->c->mem, int64_t, w->plan.n + 1), blocks = 0;
	size_t n = 0;

	for (size_t i = 0; i < w->plan.n; i++)
		if (part[i].people == 0)
			block[w->plan.unit[i].block] = -1;
	for (size_t i = 0; i < w->plan.n; i++) {
		const struct trial_plan_unit *u = &w->plan.unit[i];
		if (block[u->block] == 0)
			block[u->block] = ++blocks;
		if (block[u->block] < 0) {
			e->left_out++;
			continue;
		}
		unit[n++] = (struct permutation_unit){ block[u->block] - 1, u->on,
			part[i].sum / (double)part[i].people };
		e->units[u->on]++;
		e->people[u->on] += part[i].people;
	}
	return n;
}

static void compare(const struct work *w, enum measure_at m, struct effect *e)
{
	struct part *part = arena_new(w->c->mem, struct part, w->plan.n + 1);
	struct permutation_unit *unit =
		arena_new(w->c->mem, struct permutation_unit, w->plan.n + 1);

	add_people(w, m, part);
	size_t n = units_of(w, part, unit, e);
	e->has_test = permutation_test(w->c->mem, unit, n, SEED, &e->test);
}

/* Reads the plan and draws it once more, which also tells who is a pair. */
static bool read_plan(struct work *w, bool *ret_sound)
{
	struct trial_plan again;

	*ret_sound = str_eq(lot_fingerprint(w->c, w->trial->plan), w->trial->fingerprint);
	if (!*ret_sound)
		return true;
	if (!trial_plan_read(w->c, w->trial->plan, &w->plan))
		return false;
	again = w->plan;
	again.unit = arena_new(w->c->mem, struct trial_plan_unit, w->plan.n + 1);
	if (w->plan.n)
		memcpy(again.unit, w->plan.unit, w->plan.n * sizeof *again.unit);
	if (!trial_plan_draw(w->c, &again))
		return false;
	for (size_t i = 0; i < again.n; i++)
		*ret_sound &= again.unit[i].id == w->plan.unit[i].id
			&& again.unit[i].on == w->plan.unit[i].on;
	w->plan = again;
	return true;
}

static bool report_on(struct work *w, struct effect_trial *t)
{
	w->trial = &t->trial;
	if (!read_plan(w, &t->is_sound))
		return false;
	if (!t->is_sound)
		return true;
	if (!arm_seats(w->c, t->trial.round, &w->seat, &w->seats) || !read_deeds(w))
		return false;
	find_units(w);
	for (size_t i = 0; i < EFFECTS; i++)
		compare(w, effect_measures[i], &t->at[i]);
	return true;
}

bool effect_make(struct ctx *c, const struct measure_study *study, struct effect_report *ret)
{
	struct calendar cal;
	struct work w = { .c = c, .cal = &cal, .study = study->id };
	struct effect_report all = { .study = *study };
	struct arm_trial *trial;

	if (!arm_trials(c, study->id, &trial, &all.n) || !calendar_read(c, study->id, &cal))
		return false;
	all.trial = arena_new(c->mem, struct effect_trial, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		all.trial[i].trial = trial[i];
		if (!report_on(&w, &all.trial[i]))
			return false;
	}
	*ret = all;
	return true;
}
