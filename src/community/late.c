/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/late.h"

#include "community/enrolment.h"
#include "community/group_plan_read.h"

/* How well a group suits somebody: the first number that differs decides, and less is better. */
enum { APART_FROM_FRIENDS, DISTANCE, WIDER, ACROSS, ALONE, SIZE, RANKS };
struct rank {
	int64_t by[RANKS];
};
struct late {
	struct group_plan_read r;
	size_t me; /* index of people */
};

static int64_t distance(const struct group_plan_read *r, int64_t a, int64_t b)
{
	return a == b ? 0 : subject_distance(&r->subject[a], &r->subject[b]);
}

/* -1: to be apart, 1: to be together, 0: neither. */
static int wish(const struct late *l, int64_t other)
{
	int64_t me = l->r.in.person[l->me].id;

	for (size_t i = 0; i < l->r.in.wishes; i++) {
		const struct fit_wish *w = &l->r.in.wish[i];
		if ((w->first == me && w->second == other)
			|| (w->first == other && w->second == me))
			return w->apart ? -1 : 1;
	}
	return 0;
}

static int side(const struct fit_input *in, const struct fit_person *p)
{
	if (!in->subject[p->subject].split || p->experience == EXPERIENCE_UNKNOWN)
		return 0;
	return p->experience == EXPERIENCE_INTERNSHIP ? 1 : -1;
}

/* False when they must not be in this group. */
static bool rank(const struct late *l, const struct fit_group *g, struct rank *ret)
{
	const struct fit_input *in = &l->r.in;
	const struct fit_person *me = &in->person[l->me];
	int64_t widest = 0, mine = 0, first = g->subject, n = 0, friends = 0, same = 0, across = 0;

	for (size_t i = 0; i < in->people; i++) {
		const struct fit_person *p = &in->person[i];
		if (p->group != g->id)
			continue;
		int wished = wish(l, p->id);
		if (wished < 0)
			return false;
		first = first < 0 ? p->subject : first;
		int64_t far = distance(&l->r, first, p->subject), near;
		widest = far > widest ? far : widest;
		near = distance(&l->r, me->subject, p->subject);
		mine = near > mine ? near : mine;
		friends += wished;
		same += p->experience == me->experience;
		across += side(in, p) * side(in, me) < 0;
		n++;
	}
	if (n == 0 || n >= in->size_max)
		return false;
	if (g->subject >= 0 && distance(&l->r, me->subject, g->subject) > mine)
		mine = distance(&l->r, me->subject, g->subject);
	bool alone = me->experience != EXPERIENCE_UNKNOWN && same == 0;
	*ret = (struct rank){ { -friends, mine, mine > widest ? mine - widest : 0, across, alone,
		n } };
	return true;
}

static bool better(const struct rank *a, const struct rank *b)
{
	for (int i = 0; i < RANKS; i++)
		if (a->by[i] != b->by[i])
			return a->by[i] < b->by[i];
	return false;
}

static struct group_id best(const struct late *l)
{
	struct group_id found = { 0 };
	struct rank least = { 0 }, r;

	for (size_t i = 0; i < l->r.in.groups; i++) {
		const struct fit_group *g = &l->r.in.group[i];
		if (rank(l, g, &r) && (found.v == 0 || better(&r, &least))) {
			least = r;
			found.v = g->id;
		}
	}
	return found;
}

/* Looked at first, because nearly everybody joins before there are groups. */
static bool any_open(struct ctx *c, struct round_id id, bool *ret)
{
	struct group *group;
	struct round round;
	int64_t people;
	size_t n;

	if (!round_get(c, id, &round) || !enrolment_count(c, id, &people)
		|| !group_list(c, id, &group, &n))
		return false;
	*ret = false;
	for (size_t i = 0; i < n; i++)
		*ret = *ret || (group[i].size > 0 && group[i].size < round.size_max);
	*ret = *ret && people <= GROUP_PLAN_PEOPLE_MAX && n < GROUP_LIST_MAX;
	return true;
}

bool late_place(struct ctx *c, struct round_id round, struct person_id person, struct group_id *ret)
{
	struct group_id found = { 0 };
	struct late l = { 0 };
	struct enrolment e = { 0 };
	bool open;

	if (!any_open(c, round, &open) || !enrolment_find(c, round, person, &e))
		return false;
	if (e.person.v == 0)
		return fail(c, FAULT_CONFLICT, "This person does not take part in the round.");
	if (e.group.v || !open) {
		*ret = e.group;
		return true;
	}
	if (!group_plan_read(c, round, &l.r))
		return false;
	while (l.r.in.person[l.me].id != person.v)
		l.me++;
	found = best(&l);
	if (found.v && !group_put(c, found, person))
		return false;
	*ret = found;
	return true;
}

bool late_place_all(struct ctx *c, struct round_id round, int64_t *ret)
{
	struct enrolment *waiting;
	int64_t placed = 0;
	size_t n;

	if (!enrolment_unplaced(c, round, &waiting, &n))
		return false;
	for (size_t i = 0; i < n && i < LATE_MOST; i++) {
		struct group_id group = { 0 };
		if (!late_place(c, round, waiting[i].person, &group))
			return false;
		placed += group.v != 0;
	}
	*ret = placed;
	return true;
}
