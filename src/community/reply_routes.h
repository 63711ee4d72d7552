/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The facilitator's board, offers to answer somebody first, and what people keep for themselves.
   Each answers a route of reply_routes.c. */
#ifndef COMMUNITY_REPLY_ROUTES_H
#define COMMUNITY_REPLY_ROUTES_H

#include "site/route.h"

extern const struct route reply_routes[];
extern const size_t reply_routes_n;

/* board_page.c */
bool board_show(struct request *rq);
bool board_ceiling_send(struct request *rq);
/* saved_page.c */
bool saved_show(struct request *rq);
bool saved_note_send(struct request *rq);
bool saved_reading(struct request *rq);
/* first_page.c */
bool first_pass_send(struct request *rq);

#endif
