/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where the columns of a small chart stand: one for each week, from zero, on a scale that charts of
   the same measure share. Names: columns_ */
#ifndef EVIDENCE_COLUMNS_H
#define EVIDENCE_COLUMNS_H

#include "base/ctx.h"

enum { COLUMNS_MAX = 15, COLUMNS_WIDTH = 240, COLUMNS_FLOOR = 104, COLUMNS_HEIGHT = 126 };

struct columns_bar {
	struct str x, width, y, height, middle, text, name;
	int64_t text_y;
};
struct columns {
	struct columns_bar bar[COLUMNS_MAX];
	size_t n;
	struct str says; /* what the chart shows, in sentences */
};

/* Of n values from 0 to most; n is at most COLUMNS_MAX. */
void columns_make(struct ctx *c, const int64_t *value, size_t n, int64_t most, struct columns *ret);

#endif
