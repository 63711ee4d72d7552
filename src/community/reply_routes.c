/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/reply_routes.h"

const struct route reply_routes[] = {
	{ GET, "/saved", MAY(SIGNED_IN, ), .answer = saved_show },
	{ POST, "/saved/{thread}/{post}/note", MAY(THREAD_READ, thread),
		.answer = saved_note_send },
	{ GET, "/me/reading", MAY(SIGNED_IN, ), .answer = saved_reading },
	{ GET, "/board", MAY(ROUND_MANAGE, ), .answer = board_show },
	{ POST, "/round/{round}/ceiling", MAY(ROUND_MANAGE, round), .answer = board_ceiling_send },
	{ POST, "/thread/{thread}/pass", MAY(THREAD_READ, thread), .answer = first_pass_send },
};
const size_t reply_routes_n = sizeof reply_routes / sizeof *reply_routes;
