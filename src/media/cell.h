/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The walls of a confined child, put up by the child itself between fork and exec. Only confine.c
   includes this. Names: cell_ */
#ifndef MEDIA_CELL_H
#define MEDIA_CELL_H

#include "base/arena.h"

#include <stdnoreturn.h>

struct confine_limits;
struct sock_filter;

struct cell {
	const char *dir;
	const struct confine_limits *limits;
	const char *const *argv, *const *env; /* argv[0] is the path */
	struct sock_filter *filter;	      /* which calls of the kernel are refused */
	unsigned short filter_n;
};

/* Made before the fork, because it needs memory. */
MUST bool cell_filter(struct arena *a, bool talks, struct cell *ret);
/* In the child; calls nothing that takes memory or a lock. Ends with 126 when a wall that every
   system has cannot be put up, 127 when the program cannot be begun. */
noreturn void cell_enter(const struct cell *cell);
int cell_walls(void);

#endif
