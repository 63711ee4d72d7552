/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The weeks of a study's rounds as a page and as files. Names: weeks_ */
#ifndef EVIDENCE_WEEKS_PAGE_H
#define EVIDENCE_WEEKS_PAGE_H

#include "http/request.h"

bool weeks_page(struct request *rq);
bool weeks_csv(struct request *rq);
bool weeks_json(struct request *rq);

#endif
