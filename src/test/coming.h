/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A round that has nobody in it yet, for the tests of what is done before it begins. Names:
   coming_ */
#ifndef TEST_COMING_H
#define TEST_COMING_H

#include "community/ids.h"
#include "test/test.h"

/* «Autumn» of the study «cop», made from the template: it begins on 16 November, thirteen days
   after TEST_NOW. */
struct coming {
	struct person_id fran; /* facilitator */
	struct study_id study;
	struct round_id round;
};

struct coming coming_make(struct test *t, int64_t size_min, int64_t size_max);
/* n new students of a subject, their years 1 to 3 in turn; ret may be NULL. */
void coming_enrol(
	struct test *t, const struct coming *s, const char *subject, int n, struct person_id *ret);

#endif
