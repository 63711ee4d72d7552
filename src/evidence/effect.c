/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/effect.h"

#include "core/activity.h"
#include "evidence/arms.h"
#include "evidence/measure_walk.h"

enum { SEED = 1, AFTER = 16 }; /* of the draws where there are too many arrangements to count */

const enum measure_at effect_measures[EFFECTS] = { MEASURE_VIEWS_EACH, MEASURE_POSTS_EACH,
	MEASURE_RETURNED, MEASURE_SECONDS_EACH, MEASURE_DISTINCT_PAGES, MEASURE_DAYS_PRESENT,
	MEASURE_WORDS, MEASURE_REPLIES_GIVEN, MEASURE_REPLIES_RECEIVED, MEASURE_FIRST_REPLY,
	MEASURE_UNANSWERED, MEASURE_OTHER_GROUPS, MEASURE_VICARIOUS };

/* Where the first four are among the measures of a person; the others are under their own name. */
static const enum measure_fold_at folds[EFFECTS] = { FOLD_PAGE_VIEWS, FOLD_POSTS, FOLDS,
	FOLD_ACTIVE_MINUTES, FOLD_DISTINCT_PAGES, FOLD_DAYS_PRESENT, FOLD_WORDS, FOLD_REPLIES_GIVEN,
	FOLD_REPLIES_RECEIVED, FOLD_FIRST_REPLY, FOLD_UNANSWERED, FOLD_OTHER_GROUPS,
	FOLD_VICARIOUS };

/* What one person did in the round, from its first day on. */
struct deed {
	struct measure_fold fold;
	bool returned;
};
/* Of a unit: sum over its people, and how many they are. */
struct part {
	double sum;
	int64_t people;
};
struct trial {
	const struct arms *arms;
	struct deed *deed; /* by seat */
};
struct work {
	struct ctx *c;
	struct measure_walk walk;
	struct trial *trial;
	size_t n;
};

static int64_t begins(const struct calendar *cal, int64_t round)
{
	for (size_t i = 0; i < cal->n; i++)
		if (cal->week[i].round == round)
			return cal->week[i].opens_at;
	return INT64_MAX; /* a round without weeks never began */
}

/* In two or more weeks; the time after the last is one more. */
static bool came_back(const struct measure_fold_person *p, const struct measure_fold_scope *in)
{
	unsigned weeks = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct measure_fold_trace *t = &p->trace[i];
		if (t->round == in->round && t->at >= in->from
			&& (t->class == TRACE_VISIT || t->class == TRACE_POST))
			weeks |= 1U << (t->week ? t->week & 15 : AFTER);
	}
	return (weeks & (weeks - 1)) != 0;
}

static void note(struct work *w, struct trial *t, const struct measure_walk_one *one)
{
	const struct measure_fold_scope in = { .round = t->arms->trial.round,
		.from = begins(&w->walk.cal, t->arms->trial.round) };
	size_t seat = arms_seat(t->arms, one->who->id.v);

	if (seat == t->arms->seats)
		return;
	measure_walk_fold(&w->walk, one, &in, &t->deed[seat].fold);
	t->deed[seat].returned = came_back(&one->traces, &in);
}

/* False for who cannot be counted by this measure. */
static bool value_of(const struct deed *d, size_t effect, double *ret)
{
	enum measure_fold_at at = folds[effect];

	if (at == FOLDS) {
		*ret = d->returned;
		return true;
	}
	*ret = d->fold.value[at] * (effect_measures[effect] == MEASURE_SECONDS_EACH ? 60 : 1);
	return d->fold.known[at];
}

static void add_people(const struct trial *t, size_t effect, struct part *part)
{
	const struct arms *a = t->arms;
	double value;

	for (size_t i = 0; i < a->seats; i++) {
		if (a->unit[i] == a->plan.n || !value_of(&t->deed[i], effect, &value))
			continue;
		part[a->unit[i]].sum += value;
		part[a->unit[i]].people++;
	}
}

/* Units to be tested, in blocks that are numbered anew without those that are left out. */
static size_t units_of(
	struct ctx *c, const struct trial_plan *plan, const struct part *part, struct effect *e)
{
	int64_t *block = arena_new(c->mem, int64_t, plan->n + 1), blocks = 0;
	size_t n = 0;

	for (size_t i = 0; i < plan->n; i++)
		if (part[i].people == 0)
			block[plan->unit[i].block] = -1;
	for (size_t i = 0; i < plan->n; i++) {
		const struct trial_plan_unit *u = &plan->unit[i];
		if (block[u->block] == 0)
			block[u->block] = ++blocks;
		if (block[u->block] < 0) {
			e->left_out++;
			continue;
		}
		e->of[n] = (struct effect_unit){ (int64_t)i + 1, part[i].people };
		e->unit[n++] = (struct permutation_unit){ block[u->block] - 1, u->on,
			part[i].sum / (double)part[i].people };
		e->units[u->on]++;
		e->people[u->on] += part[i].people;
	}
	return n;
}

static void compare(struct ctx *c, const struct trial *t, size_t effect, struct effect *e)
{
	const struct trial_plan *plan = &t->arms->plan;
	struct part *part = arena_new(c->mem, struct part, plan->n + 1);

	e->unit = arena_new(c->mem, struct permutation_unit, plan->n + 1);
	e->of = arena_new(c->mem, struct effect_unit, plan->n + 1);
	add_people(t, effect, part);
	e->n = units_of(c, plan, part, e);
	e->has_test = permutation_test(c->mem, e->unit, e->n, SEED, &e->test);
}

static void report_on(struct ctx *c, const struct trial *t, struct effect_trial *ret)
{
	ret->trial = t->arms->trial;
	ret->is_sound = t->arms->is_sound;
	for (size_t i = 0; ret->is_sound && i < EFFECTS; i++)
		compare(c, t, i, &ret->at[i]);
}

bool effect_make(struct ctx *c, const struct measure_study *study, struct effect_report *ret)
{
	struct effect_report all = { .study = *study };
	struct work w = { .c = c };
	struct measure_walk_one one;
	struct arms *arms;

	if (!arms_read(c, study->id, &arms, &all.n))
		return false;
	w.trial = arena_new(c->mem, struct trial, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		w.trial[i] = (struct trial){ &arms[i],
			arena_new(c->mem, struct deed, arms[i].seats + 1) };
	if (all.n > 0 && !measure_walk_open(c, study->id, &w.walk))
		return false;
	while (measure_walk_next(&w.walk, &one))
		for (size_t i = 0; i < all.n; i++)
			note(&w, &w.trial[i], &one);
	all.trial = arena_new(c->mem, struct effect_trial, all.n + 1);
	for (size_t i = 0; ctx_ok(c) && i < all.n; i++)
		report_on(c, &w.trial[i], &all.trial[i]);
	*ret = all;
	return ctx_ok(c);
}
