/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The activity log as Moodle exports it, line by line. Names: moodle_ */
#ifndef EVIDENCE_MOODLE_H
#define EVIDENCE_MOODLE_H

#include "base/buf.h"
#include "core/activity.h"
#include "evidence/logtime.h"
#include "file/csv.h"

enum { MOODLE_NAME_MAX = 500 };
enum moodle_column {
	MOODLE_TIME,
	MOODLE_USER,
	MOODLE_AFFECTED,
	MOODLE_CONTEXT,
	MOODLE_COMPONENT,
	MOODLE_EVENT,
	MOODLE_DESCRIPTION,
	MOODLE_ORIGIN,
	MOODLE_ADDRESS,
	MOODLE_COLUMNS
};

/* Which column stands where. */
struct moodle {
	bool has[MOODLE_COLUMNS];
	size_t at[MOODLE_COLUMNS], cells;
};

enum moodle_skip { MOODLE_KEPT, MOODLE_SYSTEM, MOODLE_COMMAND_LINE };

struct moodle_line {
	struct logtime time;
	struct str user; /* digits of the user id at the start of the description, or empty */
	struct str name; /* full name in lower case with single spaces, or empty; in the arena */
	enum trace_class class;
	enum moodle_skip skip; /* a line that no person made */
};

/* A name in lower case with single spaces: spellings that differ in no more are one. */
struct str moodle_name(struct arena *a, struct str name);
/* False unless there are columns for the time, the event and a person. */
MUST bool moodle_header(const struct csv_record *r, struct moodle *ret);
/* Returns NULL, or a clause that says why the line is refused. normal gets the cells in the order
   of the columns above with single spaces and the time as it was read, so that a line stays the
   same however it was exported. */
const char *moodle_read(struct arena *a, const struct moodle *m, const struct csv_record *r,
	struct moodle_line *ret, struct buf *normal);

#endif
