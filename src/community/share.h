/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How much of a group's words come from whoever looks after it, a week at a time, so that a
   facilitator sees how much of the talking they do. A word is a run of signs between spaces; who
   wrote it is staff when they were in no group of the round. Counted once an hour, so a word may be
   an hour late; what was changed afterwards counts from the group's next post on. Names: share_ */
#ifndef COMMUNITY_SHARE_H
#define COMMUNITY_SHARE_H

#include "community/ids.h"

#include "base/ctx.h"

enum { SHARE_GROUPS = 20, SHARE_SHOWN = 40 };
enum { SHARE_CEILING = 20, SHARE_CEILING_MAX = 90 }; /* hundredths */

struct share_group {
	struct group_id group;
	struct str name;
	int64_t members, staff; /* words in the week */
};
/* A week of a round: the groups with the largest shares of staff, and the sums of all groups. */
struct share {
	const struct share_group *group;
	size_t n;
	struct share_group all;
};
/* Where a count goes on; zeroed it begins. */
struct share_count {
	int64_t since, until, group;
};

/* In hundredths, rounded; 0 where nothing was written. */
int64_t share_of(int64_t members, int64_t staff);

/* Counts SHARE_GROUPS groups of open rounds in which something was written since the last count. */
MUST bool share_some(struct ctx *c, struct share_count *at, bool *ret_more);
MUST bool share_week(struct ctx *c, struct round_id round, int64_t week, struct share *ret);
/* SHARE_CEILING unless the round chose. */
MUST bool share_ceiling(struct ctx *c, struct round_id round, int64_t *ret);
/* Faults: INVALID (field ceiling) outside 1 to SHARE_CEILING_MAX, ABSENT round. Audited. */
MUST bool share_ceiling_set(struct ctx *c, struct round_id round, int64_t ceiling);

#endif
