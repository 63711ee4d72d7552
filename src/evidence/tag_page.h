/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page on which a researcher says what gives the socio-economic tag in a study, reads what that
   cannot see, and counts. Names: tag_ */
#ifndef EVIDENCE_TAG_PAGE_H
#define EVIDENCE_TAG_PAGE_H

#include "http/request.h"

bool tag_page(struct request *rq);
bool tag_save_page(struct request *rq);
/* The numbers are true ones, so looking is written down: it needs a unit of work that writes. */
bool tag_count_page(struct request *rq);

#endif
