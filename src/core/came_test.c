/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/came.h"

#include "core/person.h"
#include "store/sql.h"
#include "test/fixture.h"

void test_came_by_a_list_is_by_the_role_of_who_brought_it(struct test *t)
{
	CHECK(t, came_of_sender(ROLE_RESEARCHER | ROLE_COORDINATOR) == CAME_RESEARCHER);
	CHECK(t, came_of_sender(ROLE_COORDINATOR | ROLE_STUDENT) == CAME_COORDINATOR);
	CHECK(t, came_of_sender(ROLE_FACILITATOR) == CAME_OTHER);
}

/* The member of the fixture takes part in its study; the other one does not. */
void test_came_counts_who_is_in_the_study_and_has_not_left_it(struct test *t)
{
	static const char put[] = "DELETE FROM enrolment; INSERT INTO enrolment (round_id,"
				  " person_id, subject, joined_at, came) VALUES (%lld, %lld, 'Law',"
				  " 1, 2), (%lld, %lld, 'Law', 1, 1)";
	struct fixture f = fixture_make(t, false);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	int64_t n[CAMES];

	CHECK(t,
		sql_script(c,
			arena_fmt(t->mem, put, (long long)f.round, (long long)f.member.v,
				(long long)f.round, (long long)f.other_member.v)
				.at));
	CHECK(t, came_count(c, f.study, n) && n[CAME_COORDINATOR] == 1);
	CHECK(t, n[CAME_RESEARCHER] == 0 && n[CAME_STAFF] == 0 && n[CAME_OTHER] == 0);
	CHECK(t, sql_script(c, "UPDATE participant SET withdrawn_at = 5"));
	CHECK(t, came_count(c, f.study, n) && n[CAME_COORDINATOR] == 0);
}
