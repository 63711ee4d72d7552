/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The questions somebody answers before a round, saved one by one and sealed. Names: joining_ */
#ifndef COMMUNITY_JOINING_H
#define COMMUNITY_JOINING_H

#include "base/ctx.h"
#include "community/ids.h"

/* Lets a person answer the questions of a round; what they answered already stays. Faults: ABSENT
   when there is no such round. */
MUST bool joining_open(struct ctx *c, struct round_id round, struct person_id person);

#endif
