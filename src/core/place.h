/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where a person stands today: their group, its round, the week it is in. Every page shows it and
 * every trace is noted with it. Names: place_ */
#ifndef CORE_PLACE_H
#define CORE_PLACE_H

#include "base/ctx.h"

struct place {
	int64_t group, round, study; /* 0: in no round */
	int64_t participant;	     /* 0: not in the study or left it: nothing is noted */
	struct str group_name, round_title, topic_title, zone;
	int64_t week, weeks; /* week 0: not begun; weeks + 1: over */
	int64_t opens_at, closes_at,
		week_ends_at; /* instants; week_ends_at is the first after the week */
	bool read_across;
	bool several;	  /* in more than one round, over or not */
	int64_t noted;	  /* the round that traces are noted under: of this place, or of what was
			  opened; participant is the one of its study */
	int64_t off;	  /* classes of traces that the study of participant does not collect: bits
			  of core/collect */
	int64_t features; /* of the group: bits of core/feature; 0 in no round */
};

/* Of c->actor at c->now: the round that is open, else the next to open, else the last that closed.
   ret->round is 0 when there is none; that is no fault. */
MUST bool place_find(struct ctx *c, struct place *ret);
/* Who is in several rounds looks at a group or thread of one of them: sets noted and participant of
   p to those of its round, and leaves the rest. Asks nothing for people in one round. */
MUST bool place_note_group(struct ctx *c, struct place *p, int64_t group);
MUST bool place_note_thread(struct ctx *c, struct place *p, int64_t thread);
/* The week of a round at an instant, from the instants of its first and last day. Weeks follow the
   round's calendar, so one with a change to summer time is an hour shorter. */
MUST bool place_week(struct ctx *c, int64_t round, int64_t *ret);

#endif
