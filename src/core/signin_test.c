/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/signin.h"

#include "base/instant.h"
#include "core/draft.h"
#include "core/person.h"
#include "core/session.h"
#include "store/sql.h"
#include "test/test.h"

static const struct person_id machine = { 0 };
static const struct stmt letters = { "test_letters",
	"SELECT to_address, body FROM letter ORDER BY id", "", "ss" };

static struct signin_ask ask(const char *address)
{
	return (struct signin_ask){ .address = str_of(address),
		.network = S("192.0.2.1"),
		.next = S(""),
		.draft_title = S(""),
		.draft_body = S("") };
}

static struct str token_in(struct str text)
{
	const char *at = memmem(text.at, text.len, "/sign-in/", 9);

	return at ? (struct str){ at + 9, SESSION_TOKEN_LEN } : S("");
}

/* The token in the only letter. */
static struct str mailed(struct test *t)
{
	struct ctx *c = test_ctx(t, machine);
	struct str token = S("");
	struct rows r;

	if (!sql_one(c, &letters, NO_ARGS, &r))
		return token;
	token = token_in(row_str(&r, 1));
	sql_end(&r);
	return token;
}

void test_signin_link_works_once(struct test *t)
{
	struct person_id mina = test_person(t, "mina", ROLE_STUDENT);
	struct signin_ask a = ask("Mina@cairn.example");
	struct ctx *c = test_ctx(t, machine);
	struct str session, next;
	struct session s;

	CHECK(t, signin_ask(c, &a));
	struct str token = mailed(t);
	c = test_ctx(t, machine);
	CHECK(t, signin_look(c, token) && signin_look(c, token));
	CHECK(t, signin_use(c, token, S("x"), &session, &next) && next.len == 0);
	CHECK(t, session_find(c, session, &s) && s.person.v == mina.v);
	c = test_ctx(t, machine);
	CHECK(t, !signin_use(c, token, S("x"), &session, &next) && c->fault.kind == FAULT_GONE);
	c = test_ctx(t, machine);
	CHECK(t,
		!signin_look(c, token) && c->fault.kind == FAULT_GONE
			&& test_has(str_of(c->fault.text), "used already"));
}

void test_signin_link_works_for_ten_minutes(struct test *t)
{
	struct str url, session, next;

	test_person(t, "mina", ROLE_STUDENT);
	CHECK(t, signin_link(test_ctx(t, machine), S("mina@cairn.example"), &url));
	t->now += SIGNIN_MINUTES * INSTANT_MINUTE - 1;
	CHECK(t, signin_look(test_ctx(t, machine), token_in(url)));
	t->now++;
	struct ctx *c = test_ctx(t, machine);
	CHECK(t,
		!signin_use(c, token_in(url), S(""), &session, &next)
			&& c->fault.kind == FAULT_GONE);
	CHECK(t, test_has(str_of(c->fault.text), "expired"));
	c = test_ctx(t, machine);
	CHECK(t, !signin_look(c, S("short")) && c->fault.kind == FAULT_ABSENT);
	c = test_ctx(t, machine);
	CHECK(t,
		!signin_look(c, S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))
			&& c->fault.kind == FAULT_ABSENT);
	t->now += 2 * INSTANT_DAY;
	c = test_ctx(t, machine);
	CHECK(t,
		signin_forget(c) && !signin_look(c, token_in(url))
			&& c->fault.kind == FAULT_ABSENT);
}

void test_signin_asks_for_nobody_in_silence(struct test *t)
{
	struct signin_ask a = ask("stranger@cairn.example");
	struct ctx *c = test_ctx(t, machine);
	struct rows r;

	test_person(t, "mina", ROLE_STUDENT);
	c = test_ctx(t, machine);
	CHECK(t, signin_ask(c, &a) && ctx_ok(c));
	CHECK(t, sql_open(c, &letters, NO_ARGS, &r) && !sql_next(&r) && ctx_ok(c));
	a.address = S("no address");
	CHECK(t, !signin_ask(c, &a) && c->fault.kind == FAULT_INVALID);
}

static int tries_until_refused(struct test *t, const char *address, const char *network)
{
	struct signin_ask a = ask(address);

	a.network = str_of(network);
	for (int n = 0; n < 200; n++) {
		struct ctx *c = test_ctx(t, machine);
		if (signin_ask(c, &a))
			continue;
		CHECK(t, c->fault.kind == FAULT_RATE);
		return n;
	}
	return -1;
}

void test_signin_asking_too_often_is_refused_for_known_and_unknown_alike(struct test *t)
{
	test_person(t, "mina", ROLE_STUDENT);
	CHECK(t, tries_until_refused(t, "mina@cairn.example", "192.0.2.1") == 10);
	CHECK(t, tries_until_refused(t, "stranger@cairn.example", "192.0.2.2") == 10);
	CHECK(t, tries_until_refused(t, "MINA@cairn.example", "192.0.2.3") == 0);
	t->now += INSTANT_HOUR;
	CHECK(t, tries_until_refused(t, "mina@cairn.example", "192.0.2.3") == 10);
}

