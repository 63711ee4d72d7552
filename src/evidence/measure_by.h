/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* All measures of a study by person, group, arm of a trial, week or round. True values, for the
   researcher alone. Names: measure_by_ */
#ifndef EVIDENCE_MEASURE_BY_H
#define EVIDENCE_MEASURE_BY_H

#include "evidence/measure_fold.h"
#include "evidence/stats.h"

struct buf;

enum measure_by_what { BY_PERSON, BY_GROUP, BY_ARM, BY_WEEK, BY_ROUND, BYS };
enum { MEASURE_BY_KEYS = 3 };

struct measure_by_line {
	struct str key[MEASURE_BY_KEYS]; /* as many as the kind has */
	int64_t people;		     /* who is in it, whether anything is known of them or not */
	struct stats_real at[FOLDS]; /* over those of whom the measure is known */
};
struct measure_by {
	struct measure_study study;
	enum measure_by_what what;
	struct measure_by_line *line; /* persons by number, those without one behind them in the
					 order of their names, which are drawn */
	size_t n;
};

/* «person», and what its keys are called in files. */
extern const char *const measure_by_words[BYS];
extern const char *const measure_by_keys[BYS][MEASURE_BY_KEYS]; /* NULL behind the last */

/* Counted in a group and a round are the people who are in it, or were last; in a week those of its
   round, once it has begun; in an arm as evidence/effect has it. Faults: LIMIT. */
MUST bool measure_by_make(struct ctx *c, const struct measure_study *study,
	enum measure_by_what what, struct measure_by *ret);

/* Persons: a row each. Others: a row for each measure. An empty cell, or null, is not known. */
void measure_by_csv(const struct measure_by *m, struct buf *out);
void measure_by_json(const struct measure_by *m, struct buf *out);
void measure_by_text(const struct measure_by *m, struct buf *out);

#endif
