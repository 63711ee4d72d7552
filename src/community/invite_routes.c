/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_routes.h"

#include "community/invite_read.h"

#define MANAGE MAY(LIST_MANAGE, list)

/* A file, and what a form puts around it. */
enum { UPLOAD_MAX = INVITE_FILE_MAX + (INVITE_PASTE_MAX + (1 << 16)) };

const struct route invite_routes[] = {
	{ GET, "/lists", MAY(LIST_MAKE, ), .answer = invite_list_index },
	{ GET, "/lists/new", MAY(LIST_MAKE, ), .answer = invite_list_new },
	{ POST, "/lists/new", MAY(LIST_MAKE, ), .answer = invite_list_new_send,
		.before = invite_list_new_before, .body_max = UPLOAD_MAX },
	{ GET, "/lists/senders", MAY(REPORT_READ, ), .answer = invite_report_senders },
	{ GET, "/lists/bounced", MAY(LIST_OVERSEE, ), .answer = invite_report_bounced },
	{ POST, "/lists/bounced", MAY(LIST_OVERSEE, ), .answer = invite_report_bounced_send },
	{ GET, "/list/{list}", MANAGE, .answer = invite_list_page },
	{ POST, "/list/{list}/send", MANAGE, .answer = invite_list_send },
	{ GET, "/list/{list}/columns", MANAGE, .answer = invite_columns_page },
	{ POST, "/list/{list}/columns", MANAGE, .answer = invite_columns_send },
	{ GET, "/list/{list}/letter", MANAGE, .answer = invite_letter_page },
	{ POST, "/list/{list}/letter", MANAGE, .answer = invite_letter_send },
	{ POST, "/list/{list}/drop", MANAGE, .answer = invite_list_drop_send },
	{ GET, "/join/{token}", MAY(ANYONE, ), .answer = invite_page },
	{ POST, "/join/{token}", MAY(ANYONE, ), .answer = invite_start_send },
	{ GET, "/invitation/{token}", MAY(ANYONE, ), .answer = invite_mine_page },
	{ POST, "/invitation/{token}", MAY(ANYONE, ), .answer = invite_mine_send },
	{ GET, "/no-invitation/{token}", MAY(ANYONE, ), .answer = invite_no_page },
	{ POST, "/no-invitation/{token}", MAY(ANYONE, ), .answer = invite_no_send },
};
const size_t invite_routes_n = sizeof invite_routes / sizeof *invite_routes;
