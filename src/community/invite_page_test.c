/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite.h"

#include "base/instant.h"
#include "community/consent_words.h"
#include "core/consent.h"
#include "core/person.h"
#include "test/guests.h"
#include "test/programme.h"

static const struct stmt joining_of = { "test_invite_joining",
	"SELECT count(*) FROM joining j JOIN person p ON p.id = j.person_id"
	" WHERE p.address_key = $1 AND j.round_id = $2",
	"si", "i" };
static const struct stmt roles_of = { "test_invite_roles",
	"SELECT roles FROM person WHERE address_key = $1", "s", "i" };
static const struct stmt started_of = { "test_invite_started",
	"SELECT count(*) FROM invitation WHERE address_key = $1 AND started_at > 0", "s", "i" };
static const struct stmt joined_of = { "test_invite_joined",
	"SELECT count(*) FROM invitation WHERE address_key = $1 AND joined_at > 0", "s", "i" };
static const struct stmt came_of = { "test_invite_came",
	"SELECT e.came FROM enrolment e JOIN person p ON p.id = e.person_id"
	" WHERE p.address_key = $1",
	"s", "i" };
static const struct stmt refusals = { "test_invite_refusals",
	"SELECT count(*) FROM invite_refusal WHERE address_hash NOT LIKE '%@%'", "", "i" };

/* Eve, who has no account, and Olga, who has one, are invited to the autumn round. */
static void invite_both(struct test *t, struct programme *p)
{
	programme_make(t, p);
	t->conf.mail = "dir:letters";
	struct person_id cora = test_person(t, "cora", ROLE_COORDINATOR);
	guests_send(t, cora,
		guests_list(t, cora, PROGRAMME_ROUND,
			"Eve Fox, eve@uni.example\nolga@cairn.example\nfay@cairn.example\n"));
	test_sign_in(t, (struct person_id){ 0 });
}

static const char *link(struct test *t, const char *page, const char *address)
{
	return arena_fmt(t->mem, "/%s/%s", page, guests_token(t, address).at).at;
}

static void keep_cookie(struct test *t, const struct reply *r)
{
	struct str rest = r->set_cookie;

	t->cookie = str_cut(&rest, ';');
}

void test_invite_link_changes_nothing_when_it_is_only_opened(struct test *t)
{
	struct programme p;

	invite_both(t, &p);
	struct reply r = test_get(t, link(t, "join", "eve@uni.example"));
	CHECK(t, r.status == 200 && r.set_cookie.len == 0);
	CHECK(t, test_has(r.body, "You are invited to Autumn") && test_has(r.body, "e•••@uni"));
	CHECK(t, !test_has(r.body, "eve@uni.example") && !test_has(r.body, "Eve"));
	r = test_get(t, link(t, "no-invitation", "eve@uni.example"));
	CHECK(t, r.status == 200 && test_has(r.body, "<button>Do not invite me</button>"));
	CHECK(t, programme_number(t, &roles_of, ARGS(arg(S("eve@uni.example")))) == -1);
	CHECK(t, programme_number(t, &started_of, ARGS(arg(S("eve@uni.example")))) == 0);
	CHECK(t, programme_number(t, &refusals, NO_ARGS) == 0);
}

void test_invite_start_makes_a_student_and_signs_them_in(struct test *t)
{
	struct programme p;

	invite_both(t, &p);
	struct reply r = test_post(t, link(t, "join", "eve@uni.example"), "once=k1");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/join/20/why")));
	CHECK(t, str_starts(r.set_cookie, S("cairn=")) && test_has(r.set_cookie, "HttpOnly"));
	struct args eve = ARGS(arg(S("eve@uni.example")));
	CHECK(t, programme_number(t, &roles_of, eve) == ROLE_STUDENT);
	CHECK(t, programme_number(t, &started_of, eve) == 1);
	CHECK(t,
		programme_number(
			t, &joining_of, ARGS(arg(S("eve@uni.example")), arg(PROGRAMME_ROUND)))
			== 1);
	/* The same person on the same device goes on. */
	keep_cookie(t, &r);
	r = test_get(t, link(t, "join", "eve@uni.example"));
	CHECK(t, r.status == 200 && test_has(r.body, "<button>Go on</button>"));
	r = test_post(t, link(t, "join", "eve@uni.example"), "once=k2");
	CHECK(t, r.status == 303 && r.set_cookie.len == 0);
	CHECK(t, guests_letters(t, "sign-in", "eve@uni.example") == 0);
}

