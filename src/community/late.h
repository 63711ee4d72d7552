/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whoever joins when the groups of a round are made already. Names: late_ */
#ifndef COMMUNITY_LATE_H
#define COMMUNITY_LATE_H

#include "base/ctx.h"
#include "community/ids.h"

enum { LATE_MOST = 50 };

/* Puts a person of the round into its best open group: one with people and with room, where nobody
   is whom they are to be apart from; with whom they are to be together first, then the nearest
   subject, their side of a split, others of their work experience, the smallest. ret is the group
   they have then: the old one when there was one, 0 when there is no such group, or nobody has a
   group yet. Faults: ABSENT round; CONFLICT when the person does not take part. Audited. */
MUST bool late_place(
	struct ctx *c, struct round_id round, struct person_id person, struct group_id *ret);
/* The same for people of the round without a group, at most LATE_MOST; ret is how many have one
   now. Faults: ABSENT. */
MUST bool late_place_all(struct ctx *c, struct round_id round, int64_t *ret);

#endif
