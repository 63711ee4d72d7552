/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Welcome meetings: one hour to say hello, in a room of the institution's own elsewhere. A round
   has one for all its groups that have FEATURE_LIVE_WELCOME; a group of them may have its own.
   Its time is polled for or set; what changes is told to the guests (meeting_guest). Names:
   meeting_ */
#ifndef COMMUNITY_MEETING_H
#define COMMUNITY_MEETING_H

#include "base/ctx.h"
#include "community/ids.h"

enum {
	MEETING_MINUTES_LEAST = 5,
	MEETING_MINUTES_MOST = 240,
	MEETING_LINK_MAX = 1000, /* bytes */
	MEETING_NOTE_MAX = 500,	 /* code points */
	MEETING_SOON = 15,	 /* «I am here» opens so many minutes before it begins */
	MEETING_LATE_HOURS = 48, /* and closes so many hours after its end, as the last of it */
};

struct meeting_id {
	int64_t v;
};
/* As typed. */
struct meeting_draft {
	struct str day, time; /* YYYY-MM-DD and HH:MM, in the round's zone */
	struct str link;      /* https:// */
	struct str note;      /* one line of plain text; may be empty */
	int64_t minutes;
	bool organise; /* calendars answer to c->actor, not to nobody */
};
struct meeting {
	struct meeting_id id; /* 0: none */
	struct round_id round;
	struct study_id study;
	struct group_id group; /* 0: all groups of the round that have no other */
	int64_t at, minutes;   /* at 0: its time is being asked for */
	int64_t sequence, changed_at, cancelled_at;
	struct person_id organiser; /* 0: nobody reads what calendars answer */
	struct str link, note, zone, round_title;
};

/* That is not called off, for exactly this group, or for the round with group 0. ret->id is 0 when
   there is none; that is no fault. */
MUST bool meeting_find(
	struct ctx *c, struct round_id round, struct group_id group, struct meeting *ret);
/* That the group goes to: its own, else the round's. As meeting_find. */
MUST bool meeting_of_group(struct ctx *c, struct group_id group, struct meeting *ret);
/* Also one that was called off. Faults: ABSENT. */
MUST bool meeting_get(struct ctx *c, struct meeting_id id, struct meeting *ret);
/* Sets or changes it. Faults: INVALID by field (day, time, minutes, link, note; also for a moment
   that has passed), ABSENT round or group. Audited. The same again is no change. */
MUST bool meeting_set(
	struct ctx *c, struct round_id round, struct group_id group, const struct meeting_draft *d);
/* One with a time that is being asked for, when there is none yet. Faults: ABSENT. Audited. */
MUST bool meeting_ask(
	struct ctx *c, struct round_id round, struct group_id group, struct meeting_id *ret);
/* Twice is once. Faults: ABSENT, CONFLICT when it is over. Audited when it was not. */
MUST bool meeting_call_off(struct ctx *c, struct meeting_id id);
/* An instant of the round's wall clock, as typed; refuses the fields day and time otherwise, with
   the suffix behind their names. 0 after a fault. */
int64_t meeting_moment(
	struct ctx *c, struct str zone, struct str day, struct str time, const char *suffix);
bool meeting_is_over(const struct ctx *c, const struct meeting *m);
/* Before it took place: one that another has followed is not called off. */
bool meeting_is_off(const struct meeting *m);
/* The host of its link: «meet.example.ac.uk». */
struct str meeting_host(const struct meeting *m);

#endif
