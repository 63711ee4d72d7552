/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Time zones by IANA name, from the system's tables. Names: zone_ */
#ifndef CORE_ZONE_H
#define CORE_ZONE_H

#include "base/ctx.h"
#include "base/instant.h"

bool zone_known(struct str name);
/* The wall clock there. An unknown zone is read as UTC. */
struct civil zone_civil(struct ctx *c, struct str zone, int64_t instant);
/* The instant of a wall clock there. A time that a change skips is the first instant after it; one
   that comes twice is the first. */
int64_t zone_instant(struct ctx *c, struct str zone, struct civil civil);
/* A change of the clocks there. */
struct zone_change {
	struct civil at;       /* on the clock before it */
	int64_t before, after; /* seconds east of Greenwich */
	char name[12];	       /* of the time after it: GMT; may be empty */
	bool summer;
	int nth; /* it comes again each year on this weekday of its month, -1 on the last; 0 when no
		    such rule holds for the next years */
};
enum { ZONE_CHANGES = 2 };
/* The last two before or at an instant, newest first; where the clocks never change one that began
   in 1970. Returns how many. */
size_t zone_changes(
	struct ctx *c, struct str zone, int64_t instant, struct zone_change ret[ZONE_CHANGES]);
/* «Tuesday 3 November, 14:05», with the year when it is not the year of c->now. */
struct str zone_text(struct ctx *c, struct str zone, int64_t instant);
/* «Sunday 29 November». */
struct str zone_day(struct ctx *c, struct str zone, int64_t instant);

#endif
