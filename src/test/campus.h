/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A university with two students who are alike in everything but their tag, and with something for
   every page of the program: for the tests that walk it. Names: campus_ */
#ifndef TEST_CAMPUS_H
#define TEST_CAMPUS_H

#include "test/programme.h"
#include "test/tour.h"

/* Who of the two is tagged. */
enum campus_tagged { CAMPUS_FIRST, CAMPUS_SECOND, CAMPUS_NOBODY, CAMPUS_BUILDS };
enum { CAMPUS_VIEWERS = 13 };

/* Who looks: each kind of person once. */
struct campus_viewer {
	const char *name;
	struct person_id person;
	bool researches;
};
struct campus {
	struct programme p;
	struct person_id twin[2], coordinator;
	struct person_id writer; /* who is behind the aliases of test/campus_alias */
	struct campus_viewer viewer[CAMPUS_VIEWERS];
};

/* To programme_make it adds rounds 22 (no groups yet, the twins and others in it) and 23 (a frozen
   trial, the twins in one group each), lists of addresses, links, a story, answers. The twins are
   members of group 30. */
void campus_make(struct test *t, struct campus *k, enum campus_tagged tagged);
/* The same, nobody tagged, with ann or the second twin behind the aliases. */
void campus_make_by(struct test *t, struct campus *k, bool second);
/* What the parameters of paths may be here. A new parameter needs a row. */
extern const struct tour_fill campus_fills[];
extern const size_t campus_fills_n;
/* What a form may have changed without a page that says so: letters, who is where, jobs. */
extern const struct stmt *const campus_after[];

#endif
