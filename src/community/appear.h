/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How a person appears to the others from now on: alias, first name or full name. What was written
   before keeps its byline. Names: appear_ */
#ifndef COMMUNITY_APPEAR_H
#define COMMUNITY_APPEAR_H

#include "base/ctx.h"

enum { APPEAR_ALIAS_MIN = 2, APPEAR_ALIAS_MAX = 40 }; /* code points */
enum appear_as { APPEAR_UNCHOSEN, APPEAR_ALIAS, APPEAR_FIRST, APPEAR_FULL };

struct appear {
	enum appear_as as;
	struct str first, full; /* from the name of the account */
	struct str shown;	/* what others see now */
};

/* Of c->actor. */
MUST bool appear_find(struct ctx *c, struct appear *ret);
/* alias is used for APPEAR_ALIAS only. Nobody else of a round of c->actor has it or ever had it as
   an alias, and nobody there is called so; without a difference between capital and small letters.
   Faults: INVALID (fields as, alias). */
MUST bool appear_choose(struct ctx *c, enum appear_as as, struct str alias);
/* A calm name that is free, such as «Quiet Heron». */
MUST bool appear_suggest(struct ctx *c, struct str *ret);

#endif
