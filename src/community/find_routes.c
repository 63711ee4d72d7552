/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/find_routes.h"

const struct route find_routes[] = {
	{ GET, "/search", MAY(SIGNED_IN, ), .answer = find_page },
};
const size_t find_routes_n = sizeof find_routes / sizeof *find_routes;
