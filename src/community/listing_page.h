/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A group's threads by their weeks, as all of its readers see them: drawn once and kept on the
   house's shelf under the list's version. Names: listing_ */
#ifndef COMMUNITY_LISTING_PAGE_H
#define COMMUNITY_LISTING_PAGE_H

#include "community/thread.h"

#include "http/request.h"

struct round;

struct listing_part;
struct listing {
	size_t threads;		 /* that are shown */
	bool more;		 /* there are older ones */
	struct thread_spot last; /* of the last that is shown */
	size_t parts;		 /* one for each week that has threads here */
	const struct listing_part *part;
	struct str text;
};

/* THREADS_PER_PAGE threads behind a place in the list, with the days of the round's zone; the
   newest ones are kept. Lives as long as the request. */
MUST bool listing_find(struct request *rq, struct group_id group, const struct round *round,
	struct thread_spot behind, struct listing *ret);
/* The threads of a week; empty when there are none. */
struct str listing_week(const struct listing *l, int64_t week);

#endif
