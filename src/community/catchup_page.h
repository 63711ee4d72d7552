/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The catch-up on the first page, and what is near to a person. Names: catchup_ */
#ifndef COMMUNITY_CATCHUP_PAGE_H
#define COMMUNITY_CATCHUP_PAGE_H

#include "community/home.h"
#include "http/request.h"

/* Writes the catch-up of who came back; ret tells whether there was one. */
MUST bool catchup_put(struct request *rq, struct home *h, bool *ret);
/* One tap under what was chosen for somebody: how. */
void catchup_why(struct request *rq, const struct home_near *near);

#endif
