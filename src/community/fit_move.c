/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/fit_part.h"

#include <stdlib.h>

/* With so few slots each is compared with all, else with its neighbours in the tree. */
enum {
	FEW = 48,
	NEIGHBOURS = 4,
	ROUNDS = 6,
	ROUNDS_FEW = 1000,
	PROBES = 24,
	FREED = 6 * FIT_SIZE_MOST
};

struct standing {
	int32_t key[6], slot;
};
struct span {
	int32_t from, to; /* in line, or of all slots */
};

static void key_of(const struct fit_work *w, int32_t subject, int32_t *ret)
{
	const struct fit_leaf *l = &w->leaf[subject];

	memcpy(ret, l->node, sizeof l->node);
	ret[3] = l->rank;
}

static int by_key(const void *left, const void *right)
{
	const struct standing *a = left, *b = right;

	for (int k = 0; k < 6; k++)
		if (a->key[k] != b->key[k])
			return a->key[k] < b->key[k] ? -1 : 1;
	return 0;
}

void fit_line(struct fit_work *w)
{
	struct standing *s = arena_new(w->mem, struct standing, (size_t)w->top + 1);
	int32_t n = 0;

	for (int32_t i = 0; i < w->top; i++) {
		const struct fit_slot *slot = &w->slot[i];
		int32_t subject = slot->n ? w->one[slot->one[0]].subject : slot->subject;
		if (subject < 0)
			continue;
		key_of(w, subject, s[n].key);
		s[n].key[4] = slot->n ? w->one[slot->one[0]].stage : 0;
		s[n].key[5] = s[n].slot = i;
		n++;
	}
	qsort(s, (size_t)n, sizeof *s, by_key);
	w->lined = n;
	for (int32_t i = 0; i < n; i++) {
		w->line[i] = s[i].slot;
		w->slot[s[i].slot].place = i;
	}
}

static bool few(const struct fit_work *w)
{
	return w->top <= FEW;
}

static struct span near(const struct fit_work *w, int32_t place, int32_t reach)
{
	if (few(w))
		return (struct span){ 0, w->top };
	return (struct span){ place > reach ? place - reach : 0,
		place + reach < w->lined ? place + reach + 1 : w->lined };
}

static int32_t slot_at(const struct fit_work *w, int32_t i)
{
	return few(w) ? i : w->line[i];
}

