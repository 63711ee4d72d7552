/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* «I read this»: what a reader says themself, apart from views and letters. Names: tap_ */
#ifndef COMMUNITY_TAP_H
#define COMMUNITY_TAP_H

#include "community/ids.h"

#include "base/ctx.h"

struct place;

/* Whether c->actor is offered the button: in a study that notes it. */
bool tap_offered(const struct place *p);
/* Once a day and thread; outside of a study nothing is noted, and that is no fault. */
MUST bool tap_read(struct ctx *c, const struct place *p, struct thread_id thread);

#endif
