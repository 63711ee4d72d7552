/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A first answer within a day. A thread that a member opened waits until somebody else has written
   in it. It is offered in steps, each wider than the one before: to two members of the group whose
   goals are near, to the whole group, to two readers of other groups where the round is read
   across, and before the day is over to the facilitators. Who is offered a thread is told its
   byline and no more; nobody is told that they were asked and did not answer. Names: first_ */
#ifndef COMMUNITY_FIRST_H
#define COMMUNITY_FIRST_H

#include "community/ids.h"

#include "base/ctx.h"

/* Stored as numbers (first_wait.stage): never renumber. */
enum first_stage { FIRST_NEW, FIRST_PEERS, FIRST_GROUP, FIRST_ACROSS, FIRST_STAFF };
/* Hours after it was opened. The last step comes earlier when those hours end outside of a
   facilitator's day, so that it never comes too late for an answer within PROMISE. */
enum { FIRST_GROUP_H = 6, FIRST_ACROSS_H = 12, FIRST_STAFF_H = 18, FIRST_PROMISE_H = 24 };
/* Hours of the round's zone: no offer is made in quiet ones; a facilitator's day. */
enum { FIRST_QUIET_FROM = 22, FIRST_QUIET_UNTIL = 7, FIRST_DAY_FROM = 9, FIRST_DAY_UNTIL = 17 };
enum { FIRST_PEERS_ASKED = 2, FIRST_BATCH = 50, FIRST_OFFERS_MAX = 8 };

struct first_wait {
	struct thread_id thread;
	struct group_id group;
	struct round_id round;
	struct person_id author;
	int64_t opened_at;
	struct str zone;
	enum first_stage stage;
	bool read_across;
};
struct first_offer {
	struct thread_id thread;
	struct group_id group;
	struct str title, byline;
};
/* Where a thread of a group that waits stands. */
struct first_state {
	struct thread_id thread;
	enum first_stage stage;
	bool passed; /* c->actor said «not for me» */
};

/* When a step is due for a thread that was opened then. */
int64_t first_due(struct ctx *c, struct str zone, int64_t opened_at, enum first_stage stage);
/* Takes note of threads that were opened since it did so last. */
MUST bool first_take_up(struct ctx *c, bool *ret_more);
/* Looks at FIRST_BATCH waits that are due: notes answers, makes offers, goes a step further. */
MUST bool first_go_on(struct ctx *c, bool *ret_more);
/* For first_go_on: offers it to as many more members as are missing, or to readers across. */
MUST bool first_offer_to(struct ctx *c, const struct first_wait *w, bool across);

/* What person was offered and nobody has answered yet, the oldest first. */
MUST bool first_offers(struct ctx *c, struct person_id person,
	struct first_offer ret[FIRST_OFFERS_MAX], size_t *ret_n);
/* The threads of a group that wait. */
MUST bool first_states(
	struct ctx *c, struct group_id group, struct first_state **ret, size_t *ret_n);
/* Whether c->actor, who is no member of its group, may answer because they were asked to. */
MUST bool first_guest(struct ctx *c, struct thread_id thread, bool *ret);
/* c->actor was offered it, or could be, and leaves it to somebody else. Twice is once. */
MUST bool first_pass(struct ctx *c, struct thread_id thread);

#endif
