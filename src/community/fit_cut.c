/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/fit_part.h"

#include <stdlib.h>

enum { STANDING_SEARCHED = 300 }; /* of more it would take too long */

/* Nobody in particular yet: a person of a class, or a unit of several people. */
struct piece {
	int32_t unit; /* -1: any single person of the class */
	int32_t size, with, without, subject, slot;
};
/* Units of one subject that may stand for each other: all of it, or one side of a split. */
struct class
{
	uint64_t key[4];			  /* where it stands in the order of the tree */
	int32_t subject, side, from, singles, to; /* in the desk's units; several people first */
	int32_t first;				  /* its pieces */
};
struct sorted {
	uint64_t first, then;
	int32_t unit;
};
/* So many of a class to a slot. */
struct quota {
	int32_t slot, n, class;
};
struct fit_desk {
	struct sorted *unit;
	struct class *class;
	struct piece *piece;
	struct quota *quota, *kept; /* kept: in standing groups */
	int64_t *best;
	bool *promised;		     /* by slot: to a class */
	int32_t *from, *head, *next; /* best way to here; standing slots by subject */
	int32_t units, classes, pieces, quotas;
};

void fit_desk(struct fit_work *w)
{
	size_t n = (size_t)w->ones + 1;

	w->desk = arena_new(w->mem, struct fit_desk, 1);
	*w->desk = (struct fit_desk){ .unit = arena_new(w->mem, struct sorted, n),
		.class = arena_new(w->mem, struct class, n),
		.piece = arena_new(w->mem, struct piece, n),
		.quota = arena_new(w->mem, struct quota, n + (size_t)w->slots),
		.kept = arena_new(w->mem, struct quota, n + (size_t)w->slots),
		.best = arena_new(w->mem, int64_t, n),
		.from = arena_new(w->mem, int32_t, n),
		.promised = arena_new(w->mem, bool, (size_t)w->slots + 1),
		.head = arena_new(w->mem, int32_t, w->in->subjects + 1),
		.next = arena_new(w->mem, int32_t, (size_t)w->slots + 1) };
}

static int by_key(const void *left, const void *right)
{
	const struct sorted *a = left, *b = right;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	if (a->then != b->then)
		return a->then < b->then ? -1 : 1;
	return (a->unit > b->unit) - (a->unit < b->unit);
}

/* By subject, side of a split, several people before one, experience, year. */
static void sort_units(struct fit_work *w, const int32_t *unit, int32_t n)
{
	struct fit_desk *d = w->desk;

	for (int32_t i = 0; i < n; i++) {
		const struct fit_unit *u = &w->unit[unit[i]];
		const struct fit_one *p = &w->one[u->one[0]];
		uint64_t side = p->split && p->stage == EXPERIENCE_INTERNSHIP;
		d->unit[i] = (struct sorted){ (uint64_t)w->leaf[p->subject].rank << 2 | side << 1
				| (u->n == 1),
			(uint64_t)p->stage << 60 | ((uint64_t)p->year & 15) << 56 | p->hash >> 8,
			unit[i] };
	}
	qsort(d->unit, (size_t)n, sizeof *d->unit, by_key);
	d->units = n;
}

static void find_classes(struct fit_work *w)
{
	struct fit_desk *d = w->desk;

	d->classes = 0;
	for (int32_t i = 0; i < d->units; i++) {
		uint64_t key = d->unit[i].first >> 1;
		struct class *c = d->classes ? &d->class[d->classes - 1] : NULL;
		if (i == 0 || d->unit[i - 1].first >> 1 != key) {
			c = &d->class[d->classes++];
			*c = (struct class){ .from = i, .side = (int32_t)(key & 1), .singles = i };
			c->subject = w->one[w->unit[d->unit[i].unit].one[0]].subject;
		}
		c->singles += (d->unit[i].first & 1) == 0;
		c->to = i + 1;
	}
}

static int32_t node_of(const struct fit_work *w, int32_t class, int k)
{
	const struct fit_leaf *l = &w->leaf[w->desk->class[class].subject];

	return k < 3 ? l->node[k] : l->rank;
}

/* Where nodes of the tree stand in this variant: among its siblings each has a drawn place, but
   those that are too small for a group stand together at one end, so that they can meet. */
