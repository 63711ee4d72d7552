/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/alias_routes.h"

#include "community/alias_page.h"

const struct route alias_routes[] = {
	{ GET, "/thread/{thread}/post/{post}/name", MAY(THREAD_REMOVE, thread),
		.answer = alias_raise_start },
	{ POST, "/thread/{thread}/post/{post}/name", MAY(THREAD_REMOVE, thread),
		.answer = alias_raise_send },
	{ GET, "/thread/{thread}/who", MAY(ALIAS_LIFT, thread), .answer = alias_who_start },
	{ POST, "/thread/{thread}/who", MAY(ALIAS_LIFT, thread), .answer = alias_who_send },
};
const size_t alias_routes_n = sizeof alias_routes / sizeof *alias_routes;
