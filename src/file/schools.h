/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files about schools: the English ones by URN (free school meals, pupil premium, the register
   GIAS), the Scottish school level summary by SeedCode, and own lists. The header tells which it
   is. Names: schools_ */
#ifndef FILE_SCHOOLS_H
#define FILE_SCHOOLS_H

#include "file/csv.h"

enum schools_column {
	SCHOOLS_CODE,
	SCHOOLS_NAME,
	SCHOOLS_PLACE,
	SCHOOLS_FSM,   /* in per cent */
	SCHOOLS_FSM_N, /* pupils with it, of those in the next two */
	SCHOOLS_ROLL,
	SCHOOLS_ROLL_TOO, /* another part of the roll */
	SCHOOLS_DEPRIVED, /* pupils, or per cent, from the most deprived fifth */
	SCHOOLS_COUNTS,	  /* of an own list: whether the school counts */
	SCHOOLS_COLUMNS
};
struct schools {
	const char *title; /* of the layout */
	const char *list;  /* england, scotland, own */
	size_t cells;
	size_t at[SCHOOLS_COLUMNS]; /* SIZE_MAX: not in this file */
	bool deprived_percent;
};

/* False for a header that is none of the known ones. */
MUST bool schools_header(const struct csv_record *r, struct schools *ret);
/* The known ones, in one sentence. */
extern const char schools_known[];

struct schools_line {
	struct str code, name, place;
	int64_t fsm,
		deprived_share; /* thousandths; -1: not published, whatever sign stands there */
	bool listed;		/* on an own list, and counts */
};
/* NULL, or why the line is refused: a clause without a full stop. */
MUST const char *schools_read(
	const struct schools *s, const struct csv_record *r, struct schools_line *ret);

/* True when the text is not UTF-8 and was read as Windows-1252 into out: some published registers
   still are. */
MUST bool schools_from_windows(struct str text, struct buf *out);

#endif