static void place_classes(struct fit_work *w, uint64_t variant)
{
	struct fit_desk *d = w->desk;
	int32_t *people = d->from; /* by node; not in use yet */

	for (int k = 0; k < 4; k++) {
		for (int32_t i = 0; i < d->classes; i++)
			people[node_of(w, i, k)] = 0;
		for (int32_t i = 0; i < d->classes; i++)
			people[node_of(w, i, k)] += d->class[i].to - d->class[i].from;
		for (int32_t i = 0; i < d->classes; i++) {
			uint64_t node = (uint64_t)node_of(w, i, k), place = node;
			uint64_t above = k ? (uint64_t)node_of(w, i, k - 1) + 1 : 0;
			bool small = people[node] < w->min, first = false;
			if (variant) {
				place = fit_mix(variant + node * 4 + (uint64_t)k) >> 1;
				first = fit_mix(variant ^ above << 20 ^ (uint64_t)k) & 1;
			}
			d->class[i].key[k] = place | (uint64_t)(small != first) << 63;
		}
	}
}

static int by_place(const void *left, const void *right)
{
	const struct class *a = left, *b = right;

	for (int k = 0; k < 4; k++)
		if (a->key[k] != b->key[k])
			return a->key[k] < b->key[k] ? -1 : 1;
	return a->side - b->side;
}

/* The standing group holds nobody of another subject, nor of the other side. */
static bool suits(const struct fit_work *w, const struct class *c, int32_t slot)
{
	const struct fit_slot *s = &w->slot[slot];
	struct fit_made m;

	fit_describe(w, slot, s->one, s->n, &m);
	if (s->n >= w->max || m.subjects > 1 || m.mixed || w->desk->promised[slot])
		return false;
	for (int32_t i = 0; i < s->n; i++) {
		const struct fit_one *p = &w->one[s->one[i]];
		if (p->subject != c->subject
			|| (p->split && (p->stage == EXPERIENCE_INTERNSHIP) != c->side))
			return false;
	}
	return true;
}

static void list_standing(struct fit_work *w)
{
	struct fit_desk *d = w->desk;

	for (size_t i = 0; i < w->in->subjects; i++)
		d->head[i] = -1;
	for (int32_t i = w->standing - 1; i >= 0; i--) {
		const struct fit_slot *s = &w->slot[i];
		int32_t subject = s->n && s->subject < 0 ? w->one[s->one[0]].subject : s->subject;
		if (subject < 0)
			continue;
		d->promised[i] = false;
		d->next[i] = d->head[subject];
		d->head[subject] = i;
	}
}

/* Promises places in standing groups of the subject: what the small ones need, and then, when there
   is room for all, one by one to the smallest. Returns how many are left of n. */
static int32_t promise(struct fit_work *w, const struct class *c, int32_t n)
{
	struct fit_desk *d = w->desk;
	int32_t class = (int32_t)(c - d->class);
	int32_t first = d->quotas, room = 0;

	for (int32_t i = d->head[c->subject]; i >= 0 && n; i = d->next[i]) {
		int32_t size = w->slot[i].n, need = size < w->min ? w->min - size : 0;
		if (!suits(w, c, i))
			continue;
		need = need < n ? need : n;
		d->quota[d->quotas++] = (struct quota){ i, need, class };
		room += w->max - size - need;
		n -= need;
	}
	for (int32_t size = 0; n <= room && n && size < w->max; size++)
		for (int32_t q = first; q < d->quotas && n; q++)
			if (w->slot[d->quota[q].slot].n + d->quota[q].n == size) {
				d->quota[q].n++;
				n--;
				room--;
			}
	for (int32_t q = first; q < d->quotas; q++)
		d->promised[d->quota[q].slot] = d->quota[q].n > 0;
	return n;
}

static struct piece piece_of(const struct fit_work *w, const struct class *c, int32_t unit)
{
	struct piece p = { unit, unit < 0 ? 1 : w->unit[unit].n, 0, 0, c->subject, -1 };
	bool split = w->in->subject[c->subject].split;

	if (unit < 0) {
		p.with = split && c->side;
		p.without = split && !c->side;
	}
	for (int32_t i = 0; unit >= 0 && i < p.size; i++) {
		const struct fit_one *one = &w->one[w->unit[unit].one[i]];
		p.with += one->split && one->stage == EXPERIENCE_INTERNSHIP;
		p.without += one->split && one->stage != EXPERIENCE_INTERNSHIP;
	}
	return p;
}

static void make_pieces(struct fit_work *w)
{
	struct fit_desk *d = w->desk;

	d->pieces = 0;
	for (int32_t k = 0; k < d->classes; k++) {
		struct class *c = &d->class[k];
		int32_t singles = c->to - c->singles;
		c->first = d->pieces;
		for (int32_t i = c->from; i < c->singles; i++)
			d->piece[d->pieces++] = piece_of(w, c, d->unit[i].unit);
		if (w->standing && !w->trying)
			singles = promise(w, c, singles);
		for (int32_t i = 0; i < singles; i++)
			d->piece[d->pieces++] = piece_of(w, c, -1);
	}
}

