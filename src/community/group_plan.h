/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A proposal: who could go into which group, by subject and within the round's bounds. It is made
   from what is there and changes nothing until it is applied. Names: group_plan_ */
#ifndef COMMUNITY_GROUP_PLAN_H
#define COMMUNITY_GROUP_PLAN_H

#include "base/ctx.h"
#include "community/ids.h"

struct enrolment;

/* People for one group. */
struct group_plan_place {
	struct group_id group; /* 0: it would be made */
	struct str name, subject;
	int64_t size; /* before */
	const struct enrolment **person;
	size_t n;
};
struct group_plan {
	struct group_plan_place *place; /* by subject; only those that somebody would join */
	size_t n;
	const struct enrolment **unplaced; /* too few of their subject, and no room in its groups */
	size_t unplaced_n;
	int64_t mark; /* changes with anything above; over 0 */
};

/* Groups of a subject that are too small are filled first. Who is left joins groups with room, or
   new groups of about equal size when they are too many; years are dealt evenly. The same people
   and groups give the same proposal. Faults: ABSENT round. */
MUST bool group_plan_make(struct ctx *c, struct round_id round, struct group_plan *ret);
/* Makes the groups and puts the people. Audited one by one. */
MUST bool group_plan_apply(struct ctx *c, struct round_id round, const struct group_plan *p);

#endif
