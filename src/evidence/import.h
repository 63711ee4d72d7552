/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The activity log of a learning platform becomes traces of numbered participants. Names and other
   cells are not kept, only keyed hashes of them. Names: import_ */
#ifndef EVIDENCE_IMPORT_H
#define EVIDENCE_IMPORT_H

#include "base/ctx.h"
#include "file/csv.h"

enum { IMPORT_LINES_MAX = 2000000 };

struct import;

/* How a file is read: whom to tell meanwhile (either may be NULL), and whose lines are left out,
   such as the teacher's: user ids or full names. */
struct import_how {
	void (*refused)(void *data, int64_t line, const char *why);
	void (*progress)(void *data, int64_t done, int64_t all); /* lines; all is 0 while reading */
	void *data;
	const struct str *without;
	size_t without_n;
};

struct import_into {
	int64_t study;
	struct str zone; /* an IANA name: where the wall clocks of the log hang */
};

/* What was read, and what became of it. */
struct import_told {
	int64_t lines, refused, system, command_line,
		left_out;	      /* of the file; blank lines do not count */
	int64_t views, posts, others; /* new */
	int64_t known, withdrawn;     /* in the ledger already; of people who have withdrawn */
	int64_t people, new_people;
	int64_t off; /* of a kind that the study does not collect */
};

/* Reads all of it; no database is needed. Faults: INVALID when it is no log, or no line of it can
   be used; LIMIT. */
MUST bool import_read(
	struct ctx *c, struct csv *file, const struct import_how *how, struct import **ret);
/* Writes it, in the caller's transaction. A line that an earlier import wrote is not written again.
   */
MUST bool import_write(
	struct ctx *c, struct import *i, const struct import_into *into, struct import_told *ret);

#endif
