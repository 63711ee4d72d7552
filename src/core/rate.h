/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How often somebody may try something. Counted in the database, so that every process agrees.
   Names: rate_ */
#ifndef CORE_RATE_H
#define CORE_RATE_H

#include "base/ctx.h"

struct rate {
	const char *what; /* a stable short name */
	int64_t max;	  /* per window */
	int64_t window;	  /* microseconds */
};

/* Counts one try of who (a person's id, an address, a network address; it is stored as a keyed
   hash). Faults: RATE above the limit, with a sentence that says when to try again. */
MUST bool rate_check(struct ctx *c, const struct rate *r, struct str who);
/* As rate_check, but counts nothing and so needs no transaction that writes. */
MUST bool rate_look(struct ctx *c, const struct rate *r, struct str who);
/* Forgets windows that ended long ago. */
MUST bool rate_forget(struct ctx *c);

#endif
