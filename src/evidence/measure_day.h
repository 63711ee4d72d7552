/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* On which day something happened, by the wall clock of a place. Names: measure_day_ */
#ifndef EVIDENCE_MEASURE_DAY_H
#define EVIDENCE_MEASURE_DAY_H

#include "base/ctx.h"

/* Traces come in the order of time, so the day of the one before is kept. */
struct measure_day {
	struct str zone;
	int64_t day, from, to; /* instants: the first of the day, and of the next */
};

/* Days since 1970. Begin with the zone, and zeros. */
int64_t measure_day_of(struct ctx *c, struct measure_day *d, int64_t at);

#endif
