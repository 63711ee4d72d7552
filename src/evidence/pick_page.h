/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The participation table with columns of the reader's choice, and what people said beside what was
   counted. Names: pick_ */
#ifndef EVIDENCE_PICK_PAGE_H
#define EVIDENCE_PICK_PAGE_H

#include "http/request.h"

bool pick_page(struct request *rq);
bool pick_file_csv(struct request *rq);
bool pick_file_json(struct request *rq);

#endif