/* Where the line comes to the subject. */
static int32_t place_of(const struct fit_work *w, int32_t subject)
{
	struct standing a = { 0 }, b = { 0 };
	int32_t low = 0, high = w->lined;

	key_of(w, subject, a.key);
	while (low < high) {
		int32_t middle = low + (high - low) / 2;
		const struct fit_slot *s = &w->slot[w->line[middle]];
		key_of(w, s->n ? w->one[s->one[0]].subject : subject, b.key);
		if (by_key(&b, &a) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool takes(const struct fit_work *w, int32_t slot, int32_t unit, int32_t besides)
{
	const struct fit_slot *s = &w->slot[slot];
	int32_t n = s->n + w->unit[unit].n - (besides < 0 ? 0 : w->unit[besides].n);

	return n <= w->max && (s->id || n >= w->min || s->n)
		&& !(w->apart_from[w->ones] && fit_conflict(w, unit, slot, besides));
}

/* Into the group where it costs least; nowhere when that is better. */
static void insert(struct fit_work *w, int32_t unit)
{
	int32_t best = -1, size = w->unit[unit].n;
	int64_t least = size * FIT_COST_UNPLACED;
	struct span span =
		near(w, few(w) ? 0 : place_of(w, w->one[w->unit[unit].one[0]].subject), PROBES);

	for (int32_t i = span.from; i < span.to; i++) {
		int32_t slot = slot_at(w, i);
		if (!takes(w, slot, unit, -1))
			continue;
		int64_t cost = fit_cost_with(w, slot, -1, unit) - w->slot[slot].cost;
		if (cost < least) {
			least = cost;
			best = slot;
		}
	}
	if (best >= 0)
		fit_put(w, unit, best);
}

static bool alike(const struct fit_work *w, int32_t a, int32_t b)
{
	const struct fit_unit *u = &w->unit[a], *v = &w->unit[b];
	const struct fit_one *x = &w->one[u->one[0]], *y = &w->one[v->one[0]];

	return u->n == 1 && v->n == 1 && x->subject == y->subject && x->stage == y->stage
		&& x->home == y->home;
}

static bool swap(struct fit_work *w, int32_t a, int32_t b)
{
	int32_t from = w->unit[a].slot, to = w->unit[b].slot;

	if (w->unit[b].fixed || alike(w, a, b) || !takes(w, to, a, b) || !takes(w, from, b, a))
		return false;
	if (fit_cost_with(w, from, a, b) + fit_cost_with(w, to, b, a)
		>= w->slot[from].cost + w->slot[to].cost)
		return false;
	fit_pull(w, a);
	fit_pull(w, b);
	fit_put(w, a, to);
	fit_put(w, b, from);
	return true;
}

static bool move(struct fit_work *w, int32_t unit, int32_t to)
{
	int32_t from = w->unit[unit].slot, left = w->slot[from].n - w->unit[unit].n;

	if ((w->slot[from].id == 0 && left && left < w->min) || !takes(w, to, unit, -1))
		return false;
	if (fit_cost_with(w, from, unit, -1) + fit_cost_with(w, to, -1, unit)
		>= w->slot[from].cost + w->slot[to].cost)
		return false;
	fit_pull(w, unit);
	fit_put(w, unit, to);
	return true;
}

/* One better place for one unit, there or in exchange. */
static bool better(struct fit_work *w, int32_t unit, int32_t to)
{
	const struct fit_slot *s = &w->slot[to];

	if (to == w->unit[unit].slot)
		return false;
	if (move(w, unit, to))
		return true;
	for (int32_t i = 0; i < s->n; i++)
		if (w->unit[w->one[s->one[i]].unit].one[0] == s->one[i]
			&& swap(w, unit, w->one[s->one[i]].unit))
			return true;
	return false;
}

static bool better_somewhere(struct fit_work *w, int32_t unit, int32_t place)
{
	struct span span = near(w, place, NEIGHBOURS);

	if (w->unit[unit].fixed)
		return false;
	for (int32_t i = span.from; i < span.to; i++)
		if (better(w, unit, slot_at(w, i)))
			return true;
	return false;
}

/* More is wrong with it than its size. */
static bool troubled(const struct fit_work *w, int32_t slot)
{
	return w->slot[slot].cost > FIT_COST_NEW + FIT_COST_SIZE;
}

static bool improve(struct fit_work *w, int32_t slot)
{
	struct fit_slot *s = &w->slot[slot];
	bool any = false;

	if (s->tired || s->n == 0 || (!few(w) && !troubled(w, slot)))
		return false;
	s->tired = true;
	for (int32_t i = 0; i < s->n && w->effort > 0; i++) {
		int32_t unit = w->one[s->one[i]].unit;
		if (w->unit[unit].one[0] == s->one[i] && better_somewhere(w, unit, s->place)) {
			any = true;
			i = -1; /* other people sit here now */
		}
	}
	return any;
}

void fit_settle(struct fit_work *w, const int32_t *unit, int32_t n)
{
	bool any = true;

	for (int32_t i = 0; i < n; i++)
		if (w->unit[unit[i]].slot < 0)
			insert(w, unit[i]);
	for (int round = 0; round < ROUNDS && any && w->effort > 0; round++) {
		any = false;
		for (int32_t k = 0; k < (w->trying ? w->was_n : w->top); k++)
			any = improve(w, w->trying ? w->was[k].slot : k) || any;
	}
	for (int32_t i = 0; i < n; i++)
		if (w->unit[unit[i]].slot < 0)
			insert(w, unit[i]);
}

static void end_trial(struct fit_work *w, bool keep, int64_t total, int32_t top)
{
	for (int32_t k = 0; k < w->was_n; k++) {
		struct fit_slot *s = &w->slot[w->was[k].slot];
		w->was_at[w->was[k].slot] = -1;
		for (int32_t i = 0; !keep && i < s->n; i++)
			w->unit[w->one[s->one[i]].unit].slot = -1;
	}
	for (int32_t k = 0; !keep && k < w->was_n; k++) {
		const struct fit_was *was = &w->was[k];
		struct fit_slot *s = &w->slot[was->slot];
		memcpy(s->one, was->one, (size_t)was->n * sizeof *s->one);
		s->n = was->n;
		s->cost = was->cost;
		s->tired = true;
		for (int32_t i = 0; i < s->n; i++)
			w->unit[w->one[s->one[i]].unit].slot = was->slot;
	}
	if (!keep) {
		w->total = total;
		w->top = top;
	}
	w->was_n = 0;
	w->trying = false;
}

/* Takes out those units of a slot that the dice choose: all, or one of three. */
static int32_t take_out(struct fit_work *w, int32_t slot, bool all, int32_t *ret, int32_t n)
{
	const struct fit_slot *s = &w->slot[slot];

	for (int32_t i = 0; i < s->n && n < FREED;) {
		int32_t unit = w->one[s->one[i]].unit;
		if (w->unit[unit].fixed || (!all && fit_roll(w, 3))) {
			i++;
			continue;
		}
		fit_pull(w, unit);
		ret[n++] = unit;
		i = 0;
	}
	return n;
}

/* A slot near the first one. */
static int32_t another(struct fit_work *w, int32_t slot)
{
	struct span span = near(w, w->slot[slot].place, NEIGHBOURS);

	return slot_at(w, span.from + fit_roll(w, span.to - span.from));
}

/* Those who had a group go back to it, where there is room. */
static void send_home(struct fit_work *w, const int32_t *unit, int32_t n)
{
	for (int32_t i = 0; i < n; i++) {
		int32_t home = w->one[w->unit[unit[i]].one[0]].home;
		if (home >= 0 && takes(w, home, unit[i], -1))
			fit_put(w, unit[i], home);
	}
}

/* Units that are in a group again are dropped from the list. */
static int32_t still_loose(const struct fit_work *w, int32_t *unit, int32_t n)
{
	int32_t left = 0;

	for (int32_t i = 0; i < n; i++)
		if (w->unit[unit[i]].slot < 0)
			unit[left++] = unit[i];
	return left;
}

static bool shake_one(struct fit_work *w, int32_t slot, const int32_t *loose, int32_t loose_n)
{
	int32_t freed[FREED], n = 0, top = w->top, more = fit_roll(w, 3);
	bool all = fit_roll(w, 4) != 0;
	int64_t before = w->total;

	w->trying = true;
	for (; n < loose_n && n < FIT_SIZE_MOST; n++)
		freed[n] = loose[n];
	n = take_out(w, slot, all, freed, n);
	for (; more > 0; more--)
		n = take_out(w, another(w, slot), all, freed, n);
	for (int32_t i = n - 1; i > 0; i--) { /* shuffled, for those that are put in one by one */
		int32_t k = fit_roll(w, i + 1), unit = freed[i];
		freed[i] = freed[k];
		freed[k] = unit;
	}
	if (w->standing && fit_roll(w, 2)) {
		send_home(w, freed, n);
		n = still_loose(w, freed, n);
	}
	int how = fit_roll(w, 4);
	if (how == 1)
		fit_cut_row(w, freed, n);
	else if (how > 1)
		fit_cut(w, freed, n, w->dice | 1);
	for (int32_t k = 0; k < w->was_n; k++)
		w->slot[w->was[k].slot].place = w->slot[slot].place;
	fit_settle(w, freed, n);
	bool keep = w->total <= before;
	end_trial(w, keep, before, top);
	return keep;
}

/* Units without a group; at most most. */
static int32_t list_loose(const struct fit_work *w, int32_t most, int32_t *ret)
{
	int32_t n = 0;

	for (int32_t i = 0; i < w->units && n < most; i++)
		if (w->unit[i].slot < 0)
			ret[n++] = i;
	return n;
}

/* Where to begin: near somebody without a group, else a group with which something is wrong. */
static int32_t choose(struct fit_work *w, const int32_t *loose, int32_t loose_n)
{
	if (few(w))
		return fit_roll(w, w->top);
	if (loose_n) {
		int32_t unit = loose[fit_roll(w, loose_n)];
		int32_t place = place_of(w, w->one[w->unit[unit].one[0]].subject);
		return w->line[place < w->lined ? place : w->lined - 1];
	}
	for (int i = 0; i < 4 * PROBES; i++) {
		int32_t slot = w->line[fit_roll(w, w->lined)];
		if (troubled(w, slot))
			return slot;
	}
	return -1;
}

/* Groups that are too short to be made. */
static void dissolve(struct fit_work *w)
{
	for (int32_t i = w->standing; i < w->top; i++)
		while (w->slot[i].n && w->slot[i].n < w->min)
			fit_pull(w, w->one[w->slot[i].one[0]].unit);
}

void fit_shake(struct fit_work *w, int64_t effort)
{
	w->top += w->top == 0; /* there is an empty slot to begin with */
	dissolve(w);
	int32_t loose[FIT_SIZE_MOST], n = list_loose(w, FIT_SIZE_MOST, loose), slot = 0;

	w->effort = effort;
	fit_line(w);
	int32_t most = few(w) ? ROUNDS_FEW : w->lined;
	for (int32_t i = 0; i < most && w->effort > 0; i++) {
		slot = choose(w, loose, n);
		if (slot < 0)
			return;
		if (shake_one(w, slot, loose, n) && (n || few(w)))
			n = list_loose(w, FIT_SIZE_MOST, loose);
	}
}
