/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Give one, get one: whose paper is offered to whom. Within a group only; first those whose owners
   gave more than they got, among them those with the same goal and subject; never a paper of
   somebody with whom feedback has just gone one way or the other. Names: turn_ */
#ifndef COMMUNITY_TURN_H
#define COMMUNITY_TURN_H

#include "base/ctx.h"
#include "community/ids.h"

/* An offer that nobody took up is open to others after these days. */
enum { TURN_DAYS = 3 };

/* The paper that c->actor was offered in a group and has neither seen to nor passed on; 0: none. */
MUST bool turn_now(struct ctx *c, struct group_id group, struct paper_id *ret);
/* The one that was offered, or the best next one; 0 when there is none that fits. */
MUST bool turn_next(struct ctx *c, struct group_id group, struct paper_id *ret);
/* «Not this one»: it is not offered to c->actor again. */
MUST bool turn_pass(struct ctx *c, struct paper_id paper);
/* c->actor has given feedback on it, asked or not. */
MUST bool turn_done(struct ctx *c, struct paper_id paper);

#endif
