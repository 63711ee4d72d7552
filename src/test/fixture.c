/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/fixture.h"

#include "base/instant.h"
#include "core/participant.h"
#include "core/person.h"
#include "store/sql.h"

static const char setup[] =
	"INSERT INTO study VALUES (100, 'fixture', 'A study', 0);"
	"INSERT INTO round VALUES (200, 100, 'autumn', 'Autumn', 'Europe/London', '2026-10-26',"
	" 4, %lld, %lld, %d, 5, 13,"
	" %lld, 0);"
	"INSERT INTO topic (round_id, week, title, prompt, prompt_html, minutes, opens_at)"
	" VALUES (200, 1, 'Goals', 'p', '<p>p</p>', 5, %lld), (200, 2, 'CVs',"
	" 'p', '<p>p</p>', 5, %lld),"
	" (200, 3, 'Interviews', 'p', '<p>p</p>', 5, %lld), (200, 4, 'Open', 'p', '<p>p</p>',"
	" 5, %lld);"
	"INSERT INTO peer_group VALUES (301, 200, 'Law 1', 'Law', 0), (302, 200, 'Chemistry 1',"
	" 'Chemistry', 0);"
	"INSERT INTO membership VALUES (301, %lld, 200, 0, 0), (302, %lld, 200, 0, 0);"
	"INSERT INTO thread (id, group_id, week, author_id, byline, title, posts, opened_at,"
	" last_at) VALUES (400, 301, 1, %lld, 'Mina', 'Hello', 1, 0, 0);"
	"INSERT INTO post (thread_id, id, author_id, byline, html, posted_at) VALUES"
	" (400, 500, %lld, 'Mina', '<p>hello</p>', 0);"
	"INSERT INTO post_source (thread_id, post_id, body) VALUES (400, 500, 'hello');"
	"INSERT INTO invite_list (id, round_id, sender_id, title, source, made_at) VALUES"
	" (600, 200, %lld, 'A list', 'csv', 0);"
	"INSERT INTO invite_part VALUES (600, 0, '+1\tann@uni.example');"
	"INSERT INTO paper (id, author_id, group_id, kind, goal, title, ask, latest, shown,"
	" shown_at, made_at) VALUES (700, %lld, 301, 'cv', 1, 'A CV', '', 1, 1, 1, 1);"
	"INSERT INTO paper_version (paper_id, version, id, source, state, sealed, covered, made_at)"
	" VALUES (700, 1, 701, 'paste', 'shown', '', 'Skills', 1)";

struct fixture fixture_make(struct test *t, bool read_across)
{
	static const char *const names[FIXTURE_ROLES] = { "administrator", "researcher",
		"facilitator", "coordinator", "editor", "creator", "student", "safeguarding" };
	struct fixture f = { .study = 100,
		.round = 200,
		.group = 301,
		.other_group = 302,
		.thread = 400,
		.post = 500 };
	int64_t opens = TEST_NOW - 8 * INSTANT_DAY;
	struct participant_id p;

	f.member = test_person(t, "member", ROLE_STUDENT);
	f.other_member = test_person(t, "other", ROLE_STUDENT);
	f.outsider = test_person(t, "outsider", ROLE_STUDENT);
	for (int i = 0; i < FIXTURE_ROLES; i++)
		f.staff[i] = test_person(t, names[i], 1 << i);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	const char *text = arena_fmt(t->mem, setup, (long long)opens,
		(long long)(opens + 28 * INSTANT_DAY), read_across, (long long)f.staff[2].v,
		(long long)opens, (long long)(opens + 7 * INSTANT_DAY),
		(long long)(opens + 14 * INSTANT_DAY), (long long)(opens + 21 * INSTANT_DAY),
		(long long)f.member.v, (long long)f.other_member.v, (long long)f.member.v,
		(long long)f.member.v, (long long)f.staff[2].v, (long long)f.member.v)
				   .at;
	CHECK(t, sql_script(c, text));
	CHECK(t, participant_join(c, f.study, f.member, &p));
	f.participant = p.v;
	CHECK(t, test_end(t));
	return f;
}
