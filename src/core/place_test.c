/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/place.h"

#include "base/instant.h"
#include "core/participant.h"
#include "test/fixture.h"

static struct place at(struct test *t, struct person_id who, int64_t now)
{
	struct place p = { 0 };

	t->now = now;
	CHECK(t, place_find(test_ctx(t, who), &p));
	test_end(t);
	return p;
}

void test_place_follows_the_weeks_of_a_round(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	int64_t opens = TEST_NOW - 8 * INSTANT_DAY;
	struct place p = at(t, f.member, TEST_NOW);

	CHECK(t,
		p.week == 2 && p.weeks == 4 && str_eq(p.topic_title, S("CVs"))
			&& p.participant == f.participant);
	CHECK(t, p.week_ends_at == opens + 14 * INSTANT_DAY && p.group == f.group);
	CHECK(t, at(t, f.member, opens - 1).week == 0);
	CHECK(t, at(t, f.member, opens).week == 1);
	CHECK(t, at(t, f.member, opens + 7 * INSTANT_DAY - 1).week == 1);
	CHECK(t, at(t, f.member, opens + 27 * INSTANT_DAY).week == 4);
	CHECK(t, at(t, f.member, opens + 28 * INSTANT_DAY).week == 5);
	CHECK(t, at(t, f.outsider, TEST_NOW).round == 0);
	CHECK(t, at(t, f.other_member, TEST_NOW).participant == 0);
}

void test_place_has_no_participant_who_left_the_study(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	struct ctx *c = test_ctx(t, f.member);

	CHECK(t, participant_withdraw(c, f.member) && test_end(t));
	CHECK(t, at(t, f.member, TEST_NOW).participant == 0);
	CHECK(t, at(t, f.member, TEST_NOW).group == f.group);
	c = test_ctx(t, f.member);
	CHECK(t, participant_return(c, f.member) && test_end(t));
	CHECK(t, at(t, f.member, TEST_NOW).participant == f.participant);
}
