/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which traces a study collects: chosen by the researcher before anybody is in it. Names:
   collects_ */
#ifndef EVIDENCE_COLLECTS_PAGE_H
#define EVIDENCE_COLLECTS_PAGE_H

#include "http/request.h"

bool collects_page(struct request *rq);
bool collects_save_page(struct request *rq);

#endif
