/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where the dots of the participation chart stand: a row for each self-report, a dot for each
   participant, page views from left to right, dots that would hide each other piled up. Names:
   strip_ */
#ifndef EVIDENCE_STRIP_H
#define EVIDENCE_STRIP_H

#include "evidence/table1.h"

enum { STRIP_WIDTH = 360, STRIP_TICKS = 12, STRIP_PEOPLE_MAX = 1000 };

struct strip_dot {
	struct str x; /* one decimal */
	int64_t y;
};
/* A text beside a dot or a line. */
struct strip_label {
	struct str x, text; /* no label when text is empty */
	int64_t y;
	const char *anchor; /* start, middle or end */
};
struct strip_row {
	const struct strip_dot *dot;
	size_t n;
	bool other; /* dots of the second colour */
	struct strip_label name, mean, least, most;
	struct str mean_x;
	int64_t mean_top, mean_height;
};
struct strip {
	int64_t height, axis, radius;
	size_t rows, ticks;
	struct strip_row row[TABLE1_SAID];
	struct strip_label tick[STRIP_TICKS];
	struct str says; /* what the chart shows, in sentences */
};

/* False when there is nobody to draw, or too many. */
bool strip_make(struct ctx *c, const struct table1 *t, struct strip *ret);

#endif
