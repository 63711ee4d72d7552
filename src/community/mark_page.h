/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the pages with marks share. Names: mark_ */
#ifndef COMMUNITY_MARK_PAGE_H
#define COMMUNITY_MARK_PAGE_H

#include "community/mark.h"
#include "http/html.h"
#include "http/request.h"

/* The form under a button of a mark: what it asks for, and where it goes on: to self, or back to
   the page that sent it. */
MUST bool mark_send(
	struct request *rq, struct mark_spot spot, enum mark_kind kind, struct url self);
/* What an element of a page calls it: the id of what is marked. */
int64_t mark_number(struct mark_spot spot);

#endif
