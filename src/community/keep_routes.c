/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/keep_routes.h"

const struct route keep_routes[] = {
	{ GET, "/offline", MAY(SIGNED_IN, ), .answer = keep_page },
	{ GET, "/offline/pages", MAY(SIGNED_IN, ), .answer = keep_pages },
	{ GET, "/offline/away", MAY(ANYONE, ), .answer = keep_away },
	{ GET, "/service-worker.js", MAY(ANYONE, ), .answer = keep_worker },
	{ GET, "/manifest.webmanifest", MAY(ANYONE, ), .answer = keep_manifest },
};
const size_t keep_routes_n = sizeof keep_routes / sizeof *keep_routes;
