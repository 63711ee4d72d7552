/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The weeks of a study's rounds, as the evidence needs them: which week an instant is in. Like
   core/place it reads tables of the community with statements of its own. Names: calendar_ */
#ifndef CORE_CALENDAR_H
#define CORE_CALENDAR_H

#include "base/ctx.h"

struct calendar_week {
	int64_t round, week;	   /* week 1 is the first */
	int64_t opens_at, ends_at; /* ends_at is the first instant after it */
	struct str round_name;
};
struct calendar {
	const struct calendar_week *week; /* by round, then week */
	size_t n;
};

MUST bool calendar_read(struct ctx *c, int64_t study, struct calendar *ret);
/* NULL for an instant outside of the round's weeks. */
const struct calendar_week *calendar_at(const struct calendar *cal, int64_t round, int64_t at);
/* Empty for a round that is not in it. */
struct str calendar_round(const struct calendar *cal, int64_t round);

#endif
