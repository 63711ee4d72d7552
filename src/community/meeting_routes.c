/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/meeting_routes.h"

#define GIVES MAY(ROUND_GIVES, round)
#define MANAGE MAY(ROUND_MANAGE, )

/* Whether a meeting is for somebody is asked by its pages: to all others it is not there. */
const struct route meeting_routes[] = {
	{ GET, "/meeting/{meeting}", MAY(SIGNED_IN, ), .answer = meeting_show_page },
	{ POST, "/meeting/{meeting}/times", MAY(SIGNED_IN, ), .answer = meeting_times_page },
	{ POST, "/meeting/{meeting}/answer", MAY(SIGNED_IN, ), .answer = meeting_answer_page },
	{ POST, "/meeting/{meeting}/here", MAY(SIGNED_IN, ), .answer = meeting_here_page },
	{ GET, "/meeting/{meeting}/meeting.ics", MAY(SIGNED_IN, ), .answer = meeting_file_page },
	{ GET, "/group/{group}/recap/{meeting}", MAY(GROUP_WRITE, group),
		.answer = meeting_recap_page },
	{ POST, "/group/{group}/recap/{meeting}", MAY(GROUP_WRITE, group),
		.answer = meeting_recap_send },
	{ GET, "/coming/{token}", MAY(ANYONE, ), .answer = meeting_coming_page },
	{ POST, "/coming/{token}", MAY(ANYONE, ), .answer = meeting_coming_send },
	{ GET, "/round/{round}/meeting", GIVES, .answer = meeting_plan_page },
	{ POST, "/round/{round}/meeting", GIVES, .answer = meeting_plan_set },
	{ POST, "/round/{round}/meeting/times", GIVES, .answer = meeting_plan_ask },
	{ POST, "/round/{round}/meeting/off", GIVES, .answer = meeting_plan_off },
	{ GET, "/round/{round}/meeting/{group}", GIVES, .answer = meeting_plan_page },
	{ POST, "/round/{round}/meeting/{group}", GIVES, .answer = meeting_plan_set },
	{ POST, "/round/{round}/meeting/{group}/times", GIVES, .answer = meeting_plan_ask },
	{ POST, "/round/{round}/meeting/{group}/off", GIVES, .answer = meeting_plan_off },
	{ GET, "/meeting/{meeting}/people", MANAGE, .answer = meeting_people_page },
	{ POST, "/meeting/{meeting}/people", MANAGE, .answer = meeting_people_note },
};
const size_t meeting_routes_n = sizeof meeting_routes / sizeof *meeting_routes;
