/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tables as text: RFC 4180, and what spreadsheets and learning platforms make of it. Names: csv_ */
#ifndef FILE_CSV_H
#define FILE_CSV_H

#include "base/buf.h"

#include <stdio.h>

enum {
	CSV_FIELD_MAX = 65536,
	CSV_FIELDS_MAX = 256,
	CSV_RECORD_MAX = 1 << 20
}; /* bytes, fields, bytes */

struct csv;

struct csv_record {
	int64_t line; /* the first it stands on; the file begins with 1 */
	size_t n;
	const struct str *cell; /* gone with the next csv_next */
	const char *why;	/* NULL, or why it was refused: a clause without a full stop */
};

/* Finds out whether commas, tabs or semicolons part the cells, and skips a byte order mark. NULL
   with a sentence in why for what is no table of UTF-8 text. The text must outlive the reader; a
   file stays its maker's, and is read from where it stands. */
struct csv *csv_open_str(struct str text, char *why, size_t why_size);
struct csv *csv_open_file(FILE *f, char *why, size_t why_size);
void csv_close(struct csv *r); /* accepts NULL */
char csv_delimiter(const struct csv *r);

/* The next record; lines with nothing on them are passed over. False at the end. Space around a
   cell that is not quoted is not part of it. A record over the limits, with broken quotation marks
   or with anything but UTF-8 text is refused, and reading goes on with the next one; after broken
   quotation marks that is the next line. */
MUST bool csv_next(struct csv *r, struct csv_record *ret);
/* The file could not be read to its end. */
bool csv_broken(const struct csv *r);

/* Writing: one cell in column at (0 is the first), and the end of a line. Text that a spreadsheet
   would take for a formula gets an apostrophe in front. */
void csv_put_text(struct buf *out, size_t at, struct str s);
void csv_put_int(struct buf *out, size_t at, int64_t n);
void csv_put_end(struct buf *out);

#endif
