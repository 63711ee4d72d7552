/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/fit.h"

#include "community/fit_part.h"

#include <stdlib.h>

/* How many orders of the tree are tried, and how long groups are taken apart and made anew, by the
   number of people. */
enum {
	SMALL = 400,
	VARIANTS_SMALL = 6,
	VARIANTS = 2,
	EFFORT = 100000,
	GIVEN_UP_MOST = 8,
	GIVE_UP_PEOPLE = 5000
};

/* A state of the work that can be gone back to. */
struct kept {
	struct fit_slot *slot;
	int32_t *one, *unit_slot, top;
	int64_t total;
};

static int by_id(const void *left, const void *right)
{
	const struct fit_one *a = left, *b = right;

	return (a->id > b->id) - (a->id < b->id);
}

static int slot_by_id(const void *left, const void *right)
{
	const struct fit_slot *a = left, *b = right;

	return (a->id > b->id) - (a->id < b->id);
}

static int32_t find_slot(const struct fit_work *w, int64_t id)
{
	struct fit_slot wanted = { .id = id };
	struct fit_slot *found = w->standing
		? bsearch(&wanted, w->slot, (size_t)w->standing, sizeof *w->slot, slot_by_id)
		: NULL;

	return found ? (int32_t)(found - w->slot) : -1;
}

static void make_slots(struct fit_work *w)
{
	const struct fit_input *in = w->in;

	w->standing = w->top = (int32_t)in->groups;
	w->slots = w->standing + (int32_t)(in->people / (size_t)w->min) + 2 * VARIANTS_SMALL;
	w->slot = arena_new(w->mem, struct fit_slot, (size_t)w->slots);
	for (int32_t i = 0; i < w->standing; i++) {
		const struct fit_group *g = &in->group[i];
		assert(g->id > 0 && g->subject >= FIT_NO_SUBJECT
			&& g->subject < (int64_t)in->subjects);
		w->slot[i] = (struct fit_slot){
			.id = g->id, .subject = (int32_t)g->subject, .begun = g->begun
		};
	}
	if (w->standing)
		qsort(w->slot, (size_t)w->standing, sizeof *w->slot, slot_by_id);
	int32_t *one = arena_new(w->mem, int32_t, (size_t)w->slots * FIT_SIZE_MOST);
	for (int32_t i = 0; i < w->slots; i++) {
		w->slot[i].one = one + (ptrdiff_t)i * FIT_SIZE_MOST;
		w->slot[i].subject = i < w->standing ? w->slot[i].subject : FIT_NO_SUBJECT;
	}
	w->line = arena_new(w->mem, int32_t, (size_t)w->slots + 1);
	w->was = arena_new(w->mem, struct fit_was, (size_t)w->slots + 1);
	w->was_at = arena_new(w->mem, int32_t, (size_t)w->slots + 1);
	for (int32_t i = 0; i < w->slots; i++)
		w->was_at[i] = -1;
}

static void make_people(struct fit_work *w)
{
	const struct fit_input *in = w->in;

	w->ones = (int32_t)in->people;
	w->one = arena_new(w->mem, struct fit_one, in->people + 1);
	for (size_t i = 0; i < in->people; i++) {
		const struct fit_person *p = &in->person[i];
		assert(p->id > 0 && p->subject >= 0 && p->subject < (int64_t)in->subjects
			&& experience_is(p->experience));
		w->one[i] = (struct fit_one){ .id = p->id,
			.year = p->year,
			.from = i,
			.hash = fit_mix(in->seed ^ fit_mix((uint64_t)p->id)),
			.subject = (int32_t)p->subject,
			.home = p->group ? find_slot(w, p->group) : -1,
			.stage = (int)p->experience,
			.split = in->subject[p->subject].split };
	}
	if (in->people)
		qsort(w->one, in->people, sizeof *w->one, by_id);
	for (size_t i = 1; i < in->people; i++)
		assert(w->one[i - 1].id < w->one[i].id);
	w->total = w->ones * FIT_COST_UNPLACED;
}

struct node {
	int64_t cah;
	int32_t rank, subject;
};

static int by_node(const void *left, const void *right)
{
	const struct node *a = left, *b = right;

	if (a->cah != b->cah)
		return a->cah < b->cah ? -1 : 1;
	return (a->rank > b->rank) - (a->rank < b->rank);
}

/* Subjects and nodes are named by the first person they have, so that the order in which they were
   told does not matter. */
