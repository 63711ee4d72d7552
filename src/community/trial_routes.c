/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/trial_routes.h"

#define GIVES MAY(ROUND_GIVES, round)
#define TRIAL MAY(TRIAL_MANAGE, round)

const struct route trial_routes[] = {
	{ GET, "/round/{round}/gives", GIVES, gives_page },
	{ POST, "/round/{round}/gives", GIVES, gives_choose_page },
	{ GET, "/trials", MAY(TRIAL_MANAGE, ), trial_rounds_page },
	{ GET, "/round/{round}/trials", TRIAL, trial_list_page },
	{ POST, "/round/{round}/trials", TRIAL, trial_make_page },
	{ GET, "/round/{round}/trial/{trial}", TRIAL, trial_page },
	{ POST, "/round/{round}/trial/{trial}/freeze", TRIAL, trial_freeze_page },
	{ POST, "/round/{round}/trial/{trial}/drop", TRIAL, trial_drop_page },
	{ GET, "/round/{round}/trial/{trial}/plan.json", TRIAL, trial_plan_page },
};
const size_t trial_routes_n = sizeof trial_routes / sizeof *trial_routes;