void test_signin_one_network_cannot_ask_for_everybody(struct test *t)
{
	for (int i = 0; i < 100; i++) {
		struct signin_ask a = ask(arena_fmt(t->mem, "s%d@cairn.example", i).at);
		a.network = arena_fmt(t->mem, "2001:db8:1:2::%x", i + 1);
		CHECK(t, signin_ask(test_ctx(t, machine), &a));
	}
	CHECK(t, tries_until_refused(t, "one-more@cairn.example", "2001:db8:1:2:ffff::1") == 0);
	CHECK(t, tries_until_refused(t, "one-more@cairn.example", "2001:db8:1:3::1") == 10);
}

void test_signin_goes_on_to_paths_of_this_site_only(struct test *t)
{
	static const char *const away[] = { "//evil.example", "/\\evil.example",
		"https://evil.example", "javascript:x", "home", "/a\\b", "/a b", "/a\nb" };
	struct str session, next, url;

	test_person(t, "mina", ROLE_STUDENT);
	for (size_t i = 0; i < sizeof away / sizeof *away; i++) {
		struct signin_ask a = ask("mina@cairn.example");
		struct ctx *c = test_ctx(t, machine);
		a.next = str_of(away[i]);
		CHECK(t, sql_script(c, "DELETE FROM letter") && signin_ask(c, &a));
		CHECK(t,
			signin_use(test_ctx(t, machine), mailed(t), S(""), &session, &next)
				&& next.len == 0);
	}
	CHECK(t, signin_link(test_ctx(t, machine), S("mina@cairn.example"), &url));
}

void test_signin_brings_back_what_was_typed(struct test *t)
{
	static const struct stmt left = { "test_left", "SELECT draft_body FROM signin_link", "",
		"s" };
	struct person_id mina = test_person(t, "mina", ROLE_STUDENT);
	struct signin_ask a = ask("mina@cairn.example");
	struct str session, next;
	struct draft d;
	struct rows r;

	a.next = S("/thread/7/post");
	a.draft_body = S("half a sentence");
	CHECK(t, signin_ask(test_ctx(t, machine), &a));
	CHECK(t,
		signin_use(test_ctx(t, machine), mailed(t), S(""), &session, &next)
			&& str_eq(next, a.next));
	struct ctx *c = test_ctx(t, mina);
	CHECK(t, draft_find(c, a.next, &d) && str_eq(d.body, a.draft_body));
	CHECK(t, sql_one(c, &left, NO_ARGS, &r) && row_peek(&r, 0).len == 0);
	sql_end(&r);
}

void test_signin_password_fits_its_person_only(struct test *t)
{
	struct person_id fran = test_person(t, "fran", ROLE_FACILITATOR), who = { 9 };
	struct ctx *c = test_ctx(t, fran);
	struct str hash;
	bool has = true;

	CHECK(t, !signin_hash(c, S("too short"), &hash) && c->fault.kind == FAULT_INVALID);
	c = test_ctx(t, fran);
	CHECK(t, signin_has_password(c, fran, &has) && !has);
	CHECK(t, signin_verify(c, S("fran@cairn.example"), S(""), &who) && who.v == 0);
	CHECK(t,
		signin_hash(c, S("a few words in a row"), &hash)
			&& signin_set_password(c, fran, hash, 0));
	CHECK(t,
		signin_verify(c, S("FRAN@cairn.example"), S("a few words in a row"), &who)
			&& who.v == fran.v);
	CHECK(t,
		signin_verify(c, S("fran@cairn.example"), S("a few words in a rov"), &who)
			&& who.v == 0);
	CHECK(t,
		signin_verify(c, S("nobody@cairn.example"), S("a few words in a row"), &who)
			&& who.v == 0);
	CHECK(t,
		signin_has_password(c, fran, &has) && has
			&& signin_set_password(c, fran, S(""), 0));
	CHECK(t,
		signin_verify(c, S("fran@cairn.example"), S("a few words in a row"), &who)
			&& who.v == 0);
}

void test_signin_new_password_ends_the_other_sessions(struct test *t)
{
	struct person_id fran = test_person(t, "fran", ROLE_FACILITATOR);
	struct ctx *c = test_ctx(t, fran);
	struct str one, two;
	struct session *s;
	size_t n;

	CHECK(t, session_open(c, fran, S(""), &one) && session_open(c, fran, S(""), &two));
	CHECK(t, session_list(c, fran, 9, &s, &n) && n == 2);
	int64_t kept = s[1].id;
	CHECK(t,
		signin_set_password(c, fran, S("x"), kept) && session_list(c, fran, 9, &s, &n)
			&& n == 1 && s[0].id == kept);
}

void test_signin_guessing_at_a_password_is_limited_and_leaves_the_link_open(struct test *t)
{
	struct signin_ask a = ask("fran@cairn.example");

	test_person(t, "fran", ROLE_FACILITATOR);
	for (int i = 0; i < 10; i++) {
		struct ctx *c = test_ctx(t, machine);
		CHECK(t,
			signin_may_try(c, a.address, S("192.0.2.9"))
				&& signin_tried(c, a.address, S("192.0.2.9")));
	}
	struct ctx *c = test_ctx(t, machine);
	CHECK(t, !signin_may_try(c, a.address, S("192.0.2.10")) && c->fault.kind == FAULT_RATE);
	c = test_ctx(t, machine);
	CHECK(t, !signin_tried(c, a.address, S("192.0.2.10")) && c->fault.kind == FAULT_RATE);
	CHECK(t, signin_ask(test_ctx(t, machine), &a));
}