/* Piece j, a known unit, is to be apart from one of those up to piece i. */
static bool clash(const struct fit_work *w, int32_t j, int32_t i)
{
	const struct piece *p = w->desk->piece;

	if (p[j].unit < 0 || w->apart_from[w->ones] == 0)
		return false;
	for (int32_t k = j + 1; k < i; k++)
		if (p[k].unit >= 0 && fit_clash(w, p[j].unit, p[k].unit))
			return true;
	return false;
}

static int farther(int a, int b)
{
	return a > b ? a : b;
}

/* The best group that ends before piece i, or nobody's: from the best ways to the pieces before. */
static void step(struct fit_work *w, int32_t i)
{
	struct fit_desk *d = w->desk;
	int32_t size = 0, with = 0, without = 0, subjects = 0, last = d->piece[i - 1].subject;
	int far = 0;

	d->best[i] = d->best[i - 1] + d->piece[i - 1].size * FIT_COST_UNPLACED;
	d->from[i] = -1;
	for (int32_t j = i - 1; j >= 0; j--) {
		const struct piece *p = &d->piece[j];
		size += p->size;
		if (size > w->max || (w->trying && clash(w, j, i)))
			return;
		with += p->with;
		without += p->without;
		if (p->subject != last)
			far = farther(far, fit_distance(w, p->subject, last));
		subjects += j == i - 1 || p->subject != p[1].subject;
		if (size < w->min)
			continue;
		int64_t cost = d->best[j] + FIT_COST_NEW + w->size_cost[size] + fit_cost_spread[far]
			+ (subjects - 1) * FIT_COST_SUBJECT
			+ (with < without ? with : without) * FIT_COST_MIXED;
		if (cost < d->best[i]) {
			d->best[i] = cost;
			d->from[i] = j;
		}
	}
}

/* An empty one that no other part of this cut was given; -1: there is none. */
static int32_t new_slot(struct fit_work *w)
{
	int32_t found = -1;

	for (int32_t k = 0; w->trying && k < w->was_n && found < 0; k++) {
		const struct fit_slot *s = &w->slot[w->was[k].slot];
		if (s->n == 0 && s->id == 0 && s->cut != w->cuts)
			found = w->was[k].slot;
	}
	if (found < 0 && w->top < w->slots)
		found = w->top++;
	for (int32_t k = w->standing; found < 0 && k < w->slots; k++)
		if (w->slot[k].n == 0 && w->slot[k].cut != w->cuts)
			found = k;
	if (found >= 0)
		w->slot[found].cut = w->cuts;
	return found;
}

/* A standing group that is empty and is for the subject of pieces from up to to, or for any; else a
   new one. */
static int32_t slot_for(struct fit_work *w, int32_t from, int32_t to)
{
	const struct piece *p = w->desk->piece;
	int32_t look = w->standing <= STANDING_SEARCHED ? w->standing : 0;

	if (look && w->trying && fit_roll(w, 3) == 0)
		return new_slot(w);
	for (int32_t k = 0; k < look; k++) {
		struct fit_slot *s = &w->slot[k];
		int32_t i = from;
		if (s->n || s->cut == w->cuts || (!w->trying && w->desk->promised[k]))
			continue;
		while (s->subject >= 0 && i < to && p[i].subject == s->subject)
			i++;
		if (i < to && s->subject >= 0)
			continue;
		s->cut = w->cuts;
		return k;
	}
	return new_slot(w);
}

/* Goes the best way back and gives its pieces to groups without people. */
static void cut(struct fit_work *w)
{
	struct fit_desk *d = w->desk;

	w->cuts++;
	for (int32_t i = 1; i <= d->pieces; i++)
		step(w, i);
	for (int32_t i = d->pieces; i > 0;) {
		int32_t from = d->from[i] < 0 ? i - 1 : d->from[i];
		int32_t slot = d->from[i] < 0 ? -1 : slot_for(w, from, i);
		while (i > from)
			d->piece[--i].slot = slot;
	}
}

static bool give(struct fit_work *w, struct quota *q, int32_t unit)
{
	if (q->n == 0 || (w->apart_from[w->ones] && fit_conflict(w, unit, q->slot, -1)))
		return false;
	fit_put(w, unit, q->slot);
	q->n--;
	return true;
}

