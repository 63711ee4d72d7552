/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whom a study's rounds reach, against how many students there are. Everything that leaves the
   researcher's screen is rounded and hidden by core/disclose. Names: reach_ */
#ifndef EVIDENCE_REACH_H
#define EVIDENCE_REACH_H

#include "core/disclose.h"
#include "evidence/measure.h"

enum reach_by { REACH_SUBJECT, REACH_YEAR, REACH_CAME, REACH_TAG, REACH_BYS };
enum { REACH_UNKNOWN = -1, REACH_ROWS_MAX = 5000 };

struct reach_row {
	struct str name;
	bool in_table; /* false: nothing was uploaded about these, so there is no share */
	struct disclose_cell population, reached;
	int64_t percent; /* DISCLOSE_HIDDEN: not to be said, or not known */
};
struct reach_part {
	const char *name, *title, *column; /* subject, «By subject», «Subject» */
	struct reach_row *row; /* smallest share first, then by name; of REACH_CAME in the order of
				  core/came, and no share: nobody is enrolled by a letter */
	size_t n;
	struct reach_row total;
};
struct reach {
	struct measure_study study;
	bool uploaded; /* there is an enrolment table */
	bool has_tag;  /* the last part was counted */
	bool is_true;  /* shown are the true numbers: for the researcher's screen alone */
	struct reach_part part[REACH_BYS];
	int64_t told_at;	      /* when the rounded numbers were made; 0: true ones */
	struct disclose_cell outside; /* joined a round and are not in the study: in no other number
				       */
};
struct reach_how {
	bool with_tag; /* read from core/background: audited, and for researchers alone */
	bool is_true;
};

/* Reached are the participants of the study who have not left it. Faults: DENIED for the tag unless
   c->roles has the researcher's; LIMIT. */
MUST bool reach_make(struct ctx *c, const struct measure_study *study, const struct reach_how *how,
	struct reach *ret);
/* A number as it is shown, «..» where it is hidden. */
struct str reach_number(struct ctx *c, const struct disclose_cell *cell);
/* «12%», with a decimal where true numbers are shown; «..» where it is hidden; a dash where nothing
   is known. */
struct str reach_percent(struct ctx *c, const struct reach *r, const struct reach_row *row);

#endif
