/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/introduction_routes.h"

#include "community/introduction.h"

#define MEMBER MAY(SIGNED_IN, )

/* Whose introduction somebody may see is asked by community/introduction. */
const struct route introduction_routes[] = {
	{ GET, "/people", MEMBER, introduction_people },
	{ GET, "/group/{group}/people", MAY(GROUP_READ, group), introduction_group },
	{ POST, "/people/later", MEMBER, introduction_later_send },
	{ GET, "/people/mine", MEMBER, introduction_form_show },
	{ POST, "/people/mine", MEMBER, introduction_keep_send, introduction_keep_before,
		.body_max = INTRODUCTION_BODY_MAX },
	{ GET, "/people/mine/look", MEMBER, introduction_look },
	{ POST, "/people/mine/send", MEMBER, introduction_send_send },
	{ GET, "/people/mine/withdraw", MEMBER, introduction_withdraw_show },
	{ POST, "/people/mine/withdraw", MEMBER, introduction_withdraw_send },
	{ GET, "/introduction/{introduction}/recording", MEMBER, introduction_recording },
	{ GET, "/introduction/{introduction}/poster", MEMBER, introduction_poster },
	{ GET, "/introduction/{introduction}/captions", MEMBER, introduction_captions },
};
const size_t introduction_routes_n = sizeof introduction_routes / sizeof *introduction_routes;
