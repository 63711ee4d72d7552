/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was said at a meeting, as a thread of the group for those who could not come: one a group
   and meeting. Names: meeting_recap_ */
#ifndef COMMUNITY_MEETING_RECAP_H
#define COMMUNITY_MEETING_RECAP_H

#include "community/meeting.h"

struct place;
struct thread_draft;

/* ret->v is 0 while there is none, or when its thread was deleted; that is no fault. */
MUST bool meeting_recap_find(
	struct ctx *c, struct meeting_id id, struct group_id group, struct thread_id *ret);
/* Opens it, by c->actor, who may write in the group. The same form again returns the first. Faults:
   as thread_open; CONFLICT before the meeting or when there is one, ABSENT when the meeting is not
   for the group. */
MUST bool meeting_recap_open(struct ctx *c, const struct place *p, const struct meeting *m,
	const struct thread_draft *d, struct thread_id *ret);

#endif
