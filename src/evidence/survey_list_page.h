/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The list of surveys, and the page of one with its questions and waves. Names: survey_list_ */
#ifndef EVIDENCE_SURVEY_LIST_PAGE_H
#define EVIDENCE_SURVEY_LIST_PAGE_H

#include "http/request.h"

bool survey_list_page(struct request *rq);
bool survey_list_make(struct request *rq);
bool survey_list_import(struct request *rq);
bool survey_list_one(struct request *rq);
bool survey_list_export(struct request *rq);
bool survey_list_schema(struct request *rq);
bool survey_list_launch(struct request *rq);
bool survey_list_close(struct request *rq);
bool survey_list_wave(struct request *rq);
bool survey_list_weekly(struct request *rq);
bool survey_list_wave_out(struct request *rq);

#endif
