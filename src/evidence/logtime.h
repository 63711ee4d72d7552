/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Times as learning platforms print them: day first, or ISO 8601. Names: logtime_ */
#ifndef EVIDENCE_LOGTIME_H
#define EVIDENCE_LOGTIME_H

#include "base/instant.h"

enum { LOGTIME_YEAR_MIN = 2000, LOGTIME_YEAR_MAX = 2199 };

struct logtime {
	struct civil civil;
	bool fixed;  /* it says how far it is from UTC; otherwise it is a wall clock somewhere */
	int64_t off; /* minutes ahead of UTC */
};

/* What logtime_parse answers to a month above 12. */
extern const char logtime_no_month[];

/* 3/10/19, 14:05 · 03/10/2019, 14:05:33 · 3 October 2019, 2:05 PM · Thu, 3 Oct 2019, 14:05 ·
   2019-10-03 14:05 · 2019-10-03T14:05:33Z · 2019-10-03T14:05:33+01:00. Years of two digits are of
   this century. NULL, or a clause that says why it is none of these. */
const char *logtime_parse(struct str s, struct logtime *ret);

#endif
