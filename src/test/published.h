/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A study with the 24 participants and page views of Table 1 of Trottier, «Participation in career
   development communities of practice», as visits in the ledger. Names: published_ */
#ifndef TEST_PUBLISHED_H
#define TEST_PUBLISHED_H

#include "core/participant.h"
#include "test/test.h"

enum { PUBLISHED_PEOPLE = 24 };

struct published_person {
	int64_t number;
	const char *gender, *subject, *year, *engagement;
	int64_t views;
};
/* In the order of the printed table. */
extern const struct published_person published_table[PUBLISHED_PEOPLE];

/* An empty study, and one more person in it with so many views; both in a unit of work of their
   own. */
int64_t published_study(struct test *t, const char *name);
int64_t published_add(struct test *t, int64_t study, const struct published_person *p);
/* The whole study. */
int64_t published_make(struct test *t, const char *name);

#endif
