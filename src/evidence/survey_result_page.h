/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Results of a survey as a page and as files. Each reading is noted in the audit log, so they are
   asked for with a button. Names: survey_result_ */
#ifndef EVIDENCE_SURVEY_RESULT_PAGE_H
#define EVIDENCE_SURVEY_RESULT_PAGE_H

#include "http/request.h"

bool survey_result_ask(struct request *rq);
bool survey_result_show(struct request *rq);

#endif
