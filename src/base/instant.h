/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Moments and dates. An instant is microseconds since 1970-01-01 UTC without leap seconds; a date
   is a day of the proleptic Gregorian calendar (source: ISO 8601). Zones are core/zone. Names:
   instant_, date_, civil_ */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include "base/arena.h"
#include "base/buf.h"

#define INSTANT_SECOND INT64_C(1000000)
#define INSTANT_MINUTE (60 * INSTANT_SECOND)
#define INSTANT_HOUR (60 * INSTANT_MINUTE)
#define INSTANT_DAY (24 * INSTANT_HOUR)
#define INSTANT_2015 INT64_C(1420070400000000)

struct date {
	int year, month, day; /* month 1 to 12, day 1 to 31 */
};

/* A date with a wall clock, in whatever zone its maker says. */
struct civil {
	struct date date;
	int hour, minute, second;
};

int64_t instant_clock(void); /* the system's */

/* Days since 1970-01-01, negative before. */
int64_t date_days(struct date d);
struct date date_of_days(int64_t days);
/* 0 is Monday, 6 is Sunday. */
int date_weekday(struct date d);
struct date date_add(struct date d, int64_t days);
/* Exactly YYYY-MM-DD and a day that exists, years 1900 to 2200. */
MUST bool date_parse(struct str s, struct date *ret);
struct str date_text(struct arena *a, struct date d); /* YYYY-MM-DD */
/* 29 November, and 29 November 2026. */
void date_put(struct buf *out, struct date d);
struct str date_long(struct arena *a, struct date d);
const char *date_weekday_name(struct date d);

/* In UTC. */
struct civil civil_of(int64_t instant);
int64_t civil_instant(struct civil c);
/* 2026-11-22T10:05:29Z, for <time datetime>, logs and JSON. */
struct str instant_text(struct arena *a, int64_t instant);

#endif
