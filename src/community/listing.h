/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The version of a group's list of threads: whoever changes what the list says of a thread raises
   it in the same transaction, so that a list that was drawn once can be shown again. Names:
   listing_ */
#ifndef COMMUNITY_LISTING_H
#define COMMUNITY_LISTING_H

#include "community/ids.h"

#include "base/ctx.h"

/* Rises with every change; 0 for a group in which none was noted yet. */
MUST bool listing_version(struct ctx *c, struct group_id group, int64_t *ret);
/* A thread came, went, or has another title, name, answer or state. */
MUST bool listing_changed(struct ctx *c, struct thread_id thread);

#endif
