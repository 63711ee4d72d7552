/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which posts of a thread were changed or deleted since somebody looked. When somebody shows their
   name in the place of an alias, these are all that an open page has, so that nobody is told more
   than by loading it again: not which posts had the alias, nor which of them were deleted. Names:
   live_ */
#ifndef COMMUNITY_LIVE_H
#define COMMUNITY_LIVE_H

#include "community/ids.h"

#include "base/ctx.h"

/* As far as the posts before a given one are looked at, and the most that are told at once. */
enum { LIVE_BACK = 200, LIVE_CHANGED_MAX = 50 };
enum { LIVE_NAMED_MINUTES = 60 }; /* a page that comes back later is loaded again anyway */

struct live_changes {
	int64_t post[LIVE_CHANGED_MAX]; /* ids, rising */
	size_t n;
	int64_t newest; /* when the last of them was changed, microseconds; 0: none was */
};

/* Of the LIVE_BACK posts up to one, those that were changed after a time; the last
   LIVE_CHANGED_MAX where a name was shown since. */
MUST bool live_changed(struct ctx *c, struct thread_id thread, struct post_id upto, int64_t since,
	struct live_changes *ret);

#endif
