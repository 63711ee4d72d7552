/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* All measures of a study, each with its definition, as a page and as files. Names: measure_page,
   measure_file */
#ifndef EVIDENCE_MEASURE_PAGE_H
#define EVIDENCE_MEASURE_PAGE_H

#include "http/request.h"

bool measure_page(struct request *rq);
bool measure_file_csv(struct request *rq);
bool measure_file_json(struct request *rq);

#endif
