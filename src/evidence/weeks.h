/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The rounds of a study week by week: how much was read and written, how many were there, and how
   many of them came back. True values, for the researcher alone. Names: weeks_

   Counted are the traces of everybody in the study who has not withdrawn, numbered or not, in the
   round they were noted under. A trace from before the first week or after the last is in none of
   the weeks; it is counted beside them, so that the sums can be compared with other reports. */
#ifndef EVIDENCE_WEEKS_H
#define EVIDENCE_WEEKS_H

#include "core/calendar.h"
#include "evidence/measure.h"

enum { WEEKS_MAX = 15, WEEKS_CELLS_MAX = 1 << 25 }; /* of a round; people times rounds */

/* Of the people present in a week: next is how many were present in the one after it too, later in
   any later one of the round. */
struct weeks_count {
	int64_t views, posts, present, next, later;
};
struct weeks_round {
	struct str name;
	const struct calendar_week *week;
	const struct weeks_count *at; /* as many as weeks */
	size_t n;
	int64_t present;	    /* in any of the weeks */
	struct weeks_count outside; /* views and posts only */
};
struct weeks {
	struct measure_study study;
	const struct weeks_round *round; /* as core/calendar has them */
	size_t n;
};

/* Faults: LIMIT. */
MUST bool weeks_make(struct ctx *c, const struct measure_study *study, struct weeks *ret);
/* False for the last week of a round, after which nobody can come back in it. */
bool weeks_has_next(const struct weeks_round *r, size_t week);

#endif
