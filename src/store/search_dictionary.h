/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words of the index by scope, so that beginnings and slips are
   looked up in a bounded number of steps however many texts there are. Only words of a to z and 0
   to 9 are in it. Names: search_dictionary_ */
#ifndef STORE_SEARCH_DICTIONARY_H
#define STORE_SEARCH_DICTIONARY_H

#include "base/ctx.h"

enum {
	SEARCH_BEGIN_MAX = 40, /* words that one beginning stands for */
	SEARCH_NEAR_MAX = 24,  /* words that one slip stands for */
	SEARCH_LOOK_MAX = 2000 /* words that are looked at for either */
};

struct search_list {
	struct str *at; /* words without their scope */
	size_t n;
	bool more; /* not all of them are here */
};

/* Of n texts the entries as search_entries has them. */
MUST bool search_dictionary_add(struct ctx *c, const struct str *entries, size_t n);
/* In the transaction in which a text goes. Its words are looked at by settle, and go too unless
   another text has them. */
MUST bool search_dictionary_gone(struct ctx *c, struct str entries);
/* Looks at the words of one text that went; ret_any: there was one. */
MUST bool search_dictionary_settle(struct ctx *c, bool *ret_any);
/* The words that are longer and begin so, shortest first. */
MUST bool search_dictionary_begin(
	struct ctx *c, struct str scope, struct str word, struct search_list *ret);
/* The words one letter away from one of a to z with 4 to 20 letters. */
MUST bool search_dictionary_near(
	struct ctx *c, struct str scope, struct str word, struct search_list *ret);

#endif
