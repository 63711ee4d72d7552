/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/group_plan.h"

#include "base/utf8.h"
#include "community/enrolment.h"
#include "community/group.h"
#include "community/round.h"

#include <stdlib.h>

enum { NAME_ROOM = 5 }; /* for a blank and a number behind a subject */

/* What the proposal is made from, and how far it has come. */
struct work {
	struct ctx *c;
	int64_t min, max;
	const struct group *group;
	size_t group_n;
	struct group_plan *plan;
	const struct enrolment **person; /* of one subject */
	size_t person_n;
	size_t first;	  /* place of this subject */
	size_t left;	  /* of these people, not yet promised a place */
	size_t *promised; /* by place */
};

static char folded(char ch)
{
	return ch >= 'A' && ch <= 'Z' ? (char)(ch - 'A' + 'a') : ch;
}

static int by_text(struct str a, struct str b)
{
	for (size_t i = 0; i < a.len && i < b.len; i++)
		if (folded(a.at[i]) != folded(b.at[i]))
			return (unsigned char)folded(a.at[i]) < (unsigned char)folded(b.at[i]) ? -1
											       : 1;
	return (a.len > b.len) - (a.len < b.len);
}

/* Not left to the database: the order of letters differs between engines. */
static int by_subject_and_year(const void *left, const void *right)
{
	const struct enrolment *a = *(const struct enrolment *const *)left;
	const struct enrolment *b = *(const struct enrolment *const *)right;
	int order = by_text(a->subject, b->subject);

	if (order)
		return order;
	if (a->year != b->year)
		return a->year < b->year ? -1 : 1;
	return (a->person.v > b->person.v) - (a->person.v < b->person.v);
}

static bool is_named(const struct work *w, struct str name)
{
	for (size_t i = 0; i < w->group_n; i++)
		if (str_same(w->group[i].name, name))
			return true;
	for (size_t i = 0; i < w->plan->n; i++)
		if (str_same(w->plan->place[i].name, name))
			return true;
	return false;
}

/* «Chemistry», or «Chemistry 2» when there are several. */
static struct str name_for(const struct work *w, struct str subject, bool several)
{
	struct str name = utf8_head(subject, GROUP_NAME_MAX - NAME_ROOM), first = name;

	for (int n = several ? 1 : 2; several || is_named(w, name); n++) {
		name = arena_fmt(w->c->mem, "%.*s %d", (int)first.len, first.at, n);
		several = is_named(w, name);
	}
	return name;
}

static void add_place(struct work *w, const struct group_plan_place *p, size_t promised)
{
	struct group_plan_place *place = &w->plan->place[w->plan->n];

	*place = *p;
	place->person = arena_new(w->c->mem, const struct enrolment *, (size_t)w->max);
	w->promised[w->plan->n++] = promised;
	w->left -= promised;
}

