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
/* «Tuesday 3 November, 14:05», with the year when it is not the year of c->now. */
struct str zone_text(struct ctx *c, struct str zone, int64_t instant);
/* «Sunday 29 November». */
struct str zone_day(struct ctx *c, struct str zone, int64_t instant);

#endif
