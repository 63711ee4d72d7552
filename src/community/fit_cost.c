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

/* What the cost of a slot is worked out from. */
struct count {
	int32_t stage[EXPERIENCE_LAST + 1], with, without, moved, subjects, lone;
	int distance;
};

struct seen {
	int32_t subject, people;
};

/* Distances in a tree are the same from whichever subject one looks, so one is enough. */
static void count_subject(const struct fit_work *w, int32_t subject, int32_t people,
	struct seen *seen, struct count *k)
{
	int32_t j = 0;

	while (j < k->subjects && seen[j].subject != subject)
		j++;
	if (j < k->subjects) {
		seen[j].people += people;
		return;
	}
	seen[k->subjects++] = (struct seen){ subject, people };
	int far = fit_distance(w, seen[0].subject, subject);
	k->distance = far > k->distance ? far : k->distance;
}

static void count_people(
	const struct fit_work *w, int32_t slot, const int32_t *one, int32_t n, struct count *ret)
{
	struct seen seen[FIT_SIZE_MOST + 1];
	struct count k = { 0 };

	if (w->slot[slot].subject >= 0)
		count_subject(w, w->slot[slot].subject, 0, seen, &k);
	for (int32_t i = 0; i < n; i++) {
		const struct fit_one *p = &w->one[one[i]];
		k.stage[p->stage]++;
		k.with += p->split && p->stage == EXPERIENCE_INTERNSHIP;
		k.without += p->split && p->stage != EXPERIENCE_INTERNSHIP
			&& p->stage != EXPERIENCE_UNKNOWN;
		k.moved += p->home >= 0 && p->home != slot;
		count_subject(w, p->subject, 1, seen, &k);
	}
	for (int32_t j = 0; j < k.subjects; j++)
		k.lone += seen[j].people == 1;
	*ret = k;
}

static int32_t mixed_of(const struct count *k)
{
	return k->with < k->without ? k->with : k->without;
}

/* How many are alone of their experience; people who did not say are never alone. */
static int32_t alone_of(const struct count *k)
{
	int32_t alone = 0;

	for (int i = EXPERIENCE_UNKNOWN + 1; i <= EXPERIENCE_LAST; i++)
		alone += k->stage[i] == 1;
	return alone;
}

void fit_describe(
	const struct fit_work *w, int32_t slot, const int32_t *one, int32_t n, struct fit_made *ret)
{
	struct count k = { 0 };

	if (n)
		count_people(w, slot, one, n, &k);
	*ret = (struct fit_made){ .group = w->slot[slot].id,
		.n = (size_t)n,
		.subjects = (size_t)k.subjects,
		.alone = (size_t)alone_of(&k),
		.mixed = (size_t)mixed_of(&k),
		.moved = (size_t)k.moved,
		.distance = k.distance };
	for (int i = 0; i <= EXPERIENCE_LAST; i++)
		ret->stage[i] = (size_t)k.stage[i];
}

int64_t fit_size_cost(const struct fit_work *w, int32_t n)
{
	int64_t off = 2 * n - w->min - w->max, wide = w->max - w->min;

	return wide ? FIT_COST_SIZE * off * off / (wide * wide) : 0;
}

static int64_t cost_of(const struct fit_work *w, int32_t slot, const int32_t *one, int32_t n)
{
	struct count k;

	if (n == 0)
		return 0;
	if (w->slot[slot].id == 0 && n < w->min)
		return n * FIT_COST_UNPLACED; /* it would not be made */
	count_people(w, slot, one, n, &k);
	int64_t cost = fit_cost_spread[k.distance] + (k.subjects - 1) * FIT_COST_SUBJECT
		+ k.lone * FIT_COST_LONE + mixed_of(&k) * FIT_COST_MIXED
		+ alone_of(&k) * FIT_COST_ALONE + k.moved * FIT_COST_MOVED + w->size_cost[n];
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