static int64_t filled(const struct work *w, size_t place)
{
	return w->plan->place[place].size + (int64_t)w->promised[place];
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The groups of the subject; those that are too small are promised what they need. Returns the room
   that is left in them. */
static size_t fill_small(struct work *w, struct str subject)
{
	size_t room = 0;

	for (size_t i = 0; i < w->group_n; i++) {
		const struct group *g = &w->group[i];
		if (!str_same(g->subject, subject) || g->size >= w->max)
			continue;
		size_t need = g->size < w->min ? (size_t)(w->min - g->size) : 0;
		size_t add = least(need, w->left);
		room += (size_t)(w->max - g->size) - add;
		add_place(w,
			&(struct group_plan_place){ .group = g->id,
				.name = g->name,
				.subject = g->subject,
				.size = g->size },
			add);
	}
	return room;
}

/* One by one to the smallest group that has room. */
static void fill_room(struct work *w, size_t room)
{
	for (; room && w->left; room--, w->left--) {
		size_t smallest = w->first;
		for (size_t i = w->first; i < w->plan->n; i++)
			if (filled(w, i) < filled(w, smallest))
				smallest = i;
		w->promised[smallest]++;
	}
}

/* As few new groups as hold them all; fewer when they would be too small. */
static void add_groups(struct work *w, struct str subject)
{
	size_t min = (size_t)w->min, max = (size_t)w->max, groups = (w->left + max - 1) / max;

	if (groups * min > w->left)
		groups = w->left / min;
	size_t all = least(w->left, groups * max);
	for (size_t i = 0; i < groups; i++)
		add_place(w,
			&(struct group_plan_place){
				.name = name_for(w, subject, groups > 1), .subject = subject },
			all / groups + (i < all % groups));
}

/* Deals people to the places in turn, so that the years mix. */
static void deal(struct work *w)
{
	size_t next = 0, promised = 0;

	for (size_t i = w->first; i < w->plan->n; i++)
		promised += w->promised[i];
	for (size_t i = w->first; next < promised; i = i + 1 < w->plan->n ? i + 1 : w->first) {
		struct group_plan_place *p = &w->plan->place[i];
		if (p->n < w->promised[i])
			p->person[p->n++] = w->person[next++];
	}
	while (next < w->person_n)
		w->plan->unplaced[w->plan->unplaced_n++] = w->person[next++];
}

/* Forgets the groups that nobody would join. */
static void drop_empty(struct work *w)
{
	size_t kept = w->first;

	for (size_t i = w->first; i < w->plan->n; i++)
		if (w->plan->place[i].n)
			w->plan->place[kept++] = w->plan->place[i];
	w->plan->n = kept;
}

static void plan_subject(struct work *w)
{
	struct str subject = w->person[0]->subject;

	w->first = w->plan->n;
	w->left = w->person_n;
	size_t room = fill_small(w, subject);
	if (w->left > room) {
		size_t before = w->plan->n;
		add_groups(w, subject);
		/* New groups may have room too, but only when nobody is left. */
		if (w->left && before > w->first)
			fill_room(w, room);
	} else {
		fill_room(w, room);
	}
	deal(w);
	drop_empty(w);
}

static uint64_t mix(uint64_t mark, const void *at, size_t len)
{
	for (size_t i = 0; i < len; i++) /* FNV-1a */
		mark = (mark ^ ((const unsigned char *)at)[i]) * UINT64_C(1099511628211);
	return mark;
}

static int64_t mark_of(const struct group_plan *p)
{
	uint64_t mark = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < p->n; i++) {
		const struct group_plan_place *place = &p->place[i];
		mark = mix(mark, &place->group.v, sizeof place->group.v);
		mark = mix(mark, &place->size, sizeof place->size);
		mark = mix(mark, place->name.at, place->name.len);
		for (size_t j = 0; j < place->n; j++)
			mark = mix(mark, &place->person[j]->person.v, sizeof(int64_t));
	}
	for (size_t i = 0; i < p->unplaced_n; i++)
		mark = mix(mark, &p->unplaced[i]->person.v, sizeof(int64_t));
	return (int64_t)(mark % 999999999999999999) + 1; /* as many digits as a form takes */
}

bool group_plan_make(struct ctx *c, struct round_id id, struct group_plan *ret)
{
	struct group_plan plan = { 0 };
	struct work w = { .c = c, .plan = &plan };
	struct enrolment *all;
	struct group *group;
	struct round round;
	size_t n;

	if (!round_get(c, id, &round) || !group_list(c, id, &group, &w.group_n)
		|| !enrolment_unplaced(c, id, &all, &n))
		return false;
	w.group = group;
	w.min = round.size_min;
	w.max = round.size_max;
	w.promised = arena_new(c->mem, size_t, w.group_n + n);
	plan.place = arena_new(c->mem, struct group_plan_place, w.group_n + n);
	plan.unplaced = arena_new(c->mem, const struct enrolment *, n);
	const struct enrolment **sorted = arena_new(c->mem, const struct enrolment *, n);
	for (size_t i = 0; i < n; i++)
		sorted[i] = &all[i];
	if (n)
		qsort(sorted, n, sizeof *sorted, by_subject_and_year);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && str_same(sorted[to]->subject, sorted[from]->subject);)
			to++;
		w.person = &sorted[from];
		w.person_n = to - from;
		plan_subject(&w);
	}
	plan.mark = mark_of(&plan);
	*ret = plan;
	return true;
}

static bool apply_place(struct ctx *c, struct round_id round, const struct group_plan_place *p)
{
	struct group_draft d = { .round = round, .name = p->name, .subject = p->subject };
	struct group_id id = p->group;

	if (id.v == 0 && !group_make(c, &d, &id))
		return false;
	for (size_t i = 0; i < p->n; i++)
		if (!group_put(c, id, p->person[i]->person))
			return false;
	return true;
}

bool group_plan_apply(struct ctx *c, struct round_id round, const struct group_plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!apply_place(c, round, &p->place[i]))
			return false;
	return true;
}
