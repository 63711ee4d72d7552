/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Gives the conversations of the replayed rounds to groups, and their letters to members. Names:
   demo_cast_ */
#ifndef APP_DEMO_CAST_H
#define APP_DEMO_CAST_H

#include <stddef.h>

struct demo_round;
struct demo_thread;

/* Each thread goes to at most one group of the round, whose family it suits and which had the
   fewest that week; a thread for which no group has enough people who may write is left out. */
void demo_cast_threads(struct demo_round *r, const struct demo_thread *list, size_t n);

#endif
