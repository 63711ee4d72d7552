/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The trials of a study as a page and as files. Names: effect_ */
#ifndef EVIDENCE_EFFECT_PAGE_H
#define EVIDENCE_EFFECT_PAGE_H

#include "http/request.h"

bool effect_page(struct request *rq);
bool effect_csv(struct request *rq);
bool effect_units_csv(struct request *rq);
bool effect_json(struct request *rq);

#endif
