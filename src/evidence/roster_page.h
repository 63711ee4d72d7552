/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages on which a researcher gives numbers and writes down what participants said. No list
   has a name; one name at a time is shown when it is asked for. Names: roster_ */
#ifndef EVIDENCE_ROSTER_PAGE_H
#define EVIDENCE_ROSTER_PAGE_H

#include "http/request.h"

bool roster_page(struct request *rq);
bool roster_number_page(struct request *rq);
bool roster_find_page(struct request *rq);
bool roster_one_page(struct request *rq);
bool roster_save_page(struct request *rq);

#endif
