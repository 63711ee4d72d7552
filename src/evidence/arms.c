/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/arms.h"

#include "core/lot.h"

#include <stdlib.h>

/* Reads the plan and draws it once more, which also tells who is a pair. */
static bool read_plan(struct ctx *c, struct arms *a)
{
	struct trial_plan again;

	a->is_sound = str_eq(lot_fingerprint(c, a->trial.plan), a->trial.fingerprint);
	if (!a->is_sound)
		return true;
	if (!trial_plan_read(c, a->trial.plan, &a->plan))
		return false;
	again = a->plan;
	again.unit = arena_new(c->mem, struct trial_plan_unit, a->plan.n + 1);
	if (a->plan.n)
		memcpy(again.unit, a->plan.unit, a->plan.n * sizeof *again.unit);
	if (!trial_plan_draw(c, &again))
		return false;
	for (size_t i = 0; i < again.n; i++)
		a->is_sound &= again.unit[i].id == a->plan.unit[i].id
			&& again.unit[i].on == a->plan.unit[i].on;
	a->plan = again;
	return true;
}

static bool sits_in(const struct arms *a, const struct arm_seat *s, const struct trial_plan_unit *u)
{
	return a->plan.feature == FEATURE_EXPERIENCE_SPLIT
		? trial_plan_order(str_trim(s->subject), u->subject) == 0
		: s->group == u->id;
}

static bool find_units(struct ctx *c, struct arms *a)
{
	struct arm_seat *seat;

	if (!a->is_sound)
		return true;
	if (!arm_seats(c, a->trial.round, &seat, &a->seats))
		return false;
	a->seat = seat;
	a->unit = arena_new(c->mem, size_t, a->seats + 1);
	for (size_t i = 0; i < a->seats; i++)
		while (a->unit[i] < a->plan.n && !sits_in(a, &seat[i], &a->plan.unit[a->unit[i]]))
			a->unit[i]++;
	return true;
}

bool arms_read(struct ctx *c, int64_t study, struct arms **ret, size_t *ret_n)
{
	struct arm_trial *trial;
	size_t n;

	if (!arm_trials(c, study, &trial, &n))
		return false;
	struct arms *all = arena_new(c->mem, struct arms, n + 1);
	for (size_t i = 0; i < n; i++) {
		all[i].trial = trial[i];
		if (!read_plan(c, &all[i]) || !find_units(c, &all[i]))
			return false;
	}
	*ret = all;
	*ret_n = n;
	return true;
}

static int by_participant(const void *a, const void *b)
{
	const struct arm_seat *x = a, *y = b;

	return (x->participant > y->participant) - (x->participant < y->participant);
}

size_t arms_seat(const struct arms *a, int64_t participant)
{
	struct arm_seat key = { .participant = participant };
	const struct arm_seat *seat =
		a->seats ? bsearch(&key, a->seat, a->seats, sizeof key, by_participant) : NULL;

	return seat ? (size_t)(seat - a->seat) : a->seats;
}
