/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages of the clinic. Names: clinic_, paper_ */
#ifndef COMMUNITY_CLINIC_ROUTES_H
#define COMMUNITY_CLINIC_ROUTES_H

#include "site/route.h"

extern const struct route clinic_routes[];
extern const size_t clinic_routes_n;

bool clinic_show(struct request *rq);
bool clinic_group_show(struct request *rq);
bool clinic_next_send(struct request *rq);
bool clinic_pass_send(struct request *rq);
bool paper_new_show(struct request *rq);
bool paper_new_send(struct request *rq);
bool paper_more_show(struct request *rq);
bool paper_more_send(struct request *rq);
bool paper_show(struct request *rq);
bool paper_feedback_send(struct request *rq);
bool paper_feedback_remove_send(struct request *rq);
bool paper_compare_show(struct request *rq);
bool paper_check_show(struct request *rq);
bool paper_check_send(struct request *rq);
bool paper_hide_send(struct request *rq);
bool paper_end_show(struct request *rq);
bool paper_end_send(struct request *rq);
bool paper_remove_show(struct request *rq);
bool paper_remove_send(struct request *rq);
bool paper_file_before(struct request *rq);
bool paper_picture_show(struct request *rq);
bool paper_own_picture_show(struct request *rq);
bool paper_own_file_send(struct request *rq);

#endif
