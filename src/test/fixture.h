/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A small university for the tests of access, place and ledger: one study, a round in its second
   week at TEST_NOW with two groups and read-across as asked, a member of each, one who is in no
   group, one of each role, and list 600 of addresses that the facilitator brought. Names:
   fixture_ */
#ifndef TEST_FIXTURE_H
#define TEST_FIXTURE_H

#include "test/test.h"

enum { FIXTURE_ROLES = 8 };

struct fixture {
	int64_t study, round, group, other_group, thread; /* the thread and its post are in group */
	int64_t post;
	struct person_id member, other_member, outsider;
	struct person_id
		staff[FIXTURE_ROLES]; /* by bit of enum role; student: the outsider's twin */
	int64_t participant;	      /* of member; the others are in no study */
};

struct fixture fixture_make(struct test *t, bool read_across);

#endif
