/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/round_routes.h"

#define READ MAY(ROUND_READ, round)
#define MANAGE MAY(ROUND_MANAGE, round)

const struct route round_routes[] = {
	{ GET, "/rounds", MAY(ROUND_MANAGE, ), round_list_page },
	{ GET, "/rounds/new", MAY(ROUND_MANAGE, ), round_form_new_page },
	{ POST, "/rounds/new", MAY(ROUND_MANAGE, ), round_form_make_page },
	{ GET, "/round/{round}", READ, round_page },
	{ GET, "/round/{round}/edit", MANAGE, round_form_edit_page },
	{ POST, "/round/{round}/edit", MANAGE, round_form_save_page },
	{ POST, "/round/{round}/group", MANAGE, round_group_page },
	{ POST, "/round/{round}/place", MANAGE, round_place_page },
	{ GET, "/round/{round}/plan", MANAGE, group_plan_page },
	{ POST, "/round/{round}/plan", MANAGE, group_plan_apply_page },
	{ GET, "/round/{round}/people", READ, enrolment_page },
	{ POST, "/round/{round}/people", MANAGE, enrolment_add_page },
	{ GET, "/round/{round}/person/{person}", READ, enrolment_person_page },
	{ POST, "/round/{round}/person/{person}", MANAGE, enrolment_save_page },
	{ POST, "/round/{round}/person/{person}/end", MANAGE, enrolment_end_page },
	{ GET, "/round/{round}/group/{group}", READ, group_admin_page },
	{ POST, "/round/{round}/group/{group}", MANAGE, group_admin_rename_page },
	{ POST, "/round/{round}/group/{group}/out", MANAGE, group_admin_out_page },
};
const size_t round_routes_n = sizeof round_routes / sizeof *round_routes;
