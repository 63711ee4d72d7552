/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The posts of one page of a thread. What all readers see alike is made once and kept on the
   house's shelf under the thread's version; what is a reader's own (their posts, their marks) is
   put in each time. Names: sheet_ */
#ifndef COMMUNITY_SHEET_PAGE_H
#define COMMUNITY_SHEET_PAGE_H

#include "community/ids.h"

#include "http/request.h"

struct thread;
struct when;

struct sheet_view {
	const struct thread *thread;
	struct when *when;
	struct post_id after; /* the page begins behind this post; 0 is the first page */
	bool moderates;
	bool ended; /* nothing is written any more: see the feature of open membership */
};

MUST bool sheet_put(struct request *rq, const struct sheet_view *v);

#endif
