/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the people of a round ticked when they joined, as rounded numbers for those who run it. What
   somebody wrote, and who ticked what, is not in it. Names: joining_tally_ */
#ifndef COMMUNITY_JOINING_TALLY_H
#define COMMUNITY_JOINING_TALLY_H

#include "community/ids.h"
#include "community/joining_words.h"

#include "base/ctx.h"

/* All rounded as core/disclose says, and kept by core/told. */
struct joining_tally {
	int64_t people; /* who answered all questions and take part */
	int64_t goals[JOINING_GOALS], helps[JOINING_HELPS], hinders[JOINING_HINDERS];
	int64_t told_at; /* when these were made; they stay until enough people have changed */
	bool told;	 /* false: so few answered that the rest is 0, lest it says who */
};

MUST bool joining_tally_read(struct ctx *c, struct round_id round, struct joining_tally *ret);

#endif
