/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which threads are kept on a reader's device. Names: keep_ */
#ifndef COMMUNITY_KEEP_H
#define COMMUNITY_KEEP_H

#include "community/ids.h"

#include "base/ctx.h"

struct place;

enum { KEEP_THREADS = 40 };

/* Those of this week, in the group of p alone; once the weeks are over, those of the last one. The
   newest first. */
MUST bool keep_threads(struct ctx *c, const struct place *p, struct thread_id **ret, size_t *ret_n);

#endif
