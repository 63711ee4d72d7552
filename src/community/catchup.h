/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What somebody sees who comes back after days, or joins a round that runs already: the group's
   time in a few lines, the threads nearest to what they hope for, one question they could answer.
   It counts nothing that was missed, and is gone the next day. Names: catchup_ */
#ifndef COMMUNITY_CATCHUP_H
#define COMMUNITY_CATCHUP_H

#include "community/home.h"

struct session;

enum { CATCHUP_LINES = 3, CATCHUP_LATE_DAYS = 7, CATCHUP_NEW_DAYS = 2 };

struct catchup_line {
	const struct thread *thread;
	struct str said; /* how its newest post begins */
};
struct catchup {
	int64_t since; /* 0: there is nothing to catch up with */
	struct catchup_line line[CATCHUP_LINES];
	struct home_near near[HOME_NEAR];
	const struct thread *question; /* NULL: none but the week's own */
	size_t lines, nears;
};

/* Since when c->actor was away from the group of p; 0 for everybody else. Who was put into a group
   in the last CATCHUP_NEW_DAYS, CATCHUP_LATE_DAYS or more after its round had begun, was away from
   the beginning. */
MUST bool catchup_since(
	struct ctx *c, const struct place *p, const struct session *s, int64_t *ret);
/* Of what home_find found. */
MUST bool catchup_find(
	struct ctx *c, const struct place *p, struct home *h, int64_t since, struct catchup *ret);

#endif
