/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Outcomes beside taking part: of the people of a study by how many days they were present, and by
   tag when the researcher asks. What leaves the researcher's screen is rounded and hidden by
   core/disclose. It shows who ends up where, and not why. Names: result_ */
#ifndef EVIDENCE_RESULT_H
#define EVIDENCE_RESULT_H

#include "core/disclose.h"
#include "evidence/measure.h"

struct buf;

enum result_by { RESULT_DAYS, RESULT_TAG, RESULT_BYS };
/* People; of whom completion is known, who completed; of whom the time after is known, and who is
   then in highly skilled work or in further study. */
enum result_count {
	RESULT_PEOPLE,
	RESULT_KNOWN,
	RESULT_COMPLETED,
	RESULT_ASKED,
	RESULT_WELL,
	RESULT_COUNTS
};
enum { RESULT_ROWS = 5 };
struct result_row {
	struct str name;
	struct disclose_cell at[RESULT_COUNTS];
	int64_t completed, well; /* percent, of known and of asked; DISCLOSE_HIDDEN */
};
struct result_part {
	const char *name, *title, *column; /* «days», «By days present» */
	struct result_row row[RESULT_ROWS];
	size_t n;
	struct result_row total;
};
struct result {
	struct measure_study study;
	bool is_true, has_tag;
	bool any; /* some outcome was brought */
	struct result_part part[RESULT_BYS];
};
struct result_how {
	bool with_tag; /* read from core/background: audited, and for researchers alone */
	bool is_true;  /* for the researcher's screen alone */
};

/* Faults: DENIED for the tag unless c->roles has the researcher's; LIMIT. */
MUST bool result_make(struct ctx *c, const struct measure_study *study,
	const struct result_how *how, struct result *ret);
struct str result_number(struct ctx *c, const struct disclose_cell *cell);
struct str result_percent(struct ctx *c, int64_t percent);

extern const char *const result_names[RESULT_COUNTS];
void result_csv(const struct result *r, struct buf *out);
void result_json(const struct result *r, struct buf *out);
void result_text(const struct result *r, struct buf *out);

#endif