static int64_t words(struct test *t, enum consent_kind kind)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct consent_text now = { 0 };

	CHECK(t, consent_text(c, kind, &now) && test_end(t));
	return now.id;
}

/* From the letter to the last page, leaving every question out. */
void test_invite_leads_into_the_round_and_is_counted(struct test *t)
{
	struct programme p;

	invite_both(t, &p);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, consent_words_begin(c) && test_end(t));
	const char *terms =
		arena_fmt(t->mem, "text=%lld", (long long)words(t, CONSENT_MEMBERSHIP)).at;
	const char *study =
		arena_fmt(t->mem, "answer=no&text=%lld", (long long)words(t, CONSENT_STUDY)).at;
	struct reply r = test_post(t, link(t, "join", "eve@uni.example"), "once=k1");
	keep_cookie(t, &r);
	for (int i = 0; i < 20 && r.status == 303 && !str_eq(r.location, S("/welcome")); i++) {
		const char *path = arena_str(t->mem, r.location).at;
		bool plain = test_has(r.location, "/why") || test_has(r.location, "/check");
		r = test_post(t, path,
			plain					 ? ""
				: test_has(r.location, "/terms") ? terms
				: test_has(r.location, "/study") ? study
								 : "act=skip");
	}
	CHECK(t, r.status == 303 && str_eq(r.location, S("/welcome")));
	CHECK(t, programme_number(t, &joined_of, ARGS(arg(S("eve@uni.example")))) == 1);
	CHECK(t, programme_number(t, &joined_of, ARGS(arg(S("olga@cairn.example")))) == 0);
	CHECK(t,
		programme_number(t, &came_of, ARGS(arg(S("eve@uni.example")))) == CAME_COORDINATOR);
}

/* A double tap: the answer to the first never arrived. */
void test_invite_start_sent_twice_by_one_form_answers_twice(struct test *t)
{
	struct programme p;

	invite_both(t, &p);
	const char *path = link(t, "join", "eve@uni.example");
	struct reply a = test_post(t, path, "once=k1"), b = test_post(t, path, "once=k1");
	CHECK(t, a.status == 303 && b.status == 303 && b.set_cookie.len > 0);
	CHECK(t, !str_eq(a.set_cookie, b.set_cookie));
	t->now += INSTANT_HOUR;
	b = test_post(t, path, "once=k1");
	CHECK(t, b.status == 200 && b.set_cookie.len == 0);
}

/* Passed on, or opened on another device: the letter goes to the invited address. */
void test_invite_link_that_was_used_signs_nobody_in(struct test *t)
{
	struct programme p;

	invite_both(t, &p);
	const char *path = link(t, "join", "eve@uni.example");
	CHECK(t, test_post(t, path, "once=k1").status == 303);
	struct reply r = test_get(t, path);
	CHECK(t, r.status == 200 && test_has(r.body, "used already"));
	r = test_post(t, path, "once=k2");
	CHECK(t, r.status == 200 && r.set_cookie.len == 0 && test_has(r.body, "Check your mail"));
	CHECK(t, test_has(r.body, "e•••@uni.example"));
	CHECK(t, guests_letters(t, "sign-in", "eve@uni.example") == 1);
	r = test_post(t, path, "");
	CHECK(t, r.status == 200 && r.set_cookie.len == 0);
}

/* Staff, and anybody who was here before, are never signed in by an invitation. */
void test_invite_link_does_not_open_an_account_that_was_here(struct test *t)
{
	static const char *const who[] = { "olga@cairn.example", "fay@cairn.example" };
	struct programme p;

	invite_both(t, &p);
	for (size_t i = 0; i < 2; i++) {
		struct reply r = test_post(t, link(t, "join", who[i]), "once=k1");
		CHECK(t, r.status == 200 && r.set_cookie.len == 0);
		CHECK(t, guests_letters(t, "sign-in", who[i]) == 1);
		CHECK(t,
			programme_number(
				t, &joining_of, ARGS(arg(str_of(who[i])), arg(PROGRAMME_ROUND)))
				== 1);
	}
	CHECK(t,
		programme_number(t, &roles_of, ARGS(arg(S("fay@cairn.example"))))
			== ROLE_FACILITATOR);
	test_sign_in(t, p.olga);
	struct reply r = test_get(t, link(t, "join", "olga@cairn.example"));
	CHECK(t, r.status == 200 && !test_has(r.body, "If this invitation is not yours"));
	r = test_post(t, link(t, "join", "olga@cairn.example"), "once=k2");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/join/20/why")) && !r.set_cookie.len);
}

