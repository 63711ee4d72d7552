/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/audit.h"
#include "core/letter.h"
#include "core/person.h"
#include "core/session.h"
#include "core/signin.h"
#include "test/test.h"

static const struct person_id machine = { 0 };

static size_t devices(struct test *t, struct person_id who, int64_t *ret_first)
{
	struct session *s;
	size_t n = 0;

	CHECK(t, session_list(test_ctx(t, machine), who, 9, &s, &n));
	*ret_first = n ? s[n - 1].id : 0;
	return n;
}

void test_me_lists_devices_and_ends_one(struct test *t)
{
	struct person_id mina = test_person(t, "mina", ROLE_STUDENT);
	int64_t first;

	test_sign_in(t, mina);
	test_sign_in(t, mina); /* on another device */
	CHECK(t, devices(t, mina, &first) == 2);
	struct reply r = test_get(t, "/me");
	CHECK(t,
		r.status == 200 && test_has(r.body, "this device")
			&& test_has(r.body, "Sign out there"));
	CHECK(t, !test_has(r.body, "Password")); /* students have none */
	r = test_post(t, arena_fmt(t->mem, "/me/session/%lld/end", (long long)first).at, "");
	CHECK(t, r.status == 303 && devices(t, mina, &first) == 1);
	CHECK(t, test_get(t, "/me?done=device").status == 200);
}

void test_me_cannot_end_the_session_of_another(struct test *t)
{
	struct person_id mina = test_person(t, "mina", 0), noor = test_person(t, "noor", 0);
	int64_t first;

	test_sign_in(t, mina);
	CHECK(t, devices(t, mina, &first) == 1);
	test_sign_in(t, noor);
	CHECK(t,
		test_post(t, arena_fmt(t->mem, "/me/session/%lld/end", (long long)first).at, "")
				.status
			== 404);
	CHECK(t, devices(t, mina, &first) == 1);
}

void test_me_signs_out_everywhere_else(struct test *t)
{
	struct person_id mina = test_person(t, "mina", 0);
	int64_t first;

	for (int i = 0; i < 3; i++)
		test_sign_in(t, mina);
	CHECK(t, test_post(t, "/me/session/others/end", "").status == 303);
	CHECK(t, devices(t, mina, &first) == 1 && test_get(t, "/me").status == 200);
}

void test_me_shown_name_is_changed_or_the_form_comes_again(struct test *t)
{
	struct person_id mina = test_person(t, "mina", ROLE_STUDENT);
	struct person p;

	test_sign_in(t, mina);
	struct reply r = test_post(t, "/me/name", "shown_name=%0A");
	CHECK(t, r.status == 422 && test_has(r.body, "aria-invalid"));
	CHECK(t, test_post(t, "/me/name", "shown_name=Mi+%3Ci%3E").status == 303);
	CHECK(t, person_get(test_ctx(t, machine), mina, &p) && str_eq(p.shown_name, S("Mi <i>")));
	CHECK(t, test_has(test_get(t, "/me").body, "Mi &lt;i&gt;"));
}

void test_me_staff_set_change_and_remove_a_password(struct test *t)
{
	struct person_id fran = test_person(t, "fran", ROLE_FACILITATOR);
	const char *first = "username=x&password=a+few+words+in+a+row";
	const char *other = "current_password=a+few+words+in+a+row&password=and+some+other+words";
	struct person_id who;
	bool has;

	test_sign_in(t, fran);
	CHECK(t, test_post(t, "/me/password", "password=short").status == 422);
	CHECK(t, test_post(t, "/me/password", first).status == 303);
	struct reply r = test_post(t, "/me/password", "password=and+some+other+words");
	CHECK(t, r.status == 422 && test_has(r.body, "not your password"));
	CHECK(t, test_post(t, "/me/password", other).status == 303);
	CHECK(t,
		signin_verify(test_ctx(t, machine), S("fran@cairn.example"),
			S("and some other words"), &who)
			&& who.v == fran.v);
	CHECK(t, test_post(t, "/me/password/remove", "").status == 303);
	CHECK(t, signin_has_password(test_ctx(t, machine), fran, &has) && !has);
}

void test_me_students_have_no_password(struct test *t)
{
	test_sign_in(t, test_person(t, "mina", ROLE_STUDENT));
	CHECK(t, test_post(t, "/me/password", "password=a+few+words+in+a+row").status == 403);
}

