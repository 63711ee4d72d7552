/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every address of meetings. Names: meeting_ */
#ifndef COMMUNITY_MEETING_ROUTES_H
#define COMMUNITY_MEETING_ROUTES_H

#include "site/route.h"

extern const struct route meeting_routes[];
extern const size_t meeting_routes_n;

bool meeting_show_page(struct request *rq);
bool meeting_times_page(struct request *rq);
bool meeting_answer_page(struct request *rq);
bool meeting_here_page(struct request *rq);
bool meeting_file_page(struct request *rq);
bool meeting_recap_page(struct request *rq);
bool meeting_recap_send(struct request *rq);
bool meeting_coming_page(struct request *rq);
bool meeting_coming_send(struct request *rq);
bool meeting_plan_page(struct request *rq);
bool meeting_plan_set(struct request *rq);
bool meeting_plan_ask(struct request *rq);
bool meeting_plan_off(struct request *rq);
bool meeting_people_page(struct request *rq);
bool meeting_people_note(struct request *rq);

#endif
