/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages with which facilitators set up rounds. Each answers one route of round_routes.c. */
#ifndef COMMUNITY_ROUND_ROUTES_H
#define COMMUNITY_ROUND_ROUTES_H

#include "community/ids.h"
#include "site/route.h"

extern const struct route round_routes[];
extern const size_t round_routes_n;

bool round_list_page(struct request *rq);
bool round_page(struct request *rq);
bool round_group_page(struct request *rq);
bool round_place_page(struct request *rq);
bool round_form_new_page(struct request *rq);
bool round_form_make_page(struct request *rq);
bool round_form_edit_page(struct request *rq);
bool round_form_save_page(struct request *rq);
bool round_form_again_page(struct request *rq);
bool round_form_again_make_page(struct request *rq);
bool enrolment_page(struct request *rq);
bool enrolment_add_page(struct request *rq);
bool enrolment_person_page(struct request *rq);
bool enrolment_save_page(struct request *rq);
bool enrolment_end_page(struct request *rq);
bool group_admin_page(struct request *rq);
bool group_admin_rename_page(struct request *rq);
bool group_admin_out_page(struct request *rq);
bool group_plan_page(struct request *rq);
bool group_plan_apply_page(struct request *rq);

static inline struct url round_url(struct round_id round)
{
	return URL("/round/%", { round.v });
}

#endif
