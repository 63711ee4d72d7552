/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The strengths mirror: what people do anyway, and what an employer would call it. The words are a
   table in strength_words.c. Names: strength_ */
#ifndef COMMUNITY_STRENGTH_H
#define COMMUNITY_STRENGTH_H

#include "base/ctx.h"

enum { STRENGTH_SKILLS_MAX = 3, STRENGTHS_MAX = 32 };

struct strength_skill {
	const char *name, *sentence; /* in employers' language; one that a person could say */
};
struct strength {
	const char *key; /* how a tick is kept: never change it */
	const char *label;
	/* How it stands in a draft, behind «I»; NULL where only the person should bring it up. */
	const char *intro;
	struct strength_skill skill[STRENGTH_SKILLS_MAX]; /* the last may have no name */
};

extern const struct strength strength_words[];
extern const size_t strength_words_n;

/* What c->actor ticked, by place in strength_words. ret has room for strength_words_n. */
MUST bool strength_ticked(struct ctx *c, bool *ret);
/* Keeps the ticks, sealed (core/choice). */
MUST bool strength_tick(struct ctx *c, const bool *on);
/* A first draft from the ticks, in the arena: short, about the person, without a name. Empty
   without a tick that has a part in one. */
struct str strength_draft(struct ctx *c, const bool *on);

#endif
