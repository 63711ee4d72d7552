/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the campus has for the bank of interview questions. Names: campus_question_ */
#ifndef TEST_CAMPUS_QUESTION_H
#define TEST_CAMPUS_QUESTION_H

#include "test/programme.h"

/* Question 120 with answer 121 is of who, question 122 of other; 121 is reported, who keeps a note
   of 122. */
void campus_question(struct test *t, struct person_id who, struct person_id other);

#endif
