/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/place.h"

#include "base/instant.h"
#include "core/participant.h"
#include "store/sql.h"
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

static const char rounds[] =
	"INSERT INTO round VALUES (%d, 100, 'r%d', 'R', 'UTC', '2026-01-01', 4, %lld, %lld, 0, 5,"
	" 13, %lld, 0); INSERT INTO peer_group VALUES (%d, %d, 'G', 'S', 0);"
	"INSERT INTO membership VALUES (%d, %lld, %d, 0, 0)";

/* One more round, that opens so many days after TEST_NOW and takes four weeks. */
static void add_round(struct test *t, const struct fixture *f, int id, int days)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	int64_t opens = TEST_NOW + days * INSTANT_DAY;

	CHECK(t,
		sql_script(c,
			arena_fmt(t->mem, rounds, id, id, (long long)opens,
				(long long)(opens + 28 * INSTANT_DAY), (long long)f->staff[2].v,
				id + 1, id, id + 1, (long long)f->member.v, id)
				.at));
	CHECK(t, test_end(t));
}

void test_place_is_the_open_round_then_the_next_then_the_last(struct test *t)
{
	struct fixture f = fixture_make(t, false);

	add_round(t, &f, 1000, 60);
	add_round(t, &f, 2000, 30);
	add_round(t, &f, 3000, -60);
	add_round(t, &f, 4000, -90);
	CHECK(t, at(t, f.member, TEST_NOW).round == f.round);
	CHECK(t, at(t, f.member, TEST_NOW + 25 * INSTANT_DAY).round == 2000);
	CHECK(t, at(t, f.member, TEST_NOW + 35 * INSTANT_DAY).round == 2000);
	CHECK(t, at(t, f.member, TEST_NOW + 59 * INSTANT_DAY).round == 1000);
	CHECK(t, at(t, f.member, TEST_NOW + 200 * INSTANT_DAY).round == 1000);
	CHECK(t, at(t, f.member, TEST_NOW - 20 * INSTANT_DAY).round == f.round);
	CHECK(t, at(t, f.member, TEST_NOW - 40 * INSTANT_DAY).round == 3000);
}
