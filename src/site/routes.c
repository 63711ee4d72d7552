/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/routes.h"

const struct route site_routes[] = {
	{ POST, "/trace/active", MAY(SIGNED_IN, ), trace_active_page, .body_max = 4096 },
};
const size_t site_routes_n = sizeof site_routes / sizeof *site_routes;