static void make_leaves(struct fit_work *w)
{
	size_t n = w->in->subjects;
	struct node *node = arena_new(w->mem, struct node, n + 1);
	int32_t rank = 0;

	w->leaf = arena_new(w->mem, struct fit_leaf, n + 1);
	for (size_t i = 0; i < n; i++)
		w->leaf[i].rank = -1;
	for (int32_t i = 0; i < w->ones; i++)
		if (w->leaf[w->one[i].subject].rank < 0)
			w->leaf[w->one[i].subject].rank = rank++;
	for (size_t i = 0; i < n; i++) /* of standing groups alone: nothing depends on these */
		if (w->leaf[i].rank < 0)
			w->leaf[i].rank = rank++;
	for (int k = 0; k < 3; k++) {
		for (size_t i = 0; i < n; i++)
			node[i] = (struct node){ w->in->subject[i].cah[k], w->leaf[i].rank,
				(int32_t)i };
		qsort(node, n, sizeof *node, by_node);
		for (size_t i = 0; i < n; i++) {
			bool same = i && node[i].cah && node[i].cah == node[i - 1].cah;
			w->leaf[node[i].subject].node[k] =
				same ? w->leaf[node[i - 1].subject].node[k] : node[i].rank;
		}
	}
}

/* Everybody who had a group starts in it, as far as the wishes allow. */
static void seat(struct fit_work *w)
{
	for (int32_t i = 0; i < w->units; i++) {
		struct fit_unit *u = &w->unit[i];
		int32_t home = -1;
		for (int32_t k = 0; k < u->n && home < 0; k++)
			home = w->one[u->one[k]].home;
		if (u->slot < 0 && home >= 0 && w->slot[home].n + u->n <= w->max
			&& !fit_conflict(w, i, home, -1))
			fit_put(w, i, home);
	}
}

static struct kept kept_make(const struct fit_work *w)
{
	return (struct kept){ .slot = arena_new(w->mem, struct fit_slot, (size_t)w->slots),
		.one = arena_new(w->mem, int32_t, (size_t)w->slots * FIT_SIZE_MOST),
		.unit_slot = arena_new(w->mem, int32_t, (size_t)w->units + 1) };
}

static void keep(const struct fit_work *w, struct kept *k)
{
	k->top = w->top;
	k->total = w->total;
	memcpy(k->slot, w->slot, (size_t)w->top * sizeof *k->slot);
	for (int32_t i = 0; i < w->top; i++)
		memcpy(k->one + (ptrdiff_t)i * FIT_SIZE_MOST, w->slot[i].one,
			(size_t)w->slot[i].n * sizeof *k->one);
	for (int32_t i = 0; i < w->units; i++)
		k->unit_slot[i] = w->unit[i].slot;
}

static void go_back(struct fit_work *w, const struct kept *k)
{
	for (int32_t i = k->top; i < w->top; i++) {
		w->slot[i].n = 0;
		w->slot[i].cost = 0;
	}
	w->top = k->top;
	w->total = k->total;
	memcpy(w->slot, k->slot, (size_t)k->top * sizeof *k->slot);
	for (int32_t i = 0; i < w->top; i++)
		memcpy(w->slot[i].one, k->one + (ptrdiff_t)i * FIT_SIZE_MOST,
			(size_t)w->slot[i].n * sizeof *k->one);
	for (int32_t i = 0; i < w->units; i++)
		w->unit[i].slot = k->unit_slot[i];
}

/* Several orders of the tree from the same start; the cheapest is then worked on. */
static void search(struct fit_work *w)
{
	bool small = w->ones <= SMALL;
	int variants = small ? VARIANTS_SMALL : VARIANTS, n = 0;
	struct kept start = kept_make(w), best = kept_make(w);
	int32_t *loose = arena_new(w->mem, int32_t, (size_t)w->units + 1);

	for (int32_t i = 0; i < w->units; i++)
		if (w->unit[i].slot < 0)
			loose[n++] = i;
	keep(w, &start);
	for (int v = 0; v < variants; v++) {
		if (v)
			go_back(w, &start);
		fit_cut(w, loose, n, v ? fit_mix(w->in->seed + (uint64_t)v) | 1 : 0);
		w->effort = EFFORT + (int64_t)w->ones * 100;
		fit_line(w);
		fit_settle(w, loose, n);
		if (v == 0 || w->total < best.total)
			keep(w, &best);
	}
	go_back(w, &best);
	fit_shake(w, small ? EFFORT : (int64_t)w->ones * 20 + EFFORT / 2);
}

static void build(struct fit_work *w)
{
	w->dice = fit_mix(w->in->seed);
	for (int32_t n = 0; n <= FIT_SIZE_MOST; n++)
		w->size_cost[n] = fit_size_cost(w, n);
	make_slots(w);
	make_people(w);
	make_leaves(w);
	fit_wishes(w);
	seat(w);
	fit_desk(w);
	if (w->ones)
		search(w);
}

/* The slot of the person, -1 in none, -2 when nobody is known by the id. */
static int32_t slot_of(const struct fit_work *w, int64_t id)
{
	struct fit_one wanted = { .id = id };
	struct fit_one *found =
		w->ones ? bsearch(&wanted, w->one, (size_t)w->ones, sizeof *w->one, by_id) : NULL;

	return found ? w->unit[found->unit].slot : -2;
}

