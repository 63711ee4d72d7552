/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The areas that an import meets, each once: a file of postcodes names the same area on many lines.
   Names: gather_ */
#ifndef APP_GATHER_H
#define APP_GATHER_H

#include "core/area.h"

struct gather {
	struct area_row *row;
	uint32_t *slot; /* index + 1 of a row, by code */
	size_t n, room, slots;
	int64_t differ; /* lines that said something else than the first of their area */
	int64_t most;	/* the highest rank */
};

/* Starts all zero. False when the area was there with another rank, which then stands. */
bool gather_add(struct gather *g, const struct area_row *row);
void gather_free(struct gather *g);
/* Makes ranks of scores, of which the highest is the most deprived. Equal scores have equal ranks.
   */
void gather_rank(struct gather *g);

#endif
