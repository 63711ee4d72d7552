/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What people said beside what was counted, as a page and as files. Names: said_ */
#ifndef EVIDENCE_SAID_PAGE_H
#define EVIDENCE_SAID_PAGE_H

#include "http/request.h"

bool said_page(struct request *rq);
bool said_file_csv(struct request *rq);
bool said_file_json(struct request *rq);

#endif
