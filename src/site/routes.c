/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/routes.h"

#include "site/admin_page.h"
#include "site/blob_page.h"
#include "site/data_page.h"
#include "site/letter_page.h"
#include "site/me_page.h"
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
	{ GET, "/me", MAY(SIGNED_IN, ), me_show },
	{ POST, "/me/name", MAY(SIGNED_IN, ), me_name_send },
	{ POST, "/me/session/others/end", MAY(SIGNED_IN, ), me_others_end },
	{ POST, "/me/session/{session}/end", MAY(SIGNED_IN, ), me_session_end },
	{ POST, "/me/password", MAY(SIGNED_IN, ), me_password_send, me_password_before },
	{ POST, "/me/password/remove", MAY(SIGNED_IN, ), me_password_remove },
	{ GET, "/me/data", MAY(SIGNED_IN, ), data_show },
	{ GET, "/me/data/file", MAY(SIGNED_IN, ), data_file },
	{ GET, "/me/data/page", MAY(SIGNED_IN, ), data_whole_page },
	{ POST, "/me/data/name", MAY(SIGNED_IN, ), data_name_send },
	{ GET, "/me/data/erase", MAY(SIGNED_IN, ), data_erase_start },
	{ POST, "/me/data/erase", MAY(SIGNED_IN, ), data_erase_send },
	{ GET, "/from/{token}", MAY(ANYONE, ), letter_followed },
	{ GET, "/read/{token}", MAY(ANYONE, ), letter_read_show },
	{ POST, "/read/{token}", MAY(ANYONE, ), letter_read_send },
	{ GET, "/me/file/{file}", MAY(SIGNED_IN, ), blob_own },
	{ GET, "/gone", MAY(ANYONE, ), data_gone_show },
	{ GET, "/admin/people", MAY(PEOPLE_MANAGE, ), admin_people_show },
	{ POST, "/admin/people", MAY(PEOPLE_MANAGE, ), admin_people_add },
	{ GET, "/admin/people/{person}", MAY(PEOPLE_MANAGE, ), admin_person_show },
	{ POST, "/admin/people/{person}", MAY(PEOPLE_MANAGE, ), admin_person_send },
	{ GET, "/admin/audit", MAY(PEOPLE_MANAGE, ), admin_audit_show },
	{ GET, "/admin/jobs", MAY(PEOPLE_MANAGE, ), admin_jobs_show },
	{ GET, "/admin/words", MAY(PEOPLE_MANAGE, ), visitor_words },
	{ POST, "/admin/words", MAY(PEOPLE_MANAGE, ), visitor_words_save },
	{ POST, "/trace/active", MAY(SIGNED_IN, ), trace_active_page, .body_max = 4096 },
};
const size_t site_routes_n = sizeof site_routes / sizeof *site_routes;
