/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The participation table with any choice of columns: who the numbered participants are, and what
   was counted of each. True values, for the researcher alone. Names: pick_ */
#ifndef EVIDENCE_PICK_H
#define EVIDENCE_PICK_H

#include "evidence/measure_fold.h"
#include "evidence/stats.h"
#include "evidence/table1.h"

struct buf;

/* The columns about a person; the measures follow them. */
enum pick_column { PICK_GENDER, PICK_SUBJECT, PICK_YEAR, PICK_SAID, PICK_ABOUT };
enum { PICK_COLUMNS = PICK_ABOUT + FOLDS };
/* As bits: the columns of Table 1. */
enum { PICK_USUAL = (2 << PICK_ABOUT) - 1 };

struct pick_row {
	const struct participant *who;
	enum table1_said said;
	struct measure_fold fold;
};
/* Of those of whom a measure is known: everybody, then by what they said. */
enum { PICK_PARTS = TABLE1_SAID + 1 };
struct pick {
	struct measure_study study;
	int64_t columns;      /* bits; at least one */
	struct pick_row *row; /* by number */
	size_t n;
	struct stats_real stats[FOLDS][PICK_PARTS];
};

/* «gender», as files have it, and «Gender». */
const char *pick_name(size_t column);
const char *pick_title(size_t column);
/* PICK_COLUMNS for a word that is none. */
size_t pick_find(struct str name);
/* columns 0: the usual ones. Faults: LIMIT. */
MUST bool pick_make(
	struct ctx *c, const struct measure_study *study, int64_t columns, struct pick *ret);
/* What somebody said, as a place. */
extern const char *const pick_parts[PICK_PARTS];

void pick_csv(const struct pick *p, struct buf *out);
void pick_json(const struct pick *p, struct buf *out);
void pick_text(const struct pick *p, struct buf *out);

#endif
