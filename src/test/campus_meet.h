/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the campus has for the pages of meetings. Names: campus_meet_ */
#ifndef TEST_CAMPUS_MEET_H
#define TEST_CAMPUS_MEET_H

#include "test/programme.h"

/* Meeting 100 of round 20 is going on, 101 of round 23 lies ahead, 102 of group 31 is called off;
   round 21 is asked for times. The word in the letter of who about the first is token. */
void campus_meet(struct test *t, struct person_id who, const char *token);

#endif
