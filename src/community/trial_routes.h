/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What groups get, and trials of it. Each function answers one route of trial_routes.c. */
#ifndef COMMUNITY_TRIAL_ROUTES_H
#define COMMUNITY_TRIAL_ROUTES_H

#include "site/route.h"

extern const struct route trial_routes[];
extern const size_t trial_routes_n;

bool gives_page(struct request *rq);
bool gives_choose_page(struct request *rq);
bool trial_rounds_page(struct request *rq);
bool trial_list_page(struct request *rq);
bool trial_make_page(struct request *rq);
bool trial_page(struct request *rq);
bool trial_freeze_page(struct request *rq);
bool trial_drop_page(struct request *rq);
bool trial_plan_page(struct request *rq);

#endif
