/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The addresses of the community, and the functions that answer at them. */
#ifndef COMMUNITY_ROUTES_H
#define COMMUNITY_ROUTES_H

#include "site/route.h"

extern const struct route community_routes[];
extern const size_t community_routes_n;

/* home_page.c */
bool home_page(struct request *rq);
bool home_minutes_send(struct request *rq);
bool home_groups(struct request *rq);
/* consent_page.c */
bool consent_page(struct request *rq);
bool consent_send(struct request *rq);
/* correct_page.c */
bool correct_subject_page(struct request *rq);
bool correct_subject_send(struct request *rq);
/* membership_page.c */
bool membership_terms(struct request *rq);
bool membership_agree_page(struct request *rq);
bool membership_leave_page(struct request *rq);
bool membership_leave_send(struct request *rq);
/* consent_words_page.c */
bool consent_words_page(struct request *rq);
bool consent_words_send(struct request *rq);
/* group_page.c */
bool group_page(struct request *rq);
bool group_thread_new(struct request *rq);
bool group_thread_send(struct request *rq);
/* thread_page.c */
bool thread_page(struct request *rq);
bool thread_answer_start(struct request *rq);
void thread_answer_early(struct request *rq);
bool thread_answer_send(struct request *rq);
bool thread_read_tap(struct request *rq);
bool thread_close_set(struct request *rq);
/* post_page.c */
bool post_edit_start(struct request *rq);
bool post_edit_send(struct request *rq);
bool post_delete_start(struct request *rq);
bool post_delete_send(struct request *rq);
bool post_useful(struct request *rq);
bool post_save(struct request *rq);
bool post_history(struct request *rq);

#endif
