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

static const char another_study[] =
	"INSERT INTO study VALUES (101, 'other', 'O', 0); UPDATE round SET study_id = 101"
	" WHERE id = 3000;"
	"INSERT INTO thread (id, group_id, week, author_id, byline, title, posts, opened_at,"
	" last_at) VALUES (4100, 4001, 1, %lld, 'M', 'Old', 1, 0, 0)";
static const struct stmt noted = { "noted",
	"SELECT round_id, participant_id FROM activity WHERE class = 1 ORDER BY id DESC LIMIT 1",
	"", "ii" };
static const struct stmt active = { "active",
	"SELECT round_id, amount FROM activity WHERE class = 2 ORDER BY id DESC LIMIT 1", "",
	"ii" };

static int64_t last(struct test *t, const struct stmt *s, int column)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct rows r;
	int64_t n = -1;

	CHECK(t, sql_open(c, s, NO_ARGS, &r));
	if (sql_next(&r)) {
		n = row_int(&r, column);
		sql_end(&r);
	}
	CHECK(t, test_end(t));
	return n;
}

void test_place_notes_the_round_of_what_was_opened(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	struct participant_id other;

	add_round(t, &f, 3000, -60);
	add_round(t, &f, 4000, -90);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t,
		sql_script(c, arena_fmt(t->mem, another_study, (long long)f.member.v).at)
			&& participant_join(c, 101, f.member, &other) && test_end(t));
	test_sign_in(t, f.member);
	const struct {
		const char *path;
		int64_t round, participant;
	} looks[] = { { "/group/301", f.round, f.participant },
		{ "/group/4001", 4000, f.participant }, { "/thread/400", f.round, f.participant },
		{ "/thread/4100", 4000, f.participant }, { "/home", f.round, f.participant },
		{ "/group/3001", 3000, other.v } };
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
		CHECK(t, test_get(t, looks[i].path).status == 200);
		CHECK(t, last(t, &noted, 0) == looks[i].round);
		CHECK(t, last(t, &noted, 1) == looks[i].participant);
	}
	/* The page stays where the person stands, and its seconds are counted where they belong. */
	struct reply r = test_get(t, "/group/3001");
	const char *view = memmem(r.body.at, r.body.len, "cairn-view\" content=\"", 21);
	CHECK(t, view && test_has(r.body, "Week 2 of 4:"));
	t->now += 10 * INSTANT_SECOND;
	const char *form = arena_fmt(t->mem, "seconds=7&view=%.*s",
		view ? (int)strcspn(view + 21, "\"") : 0, view ? view + 21 : "")
				   .at;
	CHECK(t, test_post(t, "/trace/active", form).status == 204);
	CHECK(t, last(t, &active, 0) == 3000 && last(t, &active, 1) == 7);
	CHECK(t, !at(t, f.other_member, TEST_NOW).several);
}
