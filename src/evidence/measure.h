/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What Cairn counts about taking part, from the ledger alone, and what each count cannot see.
   Names: measure_ */
#ifndef EVIDENCE_MEASURE_H
#define EVIDENCE_MEASURE_H

#include "core/participant.h"

struct measure {
	const char *name, *title, *unit;
	const char *counts; /* whole sentences: what is counted, */
	const char *blind;  /* and what that cannot see */
};

enum measure_at {
	MEASURE_PAGE_VIEWS,
	MEASURE_ACTIVE_SECONDS,
	MEASURE_SELF_REPORT,
	MEASURE_PAIRS,
	MEASURE_POSTS,
	MEASURE_PRESENT,
	MEASURE_CAME_BACK,
	MEASURE_VIEWS_EACH,
	MEASURE_POSTS_EACH,
	MEASURE_RETURNED,
	MEASURE_SECONDS_EACH,
	MEASURE_DISTINCT_PAGES,
	MEASURE_ACTIVE_MINUTES,
	MEASURE_DAYS_PRESENT,
	MEASURE_WORDS,
	MEASURE_REPLIES_GIVEN,
	MEASURE_REPLIES_RECEIVED,
	MEASURE_FIRST_REPLY,
	MEASURE_UNANSWERED,
	MEASURE_OTHER_GROUPS,
	MEASURE_VICARIOUS,
	MEASURES
};
/* The one place where they are defined: pages, files and doc/measures.md use it. */
extern const struct measure measure_table[MEASURES];

/* One numbered participant of a study. */
struct measure_row {
	struct participant who;
	int64_t page_views;
	int64_t active_seconds; /* absent unless some view was timed */
	bool timed;
};

/* Everybody in a study who has a number and has not withdrawn, by number. */
MUST bool measure_rows(struct ctx *c, int64_t study, struct measure_row **ret, size_t *ret_n);

/* A study as the evidence sees it. */
struct measure_study {
	int64_t id, numbered;
	struct str name, title;
};

/* The study with most numbered participants first; at most MEASURE_STUDIES_MAX. */
enum { MEASURE_STUDIES_MAX = 200, MEASURE_ROWS_MAX = 100000, MEASURE_NAME_MAX = 100 };
MUST bool measure_studies(struct ctx *c, struct measure_study **ret, size_t *ret_n);
/* Faults: ABSENT, with a sentence that names the studies there are. */
MUST bool measure_study(struct ctx *c, struct str name, struct measure_study *ret);
/* As measure_study; without a name the first of measure_studies, ret->id 0 when there is none. */
MUST bool measure_choose(struct ctx *c, struct str name, struct measure_study *ret);

#endif
