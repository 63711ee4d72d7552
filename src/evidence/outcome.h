/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What became of the people of a study: completion and Graduate Outcomes, brought by the researcher
   as a table and kept under the participant. Of a person who is not in the study nothing is kept,
   and it is not told whether they are known. Names: outcome_ */
#ifndef EVIDENCE_OUTCOME_H
#define EVIDENCE_OUTCOME_H

#include "base/ctx.h"

enum {
	OUTCOME_LINES_MAX = 20000,
	OUTCOME_REFUSED_SHOWN = 50,
	OUTCOME_HEADING_MAX = 100, /* bytes of the name of a column */
};

/* The columns that may be brought. The first two say who: one of them has to be there. */
enum outcome_column {
	OUTCOME_ADDRESS,
	OUTCOME_NUMBER,
	OUTCOME_COMPLETED,
	OUTCOME_ACTIVITY,
	OUTCOME_SKILLED,
	OUTCOME_COLUMNS
};
extern const char *const outcome_names[OUTCOME_COLUMNS];  /* «address» */
extern const char *const outcome_titles[OUTCOME_COLUMNS]; /* «E-mail address» */

struct outcome_refused {
	int64_t line;
	const char *why; /* a clause without a full stop */
};
struct outcome_told {
	int64_t taken, refused;
	struct outcome_refused *why; /* the first OUTCOME_REFUSED_SHOWN */
	size_t whys;
	struct str heading[OUTCOME_COLUMNS]; /* of the column that was used; empty: none */
};
/* Which columns of the table are meant, by their headings; empty: found by what they are called. */
struct outcome_how {
	struct str heading[OUTCOME_COLUMNS];
	bool check; /* only tell what would be taken and refused */
};

/* A line replaces what an earlier table said of that person where it says something. Faults:
   INVALID (file, and the name of a column whose heading is not there). Audited, without anybody. */
MUST bool outcome_put(struct ctx *c, int64_t study, struct str csv, const struct outcome_how *how,
	struct outcome_told *ret);

#endif
