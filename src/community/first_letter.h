/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The letter that tells who made a round that threads in it have waited long for a first answer, so
   that nobody has to remember to look at the board. At most one a day, in a facilitator's hours
   (community/first.h), each thread in one of them only; none for who declined letters.
   Names: first_letter_ */
#ifndef COMMUNITY_FIRST_LETTER_H
#define COMMUNITY_FIRST_LETTER_H

#include "base/ctx.h"

enum { FIRST_LETTER_THREADS = 10, FIRST_LETTER_BATCH = 20, FIRST_LETTER_HOURS = 20 };
extern const char first_letter_kind[]; /* of core/letter */

/* Queues those that are due now. */
MUST bool first_letter_some(struct ctx *c);

#endif
