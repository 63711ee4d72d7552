/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What people said about themselves beside what was counted, measure by measure: nothing is made of
   the two together, because neither is the truth about the other. Names: said_ */
#ifndef EVIDENCE_SAID_H
#define EVIDENCE_SAID_H

#include "evidence/pick.h"

struct buf;

enum { SAID_MEASURES = 7 };
extern const enum measure_fold_at said_measures[SAID_MEASURES];

/* By what they said and, of a measure, whether it is above the median of those who said something.
 */
struct said_cell {
	const struct pick_row **row; /* by number */
	size_t n;
};
struct said_grid {
	size_t known, unknown;	     /* of those who said something */
	double median;		     /* of known > 0 */
	struct said_cell cell[2][2]; /* [Active, Less active][at or below, above] */
};
struct said {
	struct measure_study study;
	size_t active, less, unasked;
	struct said_grid grid[SAID_MEASURES];
};

MUST bool said_make(struct ctx *c, const struct measure_study *study, struct said *ret);

/* A row for each participant and measure, with a 1 where the two do not point the same way. */
void said_csv(const struct said *s, struct buf *out);
void said_json(const struct said *s, struct buf *out);
void said_text(const struct said *s, struct buf *out);

#endif
