/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The participation report as a page and as files. Names: participation_ */
#ifndef EVIDENCE_PARTICIPATION_PAGE_H
#define EVIDENCE_PARTICIPATION_PAGE_H

#include "http/request.h"

bool participation_page(struct request *rq);
bool participation_csv(struct request *rq);
bool participation_json(struct request *rq);
/* Keeps the table of now as it is, and gives back one that was kept. */
bool participation_freeze(struct request *rq);
bool participation_frozen(struct request *rq);
/* What each measure counts and what it cannot see. */
bool participation_how(struct request *rq);

#endif
