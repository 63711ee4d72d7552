/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages of invitations: lists of addresses for those who invite, and what an invited person
   sees. Each answers one route of invite_routes.c. */
#ifndef COMMUNITY_INVITE_ROUTES_H
#define COMMUNITY_INVITE_ROUTES_H

#include "site/route.h"

extern const struct route invite_routes[];
extern const size_t invite_routes_n;

bool invite_list_index(struct request *rq);
bool invite_list_new(struct request *rq);
/* Reads what was sent, elsewhere than on the writer's thread. */
bool invite_list_new_before(struct request *rq);
bool invite_list_new_send(struct request *rq);
bool invite_list_page(struct request *rq);
bool invite_list_send(struct request *rq);
bool invite_list_drop_send(struct request *rq);
bool invite_columns_page(struct request *rq);
bool invite_columns_send(struct request *rq);
bool invite_letter_page(struct request *rq);
bool invite_letter_send(struct request *rq);
bool invite_report_senders(struct request *rq);
bool invite_report_bounced(struct request *rq);
bool invite_report_bounced_send(struct request *rq);

bool invite_page(struct request *rq);
bool invite_start_send(struct request *rq);
bool invite_mine_page(struct request *rq);
bool invite_mine_send(struct request *rq);
bool invite_no_page(struct request *rq);
bool invite_no_send(struct request *rq);

#endif
