/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The groups of a round side by side, as a page and as files. Names: side_ */
#ifndef EVIDENCE_SIDE_PAGE_H
#define EVIDENCE_SIDE_PAGE_H

#include "http/request.h"

bool side_page(struct request *rq);
bool side_file_csv(struct request *rq);
bool side_file_json(struct request *rq);

#endif
