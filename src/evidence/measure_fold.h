/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The measures of one person from their traces: of the whole study, of a round, of a week. What is
   not known is not known, and never zero. Pure. Names: measure_fold_ */
#ifndef EVIDENCE_MEASURE_FOLD_H
#define EVIDENCE_MEASURE_FOLD_H

#include "base/arena.h"
#include "evidence/measure.h"

/* In the order of tables and files. */
enum measure_fold_at {
	FOLD_PAGE_VIEWS,
	FOLD_DISTINCT_PAGES,
	FOLD_ACTIVE_MINUTES,
	FOLD_DAYS_PRESENT,
	FOLD_POSTS,
	FOLD_WORDS,
	FOLD_REPLIES_GIVEN,
	FOLD_REPLIES_RECEIVED,
	FOLD_FIRST_REPLY,
	FOLD_UNANSWERED,
	FOLD_OTHER_GROUPS,
	FOLD_VICARIOUS,
	FOLDS
};
/* Where each stands in measure_table. */
extern const enum measure_at measure_fold_table[FOLDS];

/* A line of the ledger, and what is known about it. */
struct measure_fold_trace {
	int64_t class, channel, round, kind, object, at, amount;
	int64_t week;	  /* of the round; 0: in none */
	int64_t day;	  /* since 1970, by the wall clock there */
	bool other_group; /* a page of a group, or of a thread of one, in which the person never was
			   */
};
struct measure_fold_scope {
	int64_t round; /* 0: the whole study */
	int64_t week;  /* 0: all weeks, and before and after them */
	int64_t from;  /* what happened before this instant is left out; 0: nothing is */
};
struct measure_fold {
	bool known[FOLDS];
	double value[FOLDS];
};
/* What was gathered of a person. */
struct measure_fold_person {
	const struct measure_fold_trace *trace; /* in the order of the ledger */
	size_t n;
	bool seated; /* took part in a round here: not only in an imported log */
	int64_t off; /* classes that the study does not collect, or stopped to: 1 << class */
};

/* scratch has room for n + 1 pairs of numbers and is the caller's to use again. */
struct measure_fold_pair {
	int64_t a, b;
};
void measure_fold(const struct measure_fold_person *p, const struct measure_fold_scope *in,
	struct measure_fold_pair *scratch, struct measure_fold *ret);

#endif
