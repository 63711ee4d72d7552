/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rounds that repeat: a round that is made again with new dates, and people of an earlier round who
   join the next one of the same study. Names: again_ */
#ifndef COMMUNITY_AGAIN_H
#define COMMUNITY_AGAIN_H

#include "base/ctx.h"
#include "community/ids.h"

struct round_draft;

/* How a round repeats. */
struct again {
	bool is_open; /* members of earlier rounds may join by themselves; so unless switched off */
	struct round_id from; /* 0: it was not made from another */
	struct str from_title;
};
/* What c->actor may do next, when their rounds are over. */
struct again_offer {
	struct round_id round; /* 0: nothing */
	struct round_id from;  /* the round they were in; 0 when they have joined already */
	struct str title, zone, earlier; /* earlier: the title of the round they were in */
	int64_t opens_at, from_opens_at;
	bool joined; /* already in it, and waiting for a group */
};

/* A draft with everything of an earlier round but title, name and first day; the day is the Monday
   a week from now, or after the end of the earlier round when that is later. Faults: ABSENT. */
MUST bool again_draft(struct ctx *c, struct round_id from, struct round_draft *ret);
/* Makes the round, and takes along how its groups are built and what they get. People, groups,
   trials and meetings stay behind. Faults: as round_make. Audited. */
MUST bool again_make(
	struct ctx *c, struct round_id from, const struct round_draft *d, struct round_id *ret);
MUST bool again_get(struct ctx *c, struct round_id round, struct again *ret);
/* Audited. Faults: ABSENT. */
MUST bool again_set_open(struct ctx *c, struct round_id round, bool is_open);

/* The next round that has not begun, of a study of which c->actor was in a round until its end and
   which lets them join; or one they have joined and have no group of yet. */
MUST bool again_find(struct ctx *c, struct again_offer *ret);
/* Lets c->actor answer the questions of a round that is offered to them. What they answered before
   the earlier round is filled in, with the year of studies moved on when a new one (from August)
   has begun since; ret tells whether that was everything, so that they need only look it through.
   Faults: ABSENT when the round is not offered. */
MUST bool again_join(struct ctx *c, struct round_id round, bool *ret_complete);

#endif
