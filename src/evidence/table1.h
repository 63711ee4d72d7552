/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The participation table of a study as it is published: who said what, and how often they looked.
   True values, for the researcher alone. Names: table1_ */
#ifndef EVIDENCE_TABLE1_H
#define EVIDENCE_TABLE1_H

#include "evidence/measure.h"
#include "evidence/stats.h"

enum { TABLE1_MANY = 90 }; /* the study counts those above it */

/* How people described themselves. */
enum table1_said { TABLE1_ACTIVE, TABLE1_LESS, TABLE1_UNASKED, TABLE1_SAID };

struct table1_part {
	const char *label;	/* Active, Less active, Not asked */
	const int64_t *views;	/* of its people, falling */
	const int64_t *numbers; /* of its people, in the same order */
	struct stats stats;
};

struct table1 {
	struct measure_study study;
	const struct measure_row *row; /* most page views first, then the smaller number */
	size_t n;
	struct stats all;
	struct table1_part said[TABLE1_SAID];
	bool has_pairs; /* there is at least one of each */
	double pairs_ordered;
};

MUST bool table1_make(struct ctx *c, const struct measure_study *study, struct table1 *ret);

#endif
