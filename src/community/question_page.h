/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the pages of the bank share. Names: question_ */
#ifndef COMMUNITY_QUESTION_PAGE_H
#define COMMUNITY_QUESTION_PAGE_H

#include "http/request.h"

/* Whether c->actor is offered to write: as BANK_WRITE has it for the round where they stand. */
MUST bool question_writes(struct request *rq, bool *ret);

#endif
