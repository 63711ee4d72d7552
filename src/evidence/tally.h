/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Numbers by text. Names: tally_ */
#ifndef EVIDENCE_TALLY_H
#define EVIDENCE_TALLY_H

#include "base/arena.h"

struct tally;

/* Lives in the arena. */
struct tally *tally_open(struct arena *a);
/* The number of a text, 0 when it is new; the place is good until the next call. The text is
   copied. */
int64_t *tally_at(struct tally *t, struct str key);

#endif
