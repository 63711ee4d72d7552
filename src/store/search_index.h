/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words of new texts go into the index a little later than the texts. Names: search_ */
#ifndef STORE_SEARCH_INDEX_H
#define STORE_SEARCH_INDEX_H

#include "base/ctx.h"

enum { SEARCH_BATCH = 32 };

/* Makes up to SEARCH_BATCH waiting texts findable, or cleans up after one that went; ret_n is how
   many. In two parts: load, which only reads, and does most of the work; NULL: nothing waits. What
   changes before it is stored waits on. */
struct search_load;
MUST bool search_load(struct ctx *c, struct search_load **ret);
MUST bool search_store(struct ctx *c, const struct search_load *l, size_t *ret_n);
MUST bool search_index(struct ctx *c, size_t *ret_n);

#endif
