/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages on which a researcher writes a survey. Names: survey_edit_ */
#ifndef EVIDENCE_SURVEY_EDIT_PAGE_H
#define EVIDENCE_SURVEY_EDIT_PAGE_H

#include "http/request.h"

bool survey_edit_cover_page(struct request *rq);
bool survey_edit_cover_save(struct request *rq);
bool survey_edit_question_page(struct request *rq);
bool survey_edit_question_save(struct request *rq);
bool survey_edit_question_move(struct request *rq);

#endif
