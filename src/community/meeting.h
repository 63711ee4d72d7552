/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The welcome meeting of a round: one hour to say hello, in a room of the institution's own
   elsewhere. It is announced to the groups that have FEATURE_LIVE_WELCOME. Names: meeting_ */
#ifndef COMMUNITY_MEETING_H
#define COMMUNITY_MEETING_H

#include "base/ctx.h"
#include "community/ids.h"

enum {
	MEETING_MINUTES_LEAST = 5,
	MEETING_MINUTES_MOST = 240,
	MEETING_LINK_MAX = 1000, /* bytes */
	MEETING_NOTE_MAX = 500,	 /* code points */
};

/* As typed. */
struct meeting_draft {
	struct str day, time; /* YYYY-MM-DD and HH:MM, in the round's zone */
	struct str link;      /* https:// */
	struct str note;      /* one line of plain text; may be empty */
	int64_t minutes;
};
struct meeting {
	int64_t at, minutes; /* at 0: none is set */
	struct str link, note;
};

/* Sets or changes it. Faults: INVALID by field (day, time, minutes, link, note; also for a moment
   that has passed), ABSENT round. Audited. */
MUST bool meeting_set(struct ctx *c, struct round_id round, const struct meeting_draft *d);
/* Audited when there was one. */
MUST bool meeting_remove(struct ctx *c, struct round_id round);
/* ret->at is 0 when none is set; that is no fault. */
MUST bool meeting_get(struct ctx *c, struct round_id round, struct meeting *ret);
bool meeting_is_over(const struct ctx *c, const struct meeting *m);
/* The host of its link: «meet.example.ac.uk». */
struct str meeting_host(const struct meeting *m);

#endif
