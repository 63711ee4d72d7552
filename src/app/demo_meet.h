/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The welcome meeting of the demonstration's live round: its time is being asked for. Names:
   demo_meet_ */
#ifndef APP_DEMO_MEET_H
#define APP_DEMO_MEET_H

#include "base/ctx.h"

/* In the round that began last, by somebody who runs it. */
MUST bool demo_meet_make(struct ctx *c, struct person_id facilitator);

#endif
