/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where the welcome meeting is announced, and what its pages share. Names: meeting_ */
#ifndef COMMUNITY_MEETING_PAGE_H
#define COMMUNITY_MEETING_PAGE_H

#include "community/meeting.h"
#include "http/request.h"

/* A section with what a member of the group can do about their meeting now: choose a time, come,
   say that they are there, read what was said. Nothing when the features (bits of core/feature)
   have no FEATURE_LIVE_WELCOME or nothing is to be done. */
MUST bool meeting_put(struct request *rq, struct group_id group, int64_t features);

/* The link to its room as HTML: only the renderer may make one that leads elsewhere. */
MUST bool meeting_room(struct ctx *c, const struct meeting *m, struct html *ret);
/* «New York», from America/New_York. */
struct str meeting_city(struct ctx *c, struct str zone);
/* «I am here» can be said now. */
bool meeting_is_on(const struct ctx *c, const struct meeting *m);

#endif
