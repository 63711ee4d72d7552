/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every address of the bank of interview questions. Names: question_ */
#ifndef COMMUNITY_QUESTION_ROUTES_H
#define COMMUNITY_QUESTION_ROUTES_H

#include "site/route.h"

extern const struct route question_routes[];
extern const size_t question_routes_n;

bool question_list_page(struct request *rq);
bool question_new_page(struct request *rq);
bool question_new_send(struct request *rq);
bool question_show_page(struct request *rq);
bool question_edit_page(struct request *rq);
bool question_edit_send(struct request *rq);
bool question_delete_page(struct request *rq);
bool question_delete_send(struct request *rq);
bool question_answer_send(struct request *rq);
bool question_answer_edit_page(struct request *rq);
bool question_answer_edit_send(struct request *rq);
bool question_practise_page(struct request *rq);
bool question_note_page(struct request *rq);
bool question_note_send(struct request *rq);
/* question_mark_page.c */
bool question_save_send(struct request *rq);
bool question_answer_useful_send(struct request *rq);
bool question_answer_save_send(struct request *rq);
/* saved_page.c */
bool question_saved_note_send(struct request *rq);
bool question_answer_saved_note_send(struct request *rq);
bool question_report_page(struct request *rq);
bool question_report_send(struct request *rq);
bool question_reports_page(struct request *rq);
bool question_reports_send(struct request *rq);

#endif
