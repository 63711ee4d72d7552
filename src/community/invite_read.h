/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reads what somebody brings as a list of addresses: pasted lines, a CSV file, a OneRoster archive.
   Touches no database, so that a large file holds up nobody who writes. Names: invite_read_ */
#ifndef COMMUNITY_INVITE_READ_H
#define COMMUNITY_INVITE_READ_H

#include "community/invite_table.h"

enum {
	INVITE_LINES_MAX = 300000,
	INVITE_PART_LINES = 1000,
	INVITE_PASTE_MAX = 4 << 20, /* bytes */
	INVITE_FILE_MAX = 48 << 20, /* bytes: 200,000 lines of 240 */
};

struct invite_upload {
	const char *source; /* paste, csv or oneroster */
	struct str *part;   /* of at most INVITE_PART_LINES records each */
	size_t parts;
	int64_t lines;		       /* records in all */
	int64_t passed;		       /* of a roster: who is no enabled student */
	bool settled;		       /* columns are known, nobody needs to choose them */
	struct invite_columns columns; /* known, or guessed */
	struct str wrong;  /* not empty: it cannot be used, in a sentence for its sender */
	const char *field; /* and which field of the form that is */
};

/* Lines «name, address, subject, year», «Name <address>», or many addresses with commas or
   semicolons between them. */
void invite_read_paste(struct arena *a, struct str text, struct invite_upload *ret);
/* Its first bytes tell what it is. */
void invite_read_file(struct arena *a, struct str bytes, struct invite_upload *ret);

#endif
