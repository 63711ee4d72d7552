/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What can go wrong in a unit of work, as a person or a program is told. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include "base/str.h"

/* The first fault of a unit of work decides the answer; site/gate has the HTTP status of each. */
enum fault_kind {
	FAULT_NONE,
	FAULT_INVALID,	/* what was sent cannot be used as it is; a form is shown again */
	FAULT_SIGN_IN,	/* nobody is signed in */
	FAULT_DENIED,	/* somebody is, and may not */
	FAULT_ABSENT,	/* there is no such thing, or it may not even be known */
	FAULT_GONE,	/* there was: used links, expired links */
	FAULT_CONFLICT, /* somebody else was first */
	FAULT_LIMIT,	/* too large */
	FAULT_RATE,	/* too often */
	FAULT_BUSY,	/* try again in a moment */
	FAULT_FULL,	/* the disk is full; nothing was saved */
	FAULT_INTERNAL,
	FAULT_KINDS
};

struct fault {
	enum fault_kind kind;
	const char *where; /* the function that found it; for the log */
	char text[240];	   /* a whole sentence for a person, except for INTERNAL */
};

/* One refused field of a form. */
struct wrong {
	struct wrong *next;
	const char *field;
	struct str text;
};

#endif
