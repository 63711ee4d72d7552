/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How people came to the rounds of a study. It is kept with each who takes part, because lists of
   addresses are forgotten a month after a round. Names: came_ */
#ifndef CORE_CAME_H
#define CORE_CAME_H

#include "base/ctx.h"

/* The numbers are in the database: never reorder. */
enum came {
	CAME_OTHER,	  /* no list, or not known: imported logs, too */
	CAME_RESEARCHER,  /* invited by a list that a researcher brought */
	CAME_COORDINATOR, /* invited by a list that a course coordinator brought */
	CAME_STAFF,	  /* put into the round by staff */
	CAME_AGAIN,	  /* was in an earlier round of the study and joined again by themselves */
	CAMES,
};

/* By the roles of whoever brought a list; a researcher who is a coordinator too is a researcher. */
enum came came_of_sender(int64_t roles);
/* CAME_AGAIN when the person was in another round of the round's study before, else CAME_OTHER. */
MUST bool came_before(struct ctx *c, int64_t round, struct person_id person, enum came *ret);
/* How many participants of a study who have not left it came in which way: the way to the last
   round they joined, so that everybody is counted once. ret has CAMES numbers. Tells of people only
   how many they are. */
MUST bool came_count(struct ctx *c, int64_t study, int64_t *ret);

#endif
