/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/routes.h"

#include "site/signin_page.h"
#include "site/visitor_page.h"

const struct route site_routes[] = {
	{ GET, "/", MAY(ANYONE, ), visitor_front },
	{ GET, "/sign-in", MAY(ANYONE, ), signin_start },
	{ POST, "/sign-in", MAY(ANYONE, ), signin_send },
	{ POST, "/sign-in/password", MAY(ANYONE, ), signin_password_send, signin_password_before },
	{ GET, "/sign-in/{token}", MAY(ANYONE, ), signin_link_start },
	{ POST, "/sign-in/{token}", MAY(ANYONE, ), signin_link_send },
	{ POST, "/sign-out", MAY(SIGNED_IN, ), signin_out },
	{ GET, "/help-now", MAY(ANYONE, ), visitor_help },
	{ GET, "/privacy", MAY(ANYONE, ), visitor_privacy },
	{ GET, "/accessibility", MAY(ANYONE, ), visitor_accessibility },
	{ GET, "/admin/words", MAY(PEOPLE_MANAGE, ), visitor_words },
	{ POST, "/admin/words", MAY(PEOPLE_MANAGE, ), visitor_words_save },
	{ POST, "/trace/active", MAY(SIGNED_IN, ), trace_active_page, .body_max = 4096 },
};
const size_t site_routes_n = sizeof site_routes / sizeof *site_routes;