/* People of one experience go in turn to so many groups that each gets two of them. */
static void deal_stage(struct fit_work *w, const struct sorted *unit, int32_t n, int32_t *turn)
{
	struct fit_desk *d = w->desk;
	int32_t all = d->quotas, groups = n / 2 < all ? n / 2 : all, given = 0, idle = 0;
	bool said = w->one[w->unit[unit->unit].one[0]].stage != EXPERIENCE_UNKNOWN;

	if (all == 0)
		return;
	if (!said || groups == 0)
		groups = said ? 1 : all;
	for (int32_t at = 0; given < n; at = at + 1 < groups ? at + 1 : 0) {
		bool gave = give(w, &d->quota[(*turn + at) % all], unit[given].unit);
		given += gave;
		idle = gave ? 0 : idle + 1;
		if (idle <= groups)
			continue;
		given += groups == all; /* whom no group of these can take waits */
		groups = 2 * groups < all ? 2 * groups : all; /* these are full: the next too */
		idle = 0;
	}
	*turn = (*turn + groups) % all;
}

/* The rarest experience first, because it has the least choice; who did not say last. */
static void deal(struct fit_work *w, const struct class *c)
{
	const struct sorted *unit = &w->desk->unit[c->singles];
	int32_t n = c->to - c->singles, from[EXPERIENCE_LAST + 2] = { 0 }, turn = 0;
	bool done[EXPERIENCE_LAST + 1] = { false };

	for (int32_t i = 0; i < n; i++)
		from[(unit[i].then >> 60) + 1]++;
	for (int i = 0; i <= EXPERIENCE_LAST; i++)
		from[i + 1] += from[i];
	for (int k = 0; k <= EXPERIENCE_LAST && w->desk->quotas; k++) {
		int least = EXPERIENCE_UNKNOWN;
		for (int i = EXPERIENCE_LAST; i > EXPERIENCE_UNKNOWN; i--)
			if (!done[i]
				&& (least == EXPERIENCE_UNKNOWN
					|| from[i + 1] - from[i] < from[least + 1] - from[least]))
				least = i;
		done[least] = true;
		if (from[least + 1] > from[least])
			deal_stage(w, unit + from[least], from[least + 1] - from[least], &turn);
	}
}

/* Gathers what is promised to one class, in standing groups and in new ones, and deals. */
static void deal_class(struct fit_work *w, int32_t k, const struct quota *kept, int32_t kept_n)
{
	struct fit_desk *d = w->desk;
	const struct class *c = &d->class[k];
	int32_t end = k + 1 < d->classes ? d->class[k + 1].first : d->pieces;

	d->quotas = 0;
	for (int32_t i = 0; i < kept_n; i++)
		d->quota[d->quotas++] = kept[i];
	for (int32_t i = c->first; i < end; i++) {
		const struct piece *p = &d->piece[i];
		if (p->slot < 0)
			continue;
		if (p->unit >= 0) {
			if (!fit_conflict(w, p->unit, p->slot, -1))
				fit_put(w, p->unit, p->slot);
			continue;
		}
		if (d->quotas == 0 || d->quota[d->quotas - 1].slot != p->slot)
			d->quota[d->quotas++] = (struct quota){ p->slot, 0, k };
		d->quota[d->quotas - 1].n++;
	}
	deal(w, c);
}

void fit_cut_row(struct fit_work *w, const int32_t *unit, int32_t n)
{
	struct fit_desk *d = w->desk;

	d->pieces = n;
	for (int32_t i = 0; i < n; i++) {
		struct class c = { .subject = w->one[w->unit[unit[i]].one[0]].subject };
		d->piece[i] = piece_of(w, &c, unit[i]);
	}
	cut(w);
	for (int32_t i = 0; i < n; i++)
		if (d->piece[i].slot >= 0)
			fit_put(w, unit[i], d->piece[i].slot);
}

void fit_cut(struct fit_work *w, const int32_t *unit, int32_t n, uint64_t variant)
{
	struct fit_desk *d = w->desk;

	if (n == 0)
		return;
	sort_units(w, unit, n);
	find_classes(w);
	place_classes(w, variant);
	qsort(d->class, (size_t)d->classes, sizeof *d->class, by_place);
	d->quotas = 0;
	if (w->standing && !w->trying)
		list_standing(w);
	make_pieces(w);
	cut(w);
	int32_t kept_n = d->quotas, at = 0;
	memcpy(d->kept, d->quota, (size_t)kept_n * sizeof *d->kept);
	for (int32_t k = 0; k < d->classes; k++) {
		int32_t first = at;
		while (at < kept_n && d->kept[at].class == k)
			at++;
		deal_class(w, k, d->kept + first, at - first);
	}
}
