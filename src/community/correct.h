/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What c->actor said about their studies, corrected by themself at any time. Names: correct_ */
#ifndef COMMUNITY_CORRECT_H
#define COMMUNITY_CORRECT_H

#include "community/ids.h"

#include "base/ctx.h"

/* In a round they take part in, and in its study while they are in it. The group stays. Faults:
   INVALID (fields subject, year), ABSENT. Audited. */
MUST bool correct_studies(struct ctx *c, struct round_id round, struct str subject, int64_t year);

#endif
