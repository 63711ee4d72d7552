/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The demonstration's two studies: the published one, replayed, and one that is going on. Names:
   demo_study_ */
#ifndef APP_DEMO_STUDY_H
#define APP_DEMO_STUDY_H

#include "base/ctx.h"

/* Makes everything, in the transaction of c; c->now is today. Actor and roles of c are then those
   of whoever did something last. Faults: CONFLICT when there are people already, those of the
   domains, and INTERNAL for a file of demo/ that cannot be used. */
MUST bool demo_study_make(struct ctx *c);

#endif
