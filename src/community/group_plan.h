/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A proposal: who could go into which group of a round. It is made by community/fit from subjects,
   work experience and wishes, and from nothing else that is known of people; it changes nothing
   until it is applied. Names: group_plan_ */
#ifndef COMMUNITY_GROUP_PLAN_H
#define COMMUNITY_GROUP_PLAN_H

#include "base/ctx.h"
#include "community/fit.h"
#include "community/fit_choice.h"

struct enrolment;

enum { GROUP_PLAN_PEOPLE_MAX = 5000 };

/* A group as it would be. */
struct group_plan_place {
	struct group_id group; /* 0: it would be made */
	struct str name, subject;
	int64_t size;			 /* before */
	const struct enrolment **person; /* who would come */
	size_t n, leaving;
	struct fit_made fit;   /* of all who would be in it, in words: */
	struct str subjects;   /* «Chemistry 5, Physics 3» */
	struct str experience; /* «internship: 2, no work experience yet: 6» */
};
/* What the whole of it gives up; the numbers are of groups and of people. */
struct group_plan_sum {
	size_t groups, made, people, smallest, largest, distance[5], alone, mixed, moved, short_of;
};
struct group_plan {
	struct group_plan_place *place; /* by subject; those that change */
	size_t n;
	struct group_plan_place *all; /* those with people */
	size_t all_n;
	const struct enrolment **unplaced;
	size_t unplaced_n;
	struct str *unmet; /* wishes that are not met: a sentence each */
	size_t unmet_n;
	struct group_plan_sum sum;
	struct fit_choice choice;
	bool split;   /* some subject is split by experience */
	int64_t mark; /* changes with anything above; over 0 */
};

/* The same people, groups and choices give the same proposal. Groups that have begun keep whom they
   have. Faults: ABSENT round, LIMIT over GROUP_PLAN_PEOPLE_MAX. */
MUST bool group_plan_make(struct ctx *c, struct round_id round, struct group_plan *ret);
/* Makes the groups and puts the people. Audited one by one. */
MUST bool group_plan_apply(struct ctx *c, struct round_id round, const struct group_plan *p);

/* fit.h's distance between subjects in words: «one subject», «subjects of neighbouring fields». */
const char *group_plan_distance(int distance);

#endif
