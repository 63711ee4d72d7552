/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/fit_part.h"

const int64_t fit_cost_spread[5] = { 0, 1000, 3000, 9000, 27000 };

int32_t fit_roll(struct fit_work *w, int32_t n)
{
	w->dice = fit_mix(w->dice);
	return (int32_t)(w->dice % (uint64_t)n);
}

int fit_distance(const struct fit_work *w, int32_t a, int32_t b)
{
	const int64_t *x = w->in->subject[a].cah, *y = w->in->subject[b].cah;

	if (a == b)
		return 0;
	for (int k = 2; k >= 0; k--)
		if (x[k] && x[k] == y[k])
			return 3 - k;
	return 4;
}

/* How many are alone of their experience; people who did not say are never alone. */
static size_t alone_of(const size_t *stage)
{
	size_t alone = 0;

	for (int i = EXPERIENCE_UNKNOWN + 1; i <= EXPERIENCE_LAST; i++)
		alone += stage[i] == 1;
	return alone;
}

/* Distances in a tree are the same from whichever subject one looks, so one is enough. */
static void describe_subjects(
	const struct fit_work *w, int32_t slot, const int32_t *one, int32_t n, struct fit_made *ret)
{
	int32_t seen[FIT_SIZE_MOST + 1], seen_n = 0;

	if (w->slot[slot].subject >= 0)
		seen[seen_n++] = w->slot[slot].subject;
	for (int32_t i = 0; i < n; i++) {
		int32_t subject = w->one[one[i]].subject, j = 0;
		while (j < seen_n && seen[j] != subject)
			j++;
		if (j < seen_n)
			continue;
		seen[seen_n++] = subject;
		int far = fit_distance(w, seen[0], subject);
		ret->distance = far > ret->distance ? far : ret->distance;
	}
	ret->subjects = (size_t)seen_n;
}

void fit_describe(
	const struct fit_work *w, int32_t slot, const int32_t *one, int32_t n, struct fit_made *ret)
{
	size_t with = 0, without = 0;

	*ret = (struct fit_made){ .group = w->slot[slot].id, .n = (size_t)n };
	for (int32_t i = 0; i < n; i++) {
		const struct fit_one *p = &w->one[one[i]];
		ret->stage[p->stage]++;
		with += p->split && p->stage == EXPERIENCE_INTERNSHIP;
		without += p->split && p->stage != EXPERIENCE_INTERNSHIP
			&& p->stage != EXPERIENCE_UNKNOWN;
		ret->moved += p->home >= 0 && p->home != slot;
	}
	ret->mixed = with < without ? with : without;
	ret->alone = alone_of(ret->stage);
	if (n)
		describe_subjects(w, slot, one, n, ret);
}

int64_t fit_size_cost(const struct fit_work *w, int32_t n)
{
	int64_t off = 2 * n - w->min - w->max, wide = w->max - w->min;

	return wide ? FIT_COST_SIZE * off * off / (wide * wide) : 0;
}

static int64_t cost_of(const struct fit_work *w, int32_t slot, const int32_t *one, int32_t n)
{
	struct fit_made m;

	if (n == 0)
		return 0;
	if (w->slot[slot].id == 0 && n < w->min)
		return n * FIT_COST_UNPLACED; /* it would not be made */
	fit_describe(w, slot, one, n, &m);
	int64_t cost = fit_cost_spread[m.distance] + (int64_t)(m.subjects - 1) * FIT_COST_SUBJECT
		+ (int64_t)m.mixed * FIT_COST_MIXED + (int64_t)m.alone * FIT_COST_ALONE
		+ (int64_t)m.moved * FIT_COST_MOVED + fit_size_cost(w, n);
	if (w->slot[slot].id == 0)
		return cost + FIT_COST_NEW;
	return n < w->min ? cost + (w->min - n) * FIT_COST_SHORT : cost;
}

int64_t fit_cost_with(struct fit_work *w, int32_t slot, int32_t without, int32_t with)
{
	const struct fit_slot *s = &w->slot[slot];
	int32_t one[2 * FIT_SIZE_MOST], n = 0;

	w->effort--;
	for (int32_t i = 0; i < s->n; i++)
		if (w->one[s->one[i]].unit != without)
			one[n++] = s->one[i];
	for (int32_t i = 0; with >= 0 && i < w->unit[with].n; i++)
		one[n++] = w->unit[with].one[i];
	return cost_of(w, slot, one, n);
}

bool fit_conflict(const struct fit_work *w, int32_t unit, int32_t slot, int32_t besides)
{
	const struct fit_unit *u = &w->unit[unit];

	for (int32_t i = 0; i < u->n; i++)
		for (int32_t k = w->apart_from[u->one[i]]; k < w->apart_from[u->one[i] + 1]; k++) {
			int32_t other = w->one[w->apart[k]].unit;
			if (other != besides && w->unit[other].slot == slot)
				return true;
		}
	return false;
}

bool fit_clash(const struct fit_work *w, int32_t a, int32_t b)
{
	const struct fit_unit *u = &w->unit[a];

	for (int32_t i = 0; i < u->n; i++)
		for (int32_t k = w->apart_from[u->one[i]]; k < w->apart_from[u->one[i] + 1]; k++)
			if (w->one[w->apart[k]].unit == b)
				return true;
	return false;
}

/* Before the first change of a slot in a trial. */
static void remember(struct fit_work *w, int32_t slot)
{
	struct fit_slot *s = &w->slot[slot];
	struct fit_was *was = &w->was[w->was_n];

	s->tired = false;
	if (!w->trying || w->was_at[slot] >= 0)
		return;
	w->was_at[slot] = w->was_n++;
	was->slot = slot;
	was->n = s->n;
	was->cost = s->cost;
	memcpy(was->one, s->one, (size_t)s->n * sizeof *s->one);
}

static void count(struct fit_work *w, int32_t slot)
{
	struct fit_slot *s = &w->slot[slot];

	w->total -= s->cost;
	s->cost = cost_of(w, slot, s->one, s->n);
	w->total += s->cost;
}

void fit_put(struct fit_work *w, int32_t unit, int32_t slot)
{
	struct fit_slot *s = &w->slot[slot];
	struct fit_unit *u = &w->unit[unit];

	assert(u->slot < 0 && s->n + u->n <= FIT_SIZE_MOST);
	remember(w, slot);
	memcpy(s->one + s->n, u->one, (size_t)u->n * sizeof *s->one);
	s->n += u->n;
	u->slot = slot;
	w->total -= u->n * FIT_COST_UNPLACED;
	count(w, slot);
}

void fit_pull(struct fit_work *w, int32_t unit)
{
	struct fit_unit *u = &w->unit[unit];
	struct fit_slot *s = &w->slot[u->slot];
	int32_t n = 0, slot = u->slot;

	remember(w, slot);
	for (int32_t i = 0; i < s->n; i++)
		if (w->one[s->one[i]].unit != unit)
			s->one[n++] = s->one[i];
	s->n = n;
	u->slot = -1;
	w->total += u->n * FIT_COST_UNPLACED;
	count(w, slot);
}
