/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/draft.h"
#include "core/person.h"
#include "core/session.h"
#include "core/signin.h"
#include "store/sql.h"
#include "test/fixture.h"

static const struct person_id machine = { 0 };

/* The path of a new link for an address. */
static const char *link_to(struct test *t, const char *address)
{
	struct str url = S("");

	CHECK(t, signin_link(test_ctx(t, machine), str_of(address), &url));
	test_end(t);
	return url.at + sizeof "http://127.0.0.1:8080" - 1;
}

static const struct stmt letters = { "test_letters", "SELECT count(*) FROM letter", "", "i" };
static const struct stmt sessions = { "test_sessions", "SELECT count(*) FROM session", "", "i" };

static int64_t number(struct test *t, bool opened, struct rows *r)
{
	CHECK(t, opened);
	int64_t n = opened ? row_int(r, 0) : -1;
	if (opened)
		sql_end(r);
	return n;
}

static int64_t letters_now(struct test *t)
{
	struct rows r;

	return number(t, sql_one(test_ctx(t, machine), &letters, NO_ARGS, &r), &r);
}

static int64_t sessions_now(struct test *t)
{
	struct rows r;

	return number(t, sql_one(test_ctx(t, machine), &sessions, NO_ARGS, &r), &r);
}

void test_signin_page_says_the_same_for_known_and_unknown(struct test *t)
{
	test_person(t, "mina", ROLE_STUDENT);
	struct reply known = test_post(t, "/sign-in", "address=mina%40cairn.example");
	struct reply other = test_post(t, "/sign-in", "address=noor%40cairn.example");

	CHECK(t, known.status == 200 && other.status == 200);
	CHECK(t, known.body.len == other.body.len && test_has(known.body, "Check your mail"));
	for (size_t i = 0; i < known.body.len; i++)
		CHECK(t,
			known.body.at[i] == other.body.at[i] || strchr("minaor", other.body.at[i]));
	CHECK(t, letters_now(t) == 1);
}

void test_signin_page_of_a_link_uses_nothing_up_until_its_button_is_pressed(struct test *t)
{
	struct person_id mina = test_person(t, "mina", ROLE_STUDENT);
	const char *path = link_to(t, "mina@cairn.example");
	struct session s;

	for (int i = 0; i < 3; i++) {
		struct reply r = test_get(t, path);
		CHECK(t, r.status == 200 && test_has(r.body, "Sign me in") && !r.set_cookie.len);
	}
	struct reply r = test_post(t, path, "");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/home")));
	CHECK(t,
		test_has(r.set_cookie, "HttpOnly; SameSite=Lax")
			&& !test_has(r.set_cookie, "Secure"));
	struct str token = { r.set_cookie.at + 6, SESSION_TOKEN_LEN };
	CHECK(t, session_find(test_ctx(t, machine), token, &s) && s.person.v == mina.v);
	r = test_post(t, path, "");
	CHECK(t, r.status == 410 && !r.set_cookie.len && test_has(r.body, "action=\"/sign-in\""));
	CHECK(t, test_get(t, path).status == 410 && sessions_now(t) == 1);
}

void test_signin_page_of_a_link_that_expired_or_never_was_says_so(struct test *t)
{
	test_person(t, "mina", ROLE_STUDENT);
	const char *path = link_to(t, "mina@cairn.example");

	t->now += (int64_t)SIGNIN_MINUTES * 60 * 1000000;
	struct reply r = test_post(t, path, "");
	CHECK(t, r.status == 410 && test_has(r.body, "expired") && !r.set_cookie.len);
	r = test_get(t, "/sign-in/AAAA");
	CHECK(t, r.status == 404 && test_has(r.body, "Send me a link"));
	CHECK(t, test_post(t, "/sign-in/%3Cscript%3E", "").status == 404);
}

void test_signin_cookie_is_for_https_alone_where_the_site_is(struct test *t)
{
	test_person(t, "mina", ROLE_STUDENT);
	const char *path = link_to(t, "mina@cairn.example");

	t->conf.secure = true;
	t->house.conf = &t->conf;
	struct reply r = test_post(t, path, "");
	CHECK(t,
		str_starts(r.set_cookie, S("__Host-cairn="))
			&& str_ends(r.set_cookie, S("; Secure")));
	CHECK(t, test_has(r.set_cookie, "Path=/;") && !test_has(r.set_cookie, "Domain"));
}

void test_signin_refuses_an_address_that_is_none_and_keeps_what_was_typed(struct test *t)
{
	struct reply r =
		test_post(t, "/sign-in", "address=%3Cb%3E&next=%2Fgroups&body=half+a+word");

	CHECK(t, r.status == 422 && test_has(r.body, "value=\"&lt;b&gt;\""));
	CHECK(t, test_has(r.body, "value=\"/groups\"") && test_has(r.body, "half a word"));
	CHECK(t, test_has(r.body, "aria-invalid=\"true\""));
	CHECK(t, test_post(t, "/sign-in", "address=a%40b&colour=red").status == 422);
}

