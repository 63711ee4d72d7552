/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What people said each week about how involved they felt, beside what was counted of them in that
   week. Nothing is made of the two together, because neither is the truth about the other. True
   values, for the researcher alone. Names: felt_

   The answers are those of surveys with buttons on the first page (core/asked) whose first question
   is a scale, in waves of one week of a round, under a number or a name; an anonymous answer joins
   nothing. Who has left the study is not in it. */
#ifndef EVIDENCE_FELT_H
#define EVIDENCE_FELT_H

#include "evidence/said.h"

enum { FELT_MAX = 200000 }; /* answers */

struct felt_answer {
	int64_t who, number; /* number 0: none was given */
	struct str name;     /* as in the bundle */
	int64_t said;
	struct measure_fold fold; /* of the week */
	/* Of a measure: 1 where they said more than most and were counted less than most, -1 the
	   other way round, 0 where the two do not contradict each other or it is not known. Most is
	   the median of those who answered that week; at the median is neither. */
	int mismatch[SAID_MEASURES];
};
struct felt_week {
	struct str survey, round;			/* title; short name */
	int64_t survey_id, round_id, week, least, most; /* ends of the scale */
	struct felt_answer *answer;			/* by participant */
	size_t n;
	double said;		      /* median */
	double median[SAID_MEASURES]; /* of known > 0 */
	size_t known[SAID_MEASURES];
};
struct felt {
	struct measure_study study;
	struct felt_week *week; /* by survey, round, week */
	size_t n;
};

/* Faults: LIMIT. */
MUST bool felt_make(struct ctx *c, const struct measure_study *study, struct felt *ret);

/* A row for each answer and measure that is known; mismatch is 1, 0 or -1. */
void felt_csv(const struct felt *f, struct buf *out);
void felt_json(const struct felt *f, struct buf *out);
void felt_text(const struct felt *f, struct buf *out);

#endif
