/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Walks the whole program as somebody: every route of its tables with every value that fits, every
   link on the pages, every form as it stands, and notes what came back. Each step is undone before
   the next, so the database is the same for all. Names: tour_ */
#ifndef TEST_TOUR_H
#define TEST_TOUR_H

#include "store/stmt.h"
#include "test/test.h"

enum { TOUR_STEPS_MAX = 20000, TOUR_PAGES_MAX = 3000 };

/* What a parameter of a path may be: numbers that a statement gives, or words up to a NULL. */
struct tour_fill {
	const char *name; /* {group} is group */
	const struct stmt *ids;
	const char *const *words;
};
struct tour_note {
	struct str what; /* «ben: GET /group/30» */
	struct str text; /* status, location, the page; tokens are replaced by # */
};
struct tour {
	struct test *t;
	const struct gate *gate;
	const struct tour_fill *fill;
	size_t fills;
	const struct stmt *const
		*after; /* read and noted after each form that was sent; ends in NULL */
	const char *const
		*more; /* further pages, as what a form that asks would lead to; or NULL */
	/* Forms that somebody writes in: all; those of which the device keeps nothing; those that
	   were taken and the device was not told. */
	size_t written, undrafted, untold;
	struct tour_note *note;
	size_t n;
};

/* Appends what who sees, under the name as; person 0 is a visitor. A route with a parameter that
   has nothing to be filled with fails the test: give it a value in the caller's table. */
void tour_walk(struct tour *tour, const char *as, struct person_id who);
/* Appends one note with the rows of after, as they are now. */
void tour_look(struct tour *tour, const char *what);
/* Prints the first line in which the notes differ. */
void tour_print(const struct tour_note *a, const struct tour_note *b);

#endif