void test_admin_adds_a_person_once_however_often_the_form_is_sent(struct test *t)
{
	const char *form = "once=k1&name=Noor+Khan&address=noor%40cairn.example&role=64&role=32";
	int64_t before, after;
	struct person p;

	test_sign_in(t, test_person(t, "ada", ROLE_ADMINISTRATOR));
	CHECK(t, person_count(test_ctx(t, machine), &before));
	struct reply one = test_post(t, "/admin/people", form),
		     two = test_post(t, "/admin/people", form);
	CHECK(t, one.status == 303 && two.status == 303 && str_eq(one.location, two.location));
	CHECK(t, person_count(test_ctx(t, machine), &after) && after == before + 1);
	CHECK(t,
		person_by_address(test_ctx(t, machine), S("noor@cairn.example"), &p)
			&& p.roles == (ROLE_STUDENT | ROLE_CREATOR));
	CHECK(t, test_get(t, one.location.at).status == 200);
}

void test_admin_form_with_mistakes_comes_again_with_what_was_typed(struct test *t)
{
	test_sign_in(t, test_person(t, "ada", ROLE_ADMINISTRATOR));
	struct reply r =
		test_post(t, "/admin/people", "once=k&name=%3CN%3E&address=nowhere&role=2");
	CHECK(t,
		r.status == 422 && test_has(r.body, "value=\"&lt;N&gt;\"")
			&& test_has(r.body, "nowhere"));
	r = test_post(t, "/admin/people", "once=k&name=Ada&address=ADA%40cairn.example&role=2");
	CHECK(t, r.status == 409 && test_has(r.body, "address is here already"));
	CHECK(t,
		test_post(t, "/admin/people", "once=k&name=A&address=a%40b&role=4096").status
			== 422);
	CHECK(t, test_post(t, "/admin/people", "once=k&name=A&address=a%40b&evil=1").status == 422);
}

void test_admin_changes_roles_but_keeps_one_administrator(struct test *t)
{
	struct person_id ada = test_person(t, "ada", ROLE_ADMINISTRATOR);
	struct person_id noor = test_person(t, "noor", ROLE_STUDENT);
	struct person p;

	test_sign_in(t, ada);
	const char *own = arena_fmt(t->mem, "/admin/people/%lld", (long long)ada.v).at;
	const char *other = arena_fmt(t->mem, "/admin/people/%lld", (long long)noor.v).at;
	CHECK(t, test_post(t, own, "role=2").status == 409);
	CHECK(t, test_post(t, other, "role=2&role=4").status == 303);
	CHECK(t,
		person_get(test_ctx(t, machine), noor, &p)
			&& p.roles == (ROLE_RESEARCHER | ROLE_FACILITATOR));
	CHECK(t, test_has(test_get(t, "/admin/audit").body, "changed roles"));
}

void test_admin_finds_people_and_what_failed(struct test *t)
{
	struct letter_draft d = {
		.kind = "digest", .to = S("lost@b.example"), .subject = S("Hello"), .body = S("b")
	};
	int64_t id;

	for (int i = 0; i < 120; i++)
		test_person(t, arena_fmt(t->mem, "person%03d", i).at, ROLE_STUDENT);
	CHECK(t,
		letter_queue(test_ctx(t, machine), &d, &id)
			&& letter_refuse(test_ctx(t, machine), id, S("no such box")));
	test_sign_in(t, test_person(t, "ada", ROLE_ADMINISTRATOR));
	struct reply r = test_get(t, "/admin/people");
	const char *next = memmem(r.body.at, r.body.len, "/admin/people?after=", 20);
	CHECK(t, r.status == 200 && next && test_has(r.body, "person050"));
	CHECK(t, !test_has(r.body, "person110"));
	struct str path = { next, next ? strcspn(next, "\"") : 0 };
	CHECK(t, test_has(test_get(t, arena_str(t->mem, path).at).body, "person110"));
	r = test_get(t, "/admin/people?q=ON07");
	CHECK(t, test_has(r.body, "person077") && !test_has(r.body, "person080"));
	CHECK(t, test_has(test_get(t, "/admin/jobs").body, "no such box"));
	CHECK(t, test_get(t, "/admin/people?after=xyz").status == 422);
}
