/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the builder is told of a round: everybody who takes part, by subject, work experience, year,
   group and wishes. Names: group_plan_read_ */
#ifndef COMMUNITY_GROUP_PLAN_READ_H
#define COMMUNITY_GROUP_PLAN_READ_H

#include "community/group.h"
#include "community/group_plan.h"
#include "community/round.h"
#include "core/subject.h"

struct group_plan_read {
	struct round round;
	struct fit_choice choice;
	struct enrolment *person; /* by index of in.person */
	struct subject *subject;  /* by index of in.subject; the label is as people wrote it */
	struct group *group;	  /* by name; those that the builder may use are in in.group */
	struct fit_pair *pair;	  /* by index of in.wish */
	size_t groups;
	struct fit_input in;
};

/* Faults: ABSENT round, LIMIT. */
MUST bool group_plan_read(struct ctx *c, struct round_id round, struct group_plan_read *ret);

#endif
