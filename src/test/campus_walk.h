/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Makes the campus, walks the whole program on it as those who are asked for, and takes it away
   again: so that two builds of it can be compared. Names: campus_ */
#ifndef TEST_CAMPUS_WALK_H
#define TEST_CAMPUS_WALK_H

#include "test/campus.h"

struct campus_plan {
	const struct gate *gate;
	void (*make)(struct test *t, struct campus *k, int build);
	bool (*wanted)(const struct campus_viewer *v);
	const struct stmt *const *after; /* NULL: campus_after */
	const char *const *more;	 /* further pages, or NULL */
};

struct tour campus_walk(struct test *t, const struct campus_plan *plan, int build);
/* How many notes differ, but for those that skip says; prints the first few. */
int campus_differences(const struct tour *a, const struct tour *b,
	bool (*skip)(const struct tour_note *), bool print);
/* How many steps had an answer that begins so: 200. */
size_t campus_answered(const struct tour *tour, const char *status);
/* Some step of this kind left a trace of this text. */
bool campus_came_of(const struct tour *tour, const char *step, const char *text);

#endif
