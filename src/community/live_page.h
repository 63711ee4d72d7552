/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* New posts of a thread, without the page around them: what a stream of events brings (app/live),
   and the stream itself. Names: live_ */
#ifndef COMMUNITY_LIVE_PAGE_H
#define COMMUNITY_LIVE_PAGE_H

#include "http/request.h"

/* GET /thread/{thread}/live?after=ID: an open stream. */
bool live_stream(struct request *rq);
/* GET /thread/{thread}/new?after=ID: the posts behind that one, as this reader sees them; nothing
   when there are none. rq->stream.after is then the last of them. */
bool live_posts(struct request *rq);

#endif