/* Wishes that cannot be met may be met by chance. Returns how many to be together are not. */
static int64_t judge(struct fit_work *w)
{
	int64_t unmet = 0;

	for (size_t i = 0; i < w->in->wishes; i++) {
		const struct fit_wish *wish = &w->in->wish[i];
		int32_t a = slot_of(w, wish->first), b = slot_of(w, wish->second);
		if (wish->apart || a == -2 || b == -2 || wish->first == wish->second)
			continue;
		if (a == b && a >= 0)
			w->why[i] = FIT_MET;
		else if (w->why[i] == FIT_MET)
			w->why[i] = FIT_NO_ROOM; /* nobody of them has a group */
		unmet += w->why[i] != FIT_MET;
	}
	return unmet;
}

static int by_number(const void *left, const void *right)
{
	int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;

	return (a > b) - (a < b);
}

struct made {
	int32_t first, slot;
};

static int by_first(const void *left, const void *right)
{
	return by_number(left, right);
}

/* A short group of those to be made is none: its people are left over. */
static int32_t list_made(struct fit_work *w, struct made *ret)
{
	int32_t n = w->standing;

	for (int32_t i = 0; i < w->top; i++) {
		struct fit_slot *s = &w->slot[i];
		qsort(s->one, (size_t)s->n, sizeof *s->one, by_number);
		for (int32_t k = 0; i >= w->standing && s->n < w->min && k < s->n; k++)
			w->unit[w->one[s->one[k]].unit].slot = -1;
		if (i < w->standing)
			ret[i] = (struct made){ i, i };
		else if (s->n >= w->min)
			ret[n++] = (struct made){ s->one[0], i };
	}
	if (n > w->standing)
		qsort(ret + w->standing, (size_t)(n - w->standing), sizeof *ret, by_first);
	return n;
}

static void tell(struct fit_work *w, struct fit *ret)
{
	struct made *made = arena_new(w->mem, struct made, (size_t)w->slots + 1);
	size_t n = (size_t)list_made(w, made), at = 0;
	size_t *person = arena_new(w->mem, size_t, 2 * (size_t)w->ones + 1);

	*ret = (struct fit){ .made = arena_new(w->mem, struct fit_made, n + 1), .n = n };
	for (size_t i = 0; i < n; i++) {
		const struct fit_slot *s = &w->slot[made[i].slot];
		struct fit_made *m = &ret->made[i];
		fit_describe(w, made[i].slot, s->one, s->n, m);
		m->person = person + at;
		for (int32_t k = 0; k < s->n; k++)
			person[at++] = w->one[s->one[k]].from;
		ret->moved += m->moved;
	}
	ret->unplaced = person + at;
	for (int32_t i = 0; i < w->ones; i++)
		if (w->unit[w->one[i].unit].slot < 0)
			ret->unplaced[ret->unplaced_n++] = w->one[i].from;
	ret->cost = w->total + judge(w) * FIT_COST_WISH;
	ret->wish = w->why;
}

static void build_without(
	struct arena *mem, const struct fit_input *in, const bool *given_up, struct fit *ret)
{
	struct fit_work w = { .mem = mem,
		.in = in,
		.min = (int32_t)in->size_min,
		.max = (int32_t)in->size_max,
		.given_up = given_up };

	build(&w);
	tell(&w, ret);
}

/* Takes the plan with another choice of wishes when it costs no more than that. */
static bool consider(struct arena *mem, const struct fit_input *in, const bool *given_up,
	int64_t most, struct fit *ret)
{
	struct fit other;

	build_without(mem, in, given_up, &other);
	if (other.cost > most)
		return false;
	*ret = other;
	return true;
}

/* When somebody is left over, looks whether that is so without wishes to be together too, and
   then takes up again, one after another, those that cost nothing. */
static void give_up(struct arena *mem, const struct fit_input *in, bool *given_up, struct fit *ret)
{
	size_t tried = 0;

	for (size_t i = 0; i < in->wishes; i++)
		given_up[i] = true;
	if (!consider(mem, in, given_up, ret->cost - 1, ret))
		return;
	for (size_t i = 0; i < in->wishes && tried < GIVEN_UP_MOST; i++) {
		if (in->wish[i].apart)
			continue;
		given_up[i] = false;
		given_up[i] = !consider(mem, in, given_up, ret->cost, ret);
		tried++;
	}
}

void fit_build(struct arena *mem, const struct fit_input *in, struct fit *ret)
{
	bool *given_up = arena_new(mem, bool, in->wishes + 1), together = false;
	int64_t unmet = 0;

	assert(in->size_min >= 2 && in->size_min <= in->size_max && in->size_max <= FIT_SIZE_MOST);
	build_without(mem, in, given_up, ret);
	for (size_t i = 0; i < in->wishes; i++) {
		together = together || !in->wish[i].apart;
		unmet += !in->wish[i].apart && ret->wish[i] != FIT_MET;
	}
	if (together && ret->cost - unmet * FIT_COST_WISH >= FIT_COST_SHORT
		&& in->people <= GIVE_UP_PEOPLE)
		give_up(mem, in, given_up, ret);
}