void test_invite_link_opened_by_another_member_does_nothing(struct test *t)
{
	struct programme p;

	invite_both(t, &p);
	test_sign_in(t, p.ann);
	struct reply r = test_post(t, link(t, "join", "eve@uni.example"), "once=k1");
	CHECK(t, r.status == 200 && r.set_cookie.len == 0);
	CHECK(t, test_has(r.body, "Somebody else is signed in here"));
	CHECK(t, programme_number(t, &roles_of, ARGS(arg(S("eve@uni.example")))) == -1);
	CHECK(t, programme_number(t, &started_of, ARGS(arg(S("eve@uni.example")))) == 0);
}

void test_invite_link_that_is_none_or_too_late_says_so(struct test *t)
{
	struct programme p;

	invite_both(t, &p);
	struct reply r = test_get(t, "/join/abc");
	CHECK(t, r.status == 404 && test_has(r.body, "a part of it is missing"));
	CHECK(t, test_post(t, "/join/abc", "once=1").status == 404);
	r = test_get(t, "/join/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	CHECK(t, r.status == 404 && test_has(r.body, "not an invitation link"));
	const char *path = link(t, "join", "eve@uni.example");
	const char *no = link(t, "no-invitation", "eve@uni.example");
	t->now += 60 * INSTANT_DAY;
	CHECK(t, test_get(t, path).status == 410);
	r = test_post(t, path, "once=1");
	CHECK(t, r.status == 410 && r.set_cookie.len == 0);
	CHECK(t, test_get(t, no).status == 200);
	CHECK(t, test_post(t, no, "").status == 200);
	CHECK(t, programme_number(t, &refusals, NO_ARGS) == 1);
}

/* The answer does not tell who was invited. */
void test_invite_passed_on_writes_to_the_address_that_is_on_a_list(struct test *t)
{
	struct programme p;

	invite_both(t, &p);
	struct str token = guests_token(t, "eve@uni.example");
	const char *path = link(t, "invitation", "olga@cairn.example");
	struct reply a = test_post(t, path, "address=EVE%40uni.example");
	struct reply b = test_post(t, path, "address=zed%40uni.example");
	CHECK(t, a.status == 200 && b.status == 200 && a.body.len == b.body.len);
	CHECK(t, guests_letters(t, "invitation", "eve@uni.example") == 2);
	CHECK(t, guests_letters(t, "invitation", "zed@uni.example") == 0);
	CHECK(t, str_eq(token, guests_token(t, "eve@uni.example")));
	b = test_post(t, path, "address=not+one");
	CHECK(t, b.status == 422 && test_has(b.body, "id=\"address-wrong\""));
	CHECK(t, test_has(b.body, "value=\"not one\""));
	(void)test_post(t, path, "address=eve%40uni.example");
	(void)test_post(t, path, "address=eve%40uni.example");
	b = test_post(t, path, "address=eve%40uni.example");
	CHECK(t, b.status == 429 && guests_letters(t, "invitation", "eve@uni.example") == 4);
}

void test_invite_refused_address_gets_nothing_more(struct test *t)
{
	struct programme p;

	invite_both(t, &p);
	struct reply r = test_post(t, link(t, "no-invitation", "eve@uni.example"), "");
	CHECK(t, r.status == 200 && test_has(r.body, "No list writes to this address again"));
	CHECK(t, programme_number(t, &refusals, NO_ARGS) == 1);
	r = test_get(t, link(t, "no-invitation", "eve@uni.example"));
	CHECK(t, test_has(r.body, "noted already"));
	CHECK(t,
		test_post(
			t, link(t, "invitation", "olga@cairn.example"), "address=eve%40uni.example")
				.status
			== 200);
	CHECK(t, guests_letters(t, "invitation", "eve@uni.example") == 1);
	/* Who changes their mind can still join with the letter they have. */
	r = test_post(t, link(t, "join", "eve@uni.example"), "once=k1");
	CHECK(t, r.status == 303 && r.set_cookie.len > 0);
}
