/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Joining the next round from a page of the round before. The form of a round that is made again is
   in round_form_page.c. Names: again_ */
#ifndef COMMUNITY_AGAIN_PAGE_H
#define COMMUNITY_AGAIN_PAGE_H

#include "site/route.h"

struct again_offer;

extern const struct route again_routes[];
extern const size_t again_routes_n;

/* What is offered, as a part of a page; nothing when nothing is. */
void again_put(struct request *rq, const struct again_offer *o);
bool again_join_page(struct request *rq);
bool again_open_page(struct request *rq);

#endif
