/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whom the rounds reach: as a page, as files, and the enrolment table it is measured against.
   Names: reach_ */
#ifndef EVIDENCE_REACH_PAGE_H
#define EVIDENCE_REACH_PAGE_H

#include "site/route.h"

extern const struct route reach_routes[];
extern const size_t reach_routes_n;

bool reach_page(struct request *rq);
bool reach_csv(struct request *rq);
bool reach_json(struct request *rq);
/* With the tag, and as a file: a POST, because each time is noted. */
bool reach_tag_page(struct request *rq);
bool reach_upload_page(struct request *rq);

#endif
