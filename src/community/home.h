/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What happened in a group that matters to one person, and one thing to do: few of each, and
   nothing that counts what was not done. Names: home_ */
#ifndef COMMUNITY_HOME_H
#define COMMUNITY_HOME_H

#include "community/ids.h"

#include "base/ctx.h"

struct thread;

enum { HOME_NEWS = 3 };

struct home {
	const struct thread *reply[HOME_NEWS]; /* where somebody wrote after c->actor */
	const struct thread *fresh[HOME_NEWS]; /* of others, where c->actor has not written */
	const struct thread
		*waiting; /* of those the one that waits longest for a first answer, or NULL */
	size_t replies, freshes;
};

/* Looks at the threads of a group with the newest posts. */
MUST bool home_find(struct ctx *c, struct group_id group, struct home *ret);

#endif
