/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/session.h"

#include "base/instant.h"
#include "core/person.h"
#include "store/sql.h"
#include "test/test.h"

static const struct person_id machine = { 0 };

void test_session_is_found_by_its_token_in_one_statement(struct test *t)
{
	struct person_id mina = test_person(t, "mina", ROLE_STUDENT | ROLE_CREATOR);
	struct ctx *c = test_ctx(t, machine);
	struct session s;
	struct str token;

	CHECK(t,
		session_open(c, mina, S("Mozilla/5.0 (Android 14) Firefox/132.0"), &token)
			&& token.len == SESSION_TOKEN_LEN);
	c = test_ctx(t, machine);
	int64_t before = c->statements;
	CHECK(t,
		session_find(c, token, &s) && s.person.v == mina.v
			&& s.roles == (ROLE_STUDENT | ROLE_CREATOR));
	CHECK(t,
		c->statements == before + 1 && str_eq(s.agent, S("Firefox on Android"))
			&& str_eq(s.shown_name, S("mina")));
	CHECK(t, session_find(c, S("abc"), &s) && s.person.v == 0 && ctx_ok(c));
	CHECK(t,
		session_find(c, S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), &s)
			&& s.person.v == 0);
}

void test_session_token_itself_is_not_in_the_database(struct test *t)
{
	static const struct stmt hash = { "test_hash", "SELECT token_hash FROM session", "", "s" };
	struct ctx *c = test_ctx(t, test_person(t, "mina", 0));
	struct str token;
	struct rows r;

	CHECK(t, session_open(c, c->actor, S(""), &token) && sql_one(c, &hash, NO_ARGS, &r));
	CHECK(t, !str_eq(row_peek(&r, 0), token));
	sql_end(&r);
}

void test_session_ends_after_its_days_and_with_its_person(struct test *t)
{
	static const struct stmt close_person = { "test_close",
		"UPDATE person SET closed_at = 1 WHERE id = $1", "i", "" };
	struct person_id mina = test_person(t, "mina", 0);
	struct ctx *c = test_ctx(t, machine);
	struct session s;
	struct str token;

	CHECK(t, session_open(c, mina, S(""), &token));
	t->now += SESSION_DAYS * INSTANT_DAY - INSTANT_SECOND;
	c = test_ctx(t, machine);
	CHECK(t, session_find(c, token, &s) && s.person.v == mina.v);
	CHECK(t,
		sql_run(c, &close_person, ARGS(arg(mina.v))) && session_find(c, token, &s)
			&& s.person.v == 0);
	t->now += 2 * INSTANT_SECOND;
	c = test_ctx(t, machine);
	CHECK(t, session_find(c, token, &s) && s.person.v == 0 && session_forget(c));
}

void test_session_of_somebody_else_cannot_be_closed(struct test *t)
{
	struct person_id mina = test_person(t, "mina", 0), noor = test_person(t, "noor", 0);
	struct ctx *c = test_ctx(t, machine);
	struct str one, two;
	struct session *s;
	size_t n;

	CHECK(t, session_open(c, mina, S(""), &one) && session_open(c, mina, S(""), &two));
	CHECK(t, session_list(c, mina, 9, &s, &n) && n == 2);
	CHECK(t, !session_close(c, noor, s[0].id) && c->fault.kind == FAULT_ABSENT);
	c = test_ctx(t, machine);
	CHECK(t, session_open(c, mina, S(""), &one) && session_open(c, mina, S(""), &two));
	CHECK(t, session_list(c, mina, 9, &s, &n) && n == 2 && s[0].id > s[1].id);
	CHECK(t,
		session_close_others(c, mina, s[1].id) && session_list(c, mina, 9, &s, &n)
			&& n == 1);
	CHECK(t, session_close(c, mina, s[0].id) && session_list(c, mina, 9, &s, &n) && n == 0);
}

void test_session_use_is_noted_once_an_hour(struct test *t)
{
	struct person_id mina = test_person(t, "mina", 0);
	struct ctx *c = test_ctx(t, machine);
	struct session s;
	struct str token;

	CHECK(t, session_open(c, mina, S(""), &token));
	t->now += INSTANT_HOUR - 1;
	c = test_ctx(t, machine);
	CHECK(t, session_find(c, token, &s));
	int64_t before = c->statements;
	CHECK(t, session_touch(c, &s) && c->statements == before);
	t->now++;
	c = test_ctx(t, machine);
	CHECK(t,
		session_find(c, token, &s) && session_touch(c, &s) && session_find(c, token, &s)
			&& s.seen_at == t->now);
}

void test_session_keeps_no_more_of_a_browser_than_its_name_and_system(struct test *t)
{
	static const struct {
		const char *agent, *label;
	} known[] = {
		{ "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0.0.0 Safari/537.36 Edg/130.0",
			"Edge on Windows" },
		{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile Safari/604.1",
			"Safari on iPhone" },
		{ "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25.0 Chrome/121.0 Safari/537.36",
			"Samsung Internet on Android" },
		{ "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
			"Firefox on Linux" },
		{ "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/130.0 Safari/537.36",
			"Chrome on Mac" },
		{ "", "A browser" },
		{ "<script>alert(1)</script>", "A browser" },
	};
	struct person_id mina = test_person(t, "mina", 0);
	struct ctx *c = test_ctx(t, machine);
	struct session s;
	struct str token;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		CHECK(t,
			session_open(c, mina, str_of(known[i].agent), &token)
				&& session_find(c, token, &s));
		CHECK(t, str_eq(s.agent, str_of(known[i].label)));
	}
}
