/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words that say what a text is about, as stems, so that «applied» and «applying» are one; they
   are those of the search (store/search_word). Names: stem_ */
#ifndef CORE_STEM_H
#define CORE_STEM_H

#include "base/ctx.h"

enum { STEM_LEAST = 3 }; /* bytes of a word; shorter ones are passed over */

struct stem {
	struct str stem, word; /* word: as the text had it first, small and without accents */
	size_t from;	       /* where it stood */
};
struct stems {
	struct stem *at;
	size_t n;
};

/* Of well-formed UTF-8. Each stem once, in the order of their bytes. The commonest words («the»,
   «about», «would») are left out, and so is whatever is no word: signs, numbers, addresses of
   pages. */
struct stems stem_set(struct ctx *c, struct str text);

#endif
