/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/again_page.h"
#include "community/round_routes.h"

const struct route again_routes[] = {
	{ GET, "/round/{round}/again", MAY(ROUND_MANAGE, round), round_form_again_page },
	{ POST, "/round/{round}/again", MAY(ROUND_MANAGE, round), round_form_again_make_page },
	{ POST, "/round/{round}/again/open", MAY(ROUND_MANAGE, round), again_open_page },
	{ POST, "/again/{round}", MAY(SIGNED_IN, ), again_join_page },
};
const size_t again_routes_n = sizeof again_routes / sizeof *again_routes;
