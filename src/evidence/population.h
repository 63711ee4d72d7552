/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How many students the institution has, by subject, year and tag: counts from a table that the
   researcher brings, never people. Names: population_ */
#ifndef EVIDENCE_POPULATION_H
#define EVIDENCE_POPULATION_H

#include "base/ctx.h"

enum {
	POPULATION_LINES_MAX = 5000,
	POPULATION_WORD_MAX = 100, /* code points of a subject or a year */
	POPULATION_COUNT_MAX = 1000000,
	POPULATION_REFUSED_SHOWN = 50,
};

struct population_row {
	struct str subject, year; /* year may be empty: not split by year */
	int64_t tagged;		  /* -1: not split by tag; else 0 or 1 */
	int64_t n;
};
struct population_refused {
	int64_t line;
	const char *why; /* a clause without a full stop */
};
/* What became of an upload. */
struct population_told {
	int64_t taken, refused, people;
	struct population_refused *why; /* the first POPULATION_REFUSED_SHOWN */
	size_t whys;
};

/* CSV with a line of headings: subject and count, and if they are known year and tag. A heading is
   known by several words («Course», «Headcount»), whatever its capitals. Takes the lines that can
   be used in place of the earlier table of the study. Faults: INVALID (field file) when there is
   none, or the headings are missing; the earlier table then stays. Audited. */
MUST bool population_put(struct ctx *c, int64_t study, struct str csv, struct population_told *ret);
/* By subject, year and tag. */
MUST bool population_read(struct ctx *c, int64_t study, struct population_row **ret, size_t *ret_n);

#endif
