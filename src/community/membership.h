/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Being a member: what was agreed to, and leaving, which is leaving all rounds. The study is
   another record. Names: membership_ */
#ifndef COMMUNITY_MEMBERSHIP_H
#define COMMUNITY_MEMBERSHIP_H

#include "base/ctx.h"
#include "community/ids.h"

enum { MEMBERSHIP_ROUNDS_MAX = 100 };

struct membership_round {
	struct round_id id;
	struct str title;
};

/* Those that c->actor takes part in, latest first. */
MUST bool membership_rounds(struct ctx *c, struct membership_round **ret, size_t *ret_n);
/* To the terms that were shown. Twice is once. Faults: CONFLICT when there are newer ones. */
MUST bool membership_agree(struct ctx *c, int64_t text);
/* c->actor leaves every round and takes the agreement back; answers to the questions of joining are
   deleted, what was posted stays. The study is not touched: what was given to it goes when
   the person has left both, in either order. Twice is once. Audited. */
MUST bool membership_leave(struct ctx *c);

#endif
