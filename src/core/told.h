/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was told to somebody who is not the researcher. The same question gets the same answer until
   at least TOLD_CHANGED people have changed, so that asking each day does not show what the one did
   who came in between. How many more it takes is drawn anew for each answer. Names: told_ */
#ifndef CORE_TOLD_H
#define CORE_TOLD_H

#include "base/ctx.h"
#include "core/disclose.h"

enum { TOLD_CHANGED = 10, TOLD_DRAWN = 5 }; /* people; and up to so many less one */

struct told_row {
	struct str name;
	struct disclose_cell cell;
};
struct told_part {
	struct told_row *row;
	size_t n;
	bool fixed; /* as struct disclose_part has it: shown was told before */
};
struct told_question {
	struct str key;
	/* Counts of which one person may be in several, of so many people; else tables with one
	   total (disclose_parts). */
	bool counts;
	int64_t people;
	const struct told_part *part; /* n of each cell is the true number now */
	size_t parts;
};
struct told {
	int64_t at;		    /* when it was first told */
	struct disclose_cell total; /* of counts: people */
	struct told_part *part; /* the rows that were told, which need not be those there are now */
	size_t parts;
};

/* Keeps the answer when it is a new one, also from a page that only reads. */
MUST bool told_ask(struct ctx *c, const struct told_question *q, struct told *ret);
/* What is no count of people, such as a mean, is kept as text by who asks, who also knows how many
   have changed. Empty when nothing was told yet. */
MUST bool told_last(struct ctx *c, struct str key, struct str *ret, int64_t *ret_at);
/* Tells answer in the place of what was told at that instant, also from a page that only reads.
   Where somebody else was told meanwhile, that stands. */
MUST bool told_keep(struct ctx *c, struct str key, int64_t instead_of, struct str answer,
	struct str *ret, int64_t *ret_at);
/* What was told of a name; DISCLOSE_HIDDEN when nothing was. */
int64_t told_shown(const struct told_part *p, struct str name);

#endif
