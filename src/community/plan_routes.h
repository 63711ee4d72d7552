/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How the groups of a round are built, and who comes late. Each answers one route of
   plan_routes.c. */
#ifndef COMMUNITY_PLAN_ROUTES_H
#define COMMUNITY_PLAN_ROUTES_H

#include "site/route.h"

extern const struct route plan_routes[];
extern const size_t plan_routes_n;

bool group_plan_choice_page(struct request *rq);
bool fit_pair_page(struct request *rq);
bool fit_pair_add_page(struct request *rq);
bool fit_pair_remove_page(struct request *rq);
bool late_page(struct request *rq);

#endif
