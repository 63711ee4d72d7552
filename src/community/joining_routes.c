/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/joining_routes.h"

/* Who may answer is a row of the round's: everybody else finds no page. */
const struct route joining_routes[] = {
	{ GET, "/join/{round}/{step}", MAY(SIGNED_IN, ), joining_page },
	{ POST, "/join/{round}/{step}", MAY(SIGNED_IN, ), joining_send },
	{ POST, "/join/{round}/why/forget", MAY(SIGNED_IN, ), joining_forget_page },
	{ GET, "/round/{round}/answers", MAY(ROUND_READ, round), joining_tally_page },
};
const size_t joining_routes_n = sizeof joining_routes / sizeof *joining_routes;
