/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The confined child: runs a program of the system on a file that somebody sent, in a directory of
   its own, without network, other files, more memory or more time than it is given (decision 0010).
   Names: confine_ */
#ifndef MEDIA_CONFINE_H
#define MEDIA_CONFINE_H

#include "base/ctx.h"

struct confine;

struct confine_limits {
	int memory_mib, cpu_s, wall_s;
	int file_mib; /* of each file that it writes */
	bool own;     /* what it reads was made here: libvips then reads dots without a format */
	bool talks;   /* may wait at a socket that is a file: LibreOffice does */
};
enum confine_end {
	CONFINE_DONE,
	CONFINE_FAILED, /* it ended with an error, or was ended for what it tried */
	CONFINE_SLOW,	/* its time was over */
	CONFINE_MISSING /* there is no such program here */
};
/* Walls that this system has; those that every system has are not named. */
enum { CONFINE_NO_NETWORK = 1, CONFINE_FILES = 2 };

/* A directory that goes with the arena of c. Faults: BUSY when there is no room for it. */
MUST bool confine_open(struct ctx *c, struct confine **ret);
MUST bool confine_put(struct confine *x, const char *name, struct str bytes);
/* argv[0] is a name without a path, NULL ends it. What it says is in the files «said» and
   «grumbled». Nobody else's text belongs into argv. */
enum confine_end confine_run(
	struct confine *x, const struct confine_limits *limits, const char *const *argv);
/* A file that was written, in the arena of c; false when it is not there or larger than max. */
MUST bool confine_take(struct confine *x, const char *name, size_t max, struct str *ret);
/* Fails for a program that is not there or took too long; a sentence names what is missing. */
bool confine_sorry(struct ctx *c, enum confine_end end, const char *missing);
/* Removes directories that a program of this account that is no more left behind; those in which
   somebody is at work are left alone. */
void confine_sweep(void);
bool confine_has(const char *program);
int confine_walls(void);

#endif
