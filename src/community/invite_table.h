/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A list of addresses between the file that it came in and the invitations that it becomes:
   records of cells, and which column is what. A record is a line: + and the number of its line in
   the file, then the cells, each after a tab; or - with the number, and why it cannot be read.
   Names: invite_table_ */
#ifndef COMMUNITY_INVITE_TABLE_H
#define COMMUNITY_INVITE_TABLE_H

#include "base/buf.h"
#include "base/ctx.h"

enum {
	INVITE_COLUMNS_MAX = 60,
	INVITE_CELL_MAX = 400, /* bytes; what is longer is no address, name or subject */
};
enum invite_field {
	INVITE_ADDRESS,
	INVITE_NAME,
	INVITE_FIRST,
	INVITE_LAST,
	INVITE_SUBJECT,
	INVITE_YEAR,
	INVITE_FIELDS
};

struct invite_columns {
	bool header;		   /* the first record has headings */
	int64_t at[INVITE_FIELDS]; /* column from 1; 0: none */
};
struct invite_record {
	int64_t line;
	size_t n;
	struct str cell[INVITE_COLUMNS_MAX];
	struct str why; /* not empty: it cannot be read */
};
/* What a record says; parts of it, but for a name of two cells, which is in the arena. */
struct invite_entry {
	int64_t line, year;
	struct str address, name, subject;
	struct str typed; /* the address as it stands there */
	struct str why;	  /* not empty: there is nobody to invite */
};

void invite_table_put(struct buf *out, int64_t line, const struct str *cell, size_t n);
void invite_table_refuse(struct buf *out, int64_t line, struct str why);
/* Cuts the next record off. */
MUST bool invite_table_next(struct str *part, struct invite_record *ret);
/* By the words of the headings, else by where addresses stand. */
void invite_table_guess(struct str part, struct invite_columns *ret);
/* NULL, or a sentence that says why these columns cannot be used, and at which field. */
const char *invite_table_fault(const struct invite_columns *columns, size_t *ret_field);
struct invite_entry invite_table_entry(
	struct arena *a, const struct invite_record *r, const struct invite_columns *columns);
/* As it is kept with a list. */
struct str invite_table_text(struct arena *a, const struct invite_columns *columns);
struct invite_columns invite_table_columns(struct str text);

#endif
