/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How a person appears to the others when they do not say otherwise in a form: an alias for each
   thread, one alias of their own, their first name or their full name. What was written before
   keeps its byline. Names: appear_ */
#ifndef COMMUNITY_APPEAR_H
#define COMMUNITY_APPEAR_H

#include "base/ctx.h"

enum { APPEAR_ALIAS_MIN = 2, APPEAR_ALIAS_MAX = 40 }; /* code points */
/* Each tells more than the one before; kept in the database by these numbers. */
enum appear_as { APPEAR_UNCHOSEN, APPEAR_ALIAS, APPEAR_OWN, APPEAR_FIRST, APPEAR_FULL };

struct appear {
	enum appear_as as;
	struct str first; /* the name they go by */
	struct str full;  /* the name of the account */
	struct str own;	  /* their alias of all threads; empty: none */
};

/* Of c->actor. */
MUST bool appear_find(struct ctx *c, struct appear *ret);
/* own is used for APPEAR_OWN only. Nobody else of a round of c->actor has it or ever had it as
   an alias, and nobody there is called so; without a difference between capital and small letters.
   Faults: INVALID (fields as, alias). */
MUST bool appear_choose(struct ctx *c, enum appear_as as, struct str own);
/* The choice alone: what a form begins with the next time. */
MUST bool appear_remember(struct ctx *c, enum appear_as as);
/* The alias of c->actor is theirs in their rounds of today too. Faults: INVALID (field alias). */
MUST bool appear_claim(struct ctx *c, struct str own);
/* A calm name that is free, such as «Quiet Heron». */
MUST bool appear_suggest(struct ctx *c, struct str *ret);
/* For alias_: under which a name is looked for, and the choice that a word stands for. */
struct str appear_key(struct ctx *c, struct str name);
enum appear_as appear_of(struct str word);

#endif
