/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Asking for the time of a meeting: a few times, proposed from when people said that they are often
   free, and whom each suits. Nobody sees who said what. Names: meeting_poll_ */
#ifndef COMMUNITY_MEETING_POLL_H
#define COMMUNITY_MEETING_POLL_H

#include "community/meeting.h"

enum { MEETING_POLL_MOST = 6, MEETING_POLL_TIMES = 21 };

struct meeting_slot {
	int64_t at;
	int64_t suits; /* how many people */
	bool mine;     /* c->actor is one of them */
};
struct meeting_poll {
	struct meeting_slot slot[MEETING_POLL_MOST]; /* by time */
	size_t n;
	int64_t people;	     /* who answered */
	bool answered, none; /* c->actor did; and said that none suits */
};
/* When the people it is for said they are free: by day * 3 + part, as enrolment.free. */
struct meeting_free {
	int64_t people, said; /* of people, so many said anything */
	int64_t n[MEETING_POLL_TIMES];
};
/* As typed. */
struct meeting_poll_draft {
	struct str day[MEETING_POLL_MOST], time[MEETING_POLL_MOST]; /* both empty: none */
};

MUST bool meeting_poll_get(struct ctx *c, struct meeting_id id, struct meeting_poll *ret);
/* Of the groups that a meeting of the round, or of one group, is for. */
MUST bool meeting_poll_free(
	struct ctx *c, struct round_id round, struct group_id group, struct meeting_free *ret);
/* At most max times between from and from + 7 days that suit most of them, best first; where nobody
   said anything, evenings. Returns how many. */
size_t meeting_poll_propose(struct ctx *c, const struct meeting_free *f, struct str zone,
	int64_t from, size_t max, int64_t *ret);
/* Asks for these times; begins the meeting when there is none. Answers for times that stay are
   kept. Faults: INVALID by field (day_1, time_1, …), ABSENT, CONFLICT when a time is set.
   Audited. */
MUST bool meeting_poll_ask(struct ctx *c, struct round_id round, struct group_id group,
	const struct meeting_poll_draft *d);
/* What c->actor says; again replaces it. Faults: INVALID (field at) when nothing was said or a time
   is not one of them, CONFLICT when the time is set. */
MUST bool meeting_poll_answer(
	struct ctx *c, const struct meeting *m, const int64_t *at, size_t n, bool none);
/* Forgets who said what about meetings that are over or called off. */
MUST bool meeting_poll_forget(struct ctx *c);

#endif
