/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What people chose about themselves: each row is of c->actor, read by nobody else. Names: choice_
 */
#ifndef CORE_CHOICE_H
#define CORE_CHOICE_H

#include "base/ctx.h"

enum { CHOICE_MAX = 8000 }; /* bytes */

enum choice {
	CHOICE_WELCOME, /* how far they are in their first minutes; see community/welcome.h */
	CHOICE_APPEAR,	/* alias, own, first or full; see community/appear.h */
	CHOICE_ALIAS,	/* their alias of all threads */
	CHOICE_MAIL,	/* none: no weekly letter; anything else: one a week */
	CHOICE_MINUTES, /* that they have for their first page: 2, 5 or 15 */
	CHOICE_HELLO,	/* later: their first page asks for no introduction */
	/* Sealed at rest, each for its person, because they tell of work, care and doubt. */
	CHOICE_STRENGTHS,    /* what was ticked in the strengths mirror */
	CHOICE_INTRODUCTION, /* the introduction that was made from it */
	CHOICE_ADVICE,	     /* what they would tell somebody who starts next year */
	CHOICE_KEYS
};

/* Empty when nothing was chosen. Faults: INTERNAL when it was sealed with another key file. */
MUST bool choice_find(struct ctx *c, enum choice what, struct str *ret);
/* An empty value forgets. Faults: INVALID above CHOICE_MAX or when it is no text, with the name of
   the choice as field: welcome, appear, alias, mail, minutes, hello, strengths, introduction,
   advice. */
MUST bool choice_set(struct ctx *c, enum choice what, struct str value);
/* For core/holding. kept is the name of a choice, a space, and its value as it is stored; ret is
   the same with the value readable. */
MUST bool choice_open(struct ctx *c, struct person_id person, struct str kept, struct str *ret);

#endif
