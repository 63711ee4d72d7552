/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages on which people answer. Names: survey_ */
#ifndef EVIDENCE_SURVEY_PAGE_H
#define EVIDENCE_SURVEY_PAGE_H

#include "http/request.h"

bool survey_page(struct request *rq);
bool survey_answer_page(struct request *rq);
bool survey_refuse_page(struct request *rq);

#endif
