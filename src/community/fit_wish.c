/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/fit_part.h"

#include <stdlib.h>

/* A wish whose people are known, by their place among people sorted by id. */
struct asked {
	int32_t a, b;
	size_t index;
	bool apart;
};
/* People who were found to stay together so far: a ring, known by one of them. */
struct rings {
	int32_t *root, *next, *n; /* n of a root */
	int32_t *begun;		  /* of a root: the slot they cannot leave, or -1 */
	int32_t *taken;		  /* by slot: how many cannot leave it */
};

static int32_t find_id(const struct fit_work *w, int64_t id)
{
	int32_t low = 0, high = w->ones;

	while (low < high) {
		int32_t middle = low + (high - low) / 2;
		if (w->one[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < w->ones && w->one[low].id == id ? low : -1;
}

static int by_people(const void *left, const void *right)
{
	const struct asked *x = left, *y = right;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	if (x->b != y->b)
		return x->b < y->b ? -1 : 1;
	return x->apart == y->apart ? (x->index > y->index) - (x->index < y->index)
				    : (x->apart ? -1 : 1);
}

static int32_t sort_wishes(struct fit_work *w, struct asked *ret)
{
	int32_t n = 0;

	for (size_t i = 0; i < w->in->wishes; i++) {
		const struct fit_wish *wish = &w->in->wish[i];
		int32_t a = find_id(w, wish->first), b = find_id(w, wish->second);
		if (a >= 0 && b >= 0 && a != b)
			ret[n++] = (struct asked){ a < b ? a : b, a < b ? b : a, i, wish->apart };
	}
	if (n)
		qsort(ret, (size_t)n, sizeof *ret, by_people);
	return n;
}

static int32_t begun_slot(const struct fit_work *w, int32_t one)
{
	int32_t home = w->one[one].home;

	return home >= 0 && w->slot[home].begun ? home : -1;
}

/* Who is to be apart from whom, a row a person. Two who are in one group that has begun stay. */
static void list_apart(struct fit_work *w, const struct asked *asked, int32_t n)
{
	w->apart_from = arena_new(w->mem, int32_t, (size_t)w->ones + 2);
	w->apart = arena_new(w->mem, int32_t, 2 * (size_t)n + 1);
	int32_t *end = w->apart_from + 1; /* one behind, while it is filled */
	for (int pass = 0; pass < 2; pass++) {
		for (int32_t i = 0; i < n; i++) {
			int32_t a = asked[i].a, b = asked[i].b, begun = begun_slot(w, a);
			if (!asked[i].apart)
				continue;
			if (begun >= 0 && begun == begun_slot(w, b)) {
				w->why[asked[i].index] = FIT_BEGUN;
			} else if (pass == 0) {
				end[a + 1]++;
				end[b + 1]++;
			} else {
				w->apart[end[a]++] = b;
				w->apart[end[b]++] = a;
			}
		}
		for (int32_t i = 0; pass == 0 && i < w->ones; i++)
			end[i + 1] += end[i];
	}
}

static bool are_apart(const struct fit_work *w, const struct rings *r, int32_t a, int32_t b)
{
	int32_t begun = r->begun[a] >= 0 ? r->begun[a] : r->begun[b], i = a;

	do {
		for (int32_t k = w->apart_from[i]; k < w->apart_from[i + 1]; k++) {
			int32_t other = r->root[w->apart[k]];
			if (other == b || (begun >= 0 && r->begun[other] == begun))
				return true;
		}
		i = r->next[i];
	} while (i != a);
	return false;
}

static enum fit_why unite(struct fit_work *w, struct rings *r, int32_t a, int32_t b)
{
	int32_t all = r->n[a] + r->n[b], begun = r->begun[a] >= 0 ? r->begun[a] : r->begun[b];

	if (are_apart(w, r, a, b) || are_apart(w, r, b, a))
		return FIT_CONTRARY;
	if (r->begun[a] != r->begun[b] && r->begun[a] >= 0 && r->begun[b] >= 0)
		return FIT_BEGUN;
	if (r->begun[a] == r->begun[b] && begun < 0 && all > w->max)
		return FIT_TOO_MANY;
	if (r->begun[a] != r->begun[b]) {
		int32_t come = r->begun[a] >= 0 ? r->n[b] : r->n[a];
		if (r->taken[begun] + come > w->max)
			return FIT_TOO_MANY;
		r->taken[begun] += come;
	}
	int32_t small = r->n[a] < r->n[b] ? a : b, large = small == a ? b : a, i = small;
	do
		r->root[i] = large;
	while ((i = r->next[i]) != small);
	i = r->next[small];
	r->next[small] = r->next[large];
	r->next[large] = i;
	r->n[large] = all;
	r->begun[large] = begun;
	return FIT_MET;
}

/* Units in the order of the first of their people. */
static void make_units(struct fit_work *w, const struct rings *r)
{
	int32_t *list = arena_new(w->mem, int32_t, (size_t)w->ones + 1), listed = 0;

	w->unit = arena_new(w->mem, struct fit_unit, (size_t)w->ones + 1);
	for (int32_t i = 0; i < w->ones; i++)
		w->one[i].unit = -1;
	for (int32_t i = 0; i < w->ones; i++) {
		if (w->one[i].unit >= 0)
			continue;
		int32_t k = i, begun = r->begun[r->root[i]];
		struct fit_unit *u = &w->unit[w->units];
		*u = (struct fit_unit){ list + listed, r->n[r->root[i]], -1, begun >= 0 };
		do {
			list[listed++] = k;
			w->one[k].unit = w->units;
		} while ((k = r->next[k]) != i);
		if (u->fixed)
			fit_put(w, w->units, begun);
		w->units++;
	}
}

void fit_wishes(struct fit_work *w)
{
	struct asked *asked = arena_new(w->mem, struct asked, w->in->wishes + 1);
	int32_t n = sort_wishes(w, asked);
	size_t ones = (size_t)w->ones + 1;
	struct rings r = { arena_new(w->mem, int32_t, ones), arena_new(w->mem, int32_t, ones),
		arena_new(w->mem, int32_t, ones), arena_new(w->mem, int32_t, ones),
		arena_new(w->mem, int32_t, (size_t)w->slots + 1) };

	w->why = arena_new(w->mem, enum fit_why, w->in->wishes + 1);
	list_apart(w, asked, n);
	for (int32_t i = 0; i < w->ones; i++) {
		r.root[i] = r.next[i] = i;
		r.n[i] = 1;
		r.begun[i] = begun_slot(w, i);
		if (r.begun[i] >= 0)
			r.taken[r.begun[i]]++;
	}
	for (int32_t i = 0; i < n; i++) {
		int32_t a = r.root[asked[i].a], b = r.root[asked[i].b];
		if (asked[i].apart)
			continue;
		if (w->given_up[asked[i].index])
			w->why[asked[i].index] = FIT_NO_ROOM;
		else if (a != b)
			w->why[asked[i].index] = unite(w, &r, a, b);
	}
	make_units(w, &r);
}
