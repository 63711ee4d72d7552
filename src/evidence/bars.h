/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where the bars of the chart of reach stand: one for each row that has a share, from zero. Names:
   bars_ */
#ifndef EVIDENCE_BARS_H
#define EVIDENCE_BARS_H

#include "evidence/reach.h"

enum { BARS_MAX = 40, BARS_TICKS = 8, BARS_LEFT = 12 };

struct bars_row {
	struct str name, width, text_x, text;
	int64_t name_y, bar_y;
	bool has_bar;
};
struct bars_tick {
	struct str x, text;
};
struct bars {
	struct bars_row row[BARS_MAX];
	struct bars_tick tick[BARS_TICKS];
	size_t n, ticks;
	int64_t height, axis;
	struct str says; /* what the chart shows, in sentences */
};

/* False when no row of the part has a share, or there are more than BARS_MAX in the table. */
bool bars_make(struct ctx *c, const struct reach *r, enum reach_by by, struct bars *ret);

#endif
