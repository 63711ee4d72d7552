/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/plan_routes.h"

#define MANAGE MAY(ROUND_MANAGE, round)

const struct route plan_routes[] = {
	{ POST, "/round/{round}/plan/choice", MANAGE, group_plan_choice_page },
	{ GET, "/round/{round}/pairs", MANAGE, fit_pair_page },
	{ POST, "/round/{round}/pairs", MANAGE, fit_pair_add_page },
	{ POST, "/round/{round}/pairs/remove", MANAGE, fit_pair_remove_page },
	{ POST, "/round/{round}/late", MANAGE, late_page },
};
const size_t plan_routes_n = sizeof plan_routes / sizeof *plan_routes;
