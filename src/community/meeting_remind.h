/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two letters around a meeting beside the invitation: that its time is being asked for, once, and
   that it is tomorrow. Without an event: calendars have it by the invitation. Names:
   meeting_remind_ */
#ifndef COMMUNITY_MEETING_REMIND_H
#define COMMUNITY_MEETING_REMIND_H

#include "community/meeting.h"

/* Whoever was invited so few hours before it is not reminded of it. */
enum { MEETING_REMIND_BATCH = 50, MEETING_REMIND_FRESH_HOURS = 36 };

/* The same time of the day before, on the clock of its zone: 23 to 25 hours before it. */
int64_t meeting_remind_from(struct ctx *c, const struct meeting *m);
/* Queues at most MEETING_REMIND_BATCH letters that are due at c->now. Nobody gets one who wants no
   letters, and no reminder who said that they do not come or answered no letter of ours because
   none went to them. ret_more: there may be more to do now. */
MUST bool meeting_remind_some(struct ctx *c, bool *ret_more);

#endif
