/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whether c->actor takes part in the study: their answer, and what follows from it for their
   participants. Membership never depends on it. Names: study_answer_ */
#ifndef COMMUNITY_STUDY_ANSWER_H
#define COMMUNITY_STUDY_ANSWER_H

#include "base/ctx.h"

struct place;

/* To the text that was shown. What is noted from now on counts for the studies of their rounds; who
   had left is in them again. Twice is once. Faults: CONFLICT when text is not the newest and was
   not agreed to before. */
MUST bool study_answer_yes(struct ctx *c, int64_t text);
/* A no is remembered; after a yes it is leaving. Twice is once. */
MUST bool study_answer_no(struct ctx *c);
/* Whether the first page is to ask: in a round that is not over, and never answered. */
MUST bool study_answer_wanted(struct ctx *c, const struct place *p, bool *ret);

#endif
