/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What people felt each week beside what was counted, as a page and as files. Names: felt_ */
#ifndef EVIDENCE_FELT_PAGE_H
#define EVIDENCE_FELT_PAGE_H

#include "http/request.h"

bool felt_page(struct request *rq);
bool felt_file_csv(struct request *rq);
bool felt_file_json(struct request *rq);

#endif
