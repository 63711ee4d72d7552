/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/routes.h"

const struct route community_routes[] = {
	{ GET, "/home", MAY(SIGNED_IN, ), .answer = home_page },
	{ GET, "/groups", MAY(SIGNED_IN, ), .answer = home_groups },
	{ GET, "/saved", MAY(SIGNED_IN, ), .answer = home_saved },
	{ GET, "/group/{group}", MAY(GROUP_READ, group), .answer = group_page },
	{ GET, "/group/{group}/thread/new", MAY(GROUP_WRITE, group), .answer = group_thread_new },
	{ POST, "/group/{group}/thread/new", MAY(GROUP_WRITE, group), .answer = group_thread_send },
	{ GET, "/thread/{thread}", MAY(THREAD_READ, thread), .answer = thread_page },
	{ GET, "/thread/{thread}/post", MAY(THREAD_WRITE, thread), .answer = thread_answer_start },
	{ POST, "/thread/{thread}/post", MAY(THREAD_WRITE, thread), .answer = thread_answer_send },
	{ POST, "/thread/{thread}/close", MAY(MODERATE, thread), .answer = thread_close_set },
	{ GET, "/thread/{thread}/post/{post}/edit", MAY(THREAD_WRITE, thread),
		.answer = post_edit_start },
	{ POST, "/thread/{thread}/post/{post}/edit", MAY(THREAD_WRITE, thread),
		.answer = post_edit_send },
	{ GET, "/thread/{thread}/post/{post}/delete", MAY(THREAD_WRITE, thread),
		.answer = post_delete_start },
	{ POST, "/thread/{thread}/post/{post}/useful", MAY(THREAD_READ, thread),
		.answer = post_useful },
	{ POST, "/thread/{thread}/post/{post}/save", MAY(THREAD_READ, thread),
		.answer = post_save },
	{ GET, "/thread/{thread}/post/{post}/history", MAY(MODERATE, thread),
		.answer = post_history },
	{ POST, "/thread/{thread}/post/{post}/delete", MAY(THREAD_WRITE, thread),
		.answer = post_delete_send },
};
const size_t community_routes_n = sizeof community_routes / sizeof *community_routes;
