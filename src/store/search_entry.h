/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text on its way into the index. Only the files of store include this. Names: search_ */
#ifndef STORE_SEARCH_ENTRY_H
#define STORE_SEARCH_ENTRY_H

#include "base/ctx.h"

struct rows;

/* A text as search_words_entries takes it: of a row whose columns are id, head, kind, week,
   subject, byline, title, body, or by its id; empty: there is none that is ready, or that waits. */
struct str search_lines(struct ctx *c, const struct rows *r);
MUST bool search_lines_of(struct ctx *c, int64_t id, bool ready, struct str *ret);
/* What search_words_entries has of it, each with a line end behind it. */
struct str search_entries(struct ctx *c, struct str lines);

#endif