void test_signin_too_often_is_told_with_429(struct test *t)
{
	for (int i = 0; i < 10; i++)
		CHECK(t, test_post(t, "/sign-in", "address=noor%40cairn.example").status == 200);
	struct reply r = test_post(t, "/sign-in", "address=noor%40cairn.example");
	CHECK(t, r.status == 429 && test_has(r.body, "tried too often"));
}

static void give_password(struct test *t, struct person_id who, const char *password)
{
	struct ctx *c = test_ctx(t, who);
	struct str hash;

	CHECK(t, signin_hash(c, str_of(password), &hash) && signin_set_password(c, who, hash, 0));
	test_end(t);
}

void test_signin_by_password_works_and_a_wrong_one_is_counted(struct test *t)
{
	struct person_id fran = test_person(t, "fran", ROLE_FACILITATOR);
	const char *right = "address=fran%40cairn.example&password=a+few+words+in+a+row";
	const char *wrong = "address=fran%40cairn.example&password=a+few+words+in+a+rov";

	give_password(t, fran, "a few words in a row");
	struct reply r = test_post(t, "/sign-in/password", right);
	CHECK(t, r.status == 303 && r.set_cookie.len);
	for (int i = 0; i < 9; i++) {
		r = test_post(t, "/sign-in/password", wrong);
		CHECK(t, r.status == 422 && !r.set_cookie.len && test_has(r.body, "do not fit"));
		CHECK(t, !test_has(r.body, "a few words"));
	}
	r = test_post(t, "/sign-in/password", right);
	CHECK(t, r.status == 429 && !r.set_cookie.len);
}

void test_signin_reader_without_a_session_comes_back_to_the_page(struct test *t)
{
	test_person(t, "mina", ROLE_STUDENT);
	struct reply r = test_get(t, "/me?done=name");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/sign-in?next=%2Fme%3Fdone%3Dname")));
	r = test_get(t, r.location.at);
	CHECK(t, r.status == 200 && test_has(r.body, "value=\"/me?done=name\""));
}

void test_signin_shows_what_was_typed_when_the_session_had_ended_and_brings_it_back(struct test *t)
{
	static const struct stmt mail = { "test_mail", "SELECT body FROM letter", "", "s" };
	struct fixture f = fixture_make(t, false);
	struct str path = arena_fmt(t->mem, "/thread/%lld/post", (long long)f.thread);
	struct str page = arena_fmt(t->mem, "/thread/%lld", (long long)f.thread);
	struct draft d;
	struct rows r;

	test_end(t);
	struct reply a = test_post(t, path.at, "once=1&body=half+%3Ca+sentence");
	CHECK(t, a.status == 401 && test_has(a.body, "Nothing is lost"));
	CHECK(t, test_has(a.body, "half &lt;a sentence"));
	struct person p;
	CHECK(t, person_get(test_ctx(t, machine), f.member, &p));
	const char *form = arena_fmt(
		t->mem, "address=%s&next=%s&body=half+%%3Ca+sentence", p.address.at, path.at)
				   .at;
	CHECK(t, test_post(t, "/sign-in", form).status == 200);
	struct ctx *c = test_ctx(t, machine);
	CHECK(t, sql_one(c, &mail, NO_ARGS, &r));
	struct str body = row_str(&r, 0);
	sql_end(&r);
	const char *at = memmem(body.at, body.len, "/sign-in/", 9);
	CHECK(t, at);
	a = test_post(t, arena_fmt(t->mem, "%.*s", 9 + SESSION_TOKEN_LEN, at ? at : "").at, "");
	CHECK(t, a.status == 303 && (str_eq(a.location, page) || str_eq(a.location, path)));
	CHECK(t,
		draft_find(test_ctx(t, f.member), path, &d)
			&& str_eq(d.body, S("half <a sentence")));
}

void test_signin_never_shows_a_password_that_was_typed_without_a_session(struct test *t)
{
	struct reply r = test_post(t, "/me/password", "username=a%40b&password=hunter22+hunter22");

	CHECK(t, r.status == 401 && !test_has(r.body, "hunter22"));
}

void test_signin_out_ends_the_session_and_empties_the_device(struct test *t)
{
	struct person_id mina = test_person(t, "mina", ROLE_STUDENT);

	test_sign_in(t, mina);
	struct reply r = test_post(t, "/sign-out", "");
	CHECK(t,
		r.status == 303 && test_has(r.set_cookie, "cairn=;")
			&& test_has(r.set_cookie, "Max-Age=0"));
	CHECK(t, sessions_now(t) == 0 && test_get(t, "/me").status == 303);
	r = test_get(t, r.location.at);
	CHECK(t, test_has(r.body, "cairn-saved\" content=\"*\"") && test_has(r.body, "signed out"));
}
