/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Under which name a post stands. An alias is drawn for a thread, from the thread and the order of
   asking alone: nothing about the person is in it. It stays theirs in that thread, and nobody else
   of the round gets it. Names: alias_ */
#ifndef COMMUNITY_ALIAS_H
#define COMMUNITY_ALIAS_H

#include "community/appear.h"
#include "community/ids.h"

struct thread;

/* Where somebody is about to write. */
struct alias_spot {
	struct round_id round;
	struct group_id group;
	struct thread_id thread; /* 0: one that is to be opened */
	struct str next;	 /* the alias that waits in it; empty: none was drawn yet */
};
/* What c->actor can choose there, each as others will see it. */
struct alias_offer {
	struct str alias; /* theirs in this thread, or the one that they would get */
	struct str own; /* their alias of all threads; empty: none, or not one they can use here */
	struct str first, full;
	bool has;      /* they write under alias here already */
	bool has_own;  /* and it is their alias of all threads */
	bool own_kept; /* own is theirs in this round already */
	/* What they chose last, and what a form begins with: alias where they have one. */
	enum appear_as last, as;
};
/* What was chosen; shown is the alias that stood on the form, empty when there was no form. */
struct alias_wish {
	struct alias_spot spot;
	struct alias_offer offer;
	enum appear_as as;
	struct str shown;
	bool alone; /* in no thread: an introduction */
};
struct alias_name {
	enum appear_as as;
	struct str byline;
	bool is_new; /* to be kept with alias_keep */
};

struct alias_spot alias_spot_of(const struct thread *t);
MUST bool alias_find(struct ctx *c, const struct alias_spot *s, struct alias_offer *ret);
/* The name for a post of c->actor; what they chose is remembered. Faults: INVALID (field as) when
   the alias on the form was taken meanwhile. */
MUST bool alias_settle(struct ctx *c, const struct alias_wish *w, struct alias_name *ret);
/* From now on c->actor writes under it in the thread, and another alias waits there. */
MUST bool alias_keep(struct ctx *c, const struct alias_spot *s, const struct alias_name *name);
/* The alias that waits in a new thread; empty in a house without keys. */
MUST bool alias_first(struct ctx *c, const struct alias_spot *s, struct str *ret);
/* Two words for 43 random characters, and a number when asked for. */
struct str alias_words(struct ctx *c, struct str token, bool number);

#endif
