/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/access.h"

#include "core/person.h"
#include "test/fixture.h"

static enum fault_kind ask(struct test *t, struct person_id who, enum verb verb, int64_t subject)
{
	struct ctx *c = test_ctx(t, who);

	if (who.v == 0)
		c->roles = 0;
	bool may = access_check(c, verb, subject);
	enum fault_kind kind = c->fault.kind;
	CHECK(t, may == (kind == FAULT_NONE));
	test_end(t);
	return kind;
}

void test_access_to_a_group_is_its_members_and_staff_of_the_round(struct test *t)
{
	struct fixture f = fixture_make(t, false);

	CHECK(t, ask(t, f.member, GROUP_READ, f.group) == FAULT_NONE);
	CHECK(t, ask(t, f.member, THREAD_WRITE, f.thread) == FAULT_NONE);
	CHECK(t, ask(t, f.other_member, GROUP_READ, f.group) == FAULT_ABSENT);
	CHECK(t, ask(t, f.other_member, THREAD_READ, f.thread) == FAULT_ABSENT);
	CHECK(t, ask(t, f.outsider, THREAD_READ, f.thread) == FAULT_ABSENT);
	CHECK(t, ask(t, f.staff[2], THREAD_WRITE, f.thread) == FAULT_NONE);
	CHECK(t, ask(t, f.staff[1], THREAD_READ, f.thread) == FAULT_NONE);
	CHECK(t, ask(t, f.staff[1], THREAD_WRITE, f.thread) == FAULT_ABSENT);
	CHECK(t, ask(t, f.staff[3], GROUP_READ, f.group) == FAULT_ABSENT);
	CHECK(t, ask(t, (struct person_id){ 0 }, GROUP_READ, f.group) == FAULT_SIGN_IN);
}

void test_access_across_groups_reads_and_does_not_write(struct test *t)
{
	struct fixture f = fixture_make(t, true);

	CHECK(t, ask(t, f.other_member, THREAD_READ, f.thread) == FAULT_NONE);
	CHECK(t, ask(t, f.other_member, THREAD_WRITE, f.thread) == FAULT_DENIED);
	CHECK(t, ask(t, f.outsider, THREAD_READ, f.thread) == FAULT_ABSENT);
}

void test_access_to_another_group_looks_like_no_group(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	struct ctx *c = test_ctx(t, f.other_member);

	CHECK(t, !access_check(c, GROUP_READ, f.group));
	struct str refused = arena_str(t->mem, str_of(c->fault.text));
	c = test_ctx(t, f.other_member);
	CHECK(t, !access_check(c, GROUP_READ, 987654));
	CHECK(t, c->fault.kind == FAULT_ABSENT && str_eq(refused, str_of(c->fault.text)));
}
