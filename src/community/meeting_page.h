/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where the welcome meeting is announced. Names: meeting_ */
#ifndef COMMUNITY_MEETING_PAGE_H
#define COMMUNITY_MEETING_PAGE_H

#include "community/ids.h"
#include "http/request.h"

/* A section with day, time and link, until the meeting is over; nothing when the features (bits of
   core/feature) have no FEATURE_LIVE_WELCOME or no meeting is set. Times are in the zone given. */
MUST bool meeting_put(struct request *rq, struct round_id round, struct str zone, int64_t features);

#endif
