/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A round in its second week, for the tests of the community. Names: programme_ */
#ifndef TEST_PROGRAMME_H
#define TEST_PROGRAMME_H

#include "store/sql.h"
#include "test/test.h"

/* Round 20 of study 10 runs four weeks from Monday 26 October 2026 in London and is read across.
   Its groups are 30 «Chemistry 1» and 31 «Business 1». Round 21 of the same weeks has group 32
   and is not read across. */
struct programme {
	struct person_id ann, ben; /* members of 30; ann takes part in the study, ben does not */
	struct person_id cleo;	   /* member of 31, in the study */
	struct person_id dan;	   /* member of 32, in the study */
	struct person_id fay, rex; /* facilitator, researcher */
	struct person_id olga;	   /* a student in no round */
	int64_t ann_participant;
};
enum { PROGRAMME_ROUND = 20, PROGRAMME_CLOSED_ROUND = 21, CHEMISTRY = 30, BUSINESS = 31, LAW = 32 };

void programme_make(struct test *t, struct programme *ret);
void programme_read_across(struct test *t, bool on);
/* An address from a pattern and its numbers. */
const char *programme_path(struct test *t, const char *pattern, int64_t a, int64_t b);
/* A thread of the author in their group, by the domain's own way; returns its id. */
int64_t programme_thread(struct test *t, struct person_id author, int64_t group, const char *title,
	const char *body);
/* A post in it; returns its id. */
int64_t programme_answer(struct test *t, struct person_id author, int64_t thread, const char *body);
/* The participant of somebody in study 10; 0 when there is none. */
int64_t programme_participant(struct test *t, struct person_id who);
/* The first column of the first row, as a number; -1 when there is none. */
int64_t programme_number(struct test *t, const struct stmt *s, struct args in);
/* As text; empty when there is none. */
struct str programme_text(struct test *t, const struct stmt *s, struct args in);

#endif
