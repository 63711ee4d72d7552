/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The first minutes of a member: a short path of pages, each of which can be skipped and found
   again. Names: welcome_ */
#ifndef COMMUNITY_WELCOME_H
#define COMMUNITY_WELCOME_H

#include "base/ctx.h"

struct place;

enum { WELCOME_DAYS = 14 }; /* so long the first page of a new member offers the path */

/* In the order of the path. */
enum welcome_step {
	WELCOME_READ, /* stories */
	WELCOME_STRENGTHS,
	WELCOME_APPEAR,
	WELCOME_MAIL,
	WELCOME_HELP,
	WELCOME_BEGIN, /* the way to the group; who is here is done */
	WELCOME_STEPS
};
struct welcome_progress {
	enum welcome_step at; /* where to go on */
	bool begun, done, later;
	bool offered; /* to be offered on the first page */
};

/* As p, for c->actor. Who has no group yet gets what all groups of the coming round will get; what
   is under trial there waits for the group. */
MUST bool welcome_place(struct ctx *c, const struct place *p, struct place *ret);
/* Whether this step is there at p: the mirror is a switch of the round (core/feature). */
bool welcome_has(const struct place *p, enum welcome_step step);
/* The step after this one that is there at p. */
enum welcome_step welcome_next(const struct place *p, enum welcome_step step);
/* Of c->actor, who stands at p, which is from welcome_place. Who was done before they had the
   mirror is not done when their group has it. */
MUST bool welcome_find(struct ctx *c, const struct place *p, struct welcome_progress *ret);
/* Notes that they came as far as this step. Whoever was done stays done, and who did not want to be
   offered it is not offered it again. */
MUST bool welcome_reach(struct ctx *c, const struct place *p, enum welcome_step step);
/* Not offered any more; the pages stay where they are. */
MUST bool welcome_later(struct ctx *c);

/* Puts a text into the form for a new thread of the group, where it waits. What waits there already
   stays, and the same text is not put there twice. Faults: INVALID (field body) when the two are
   too long together. */
MUST bool welcome_into_form(struct ctx *c, int64_t group, struct str text);

#endif
