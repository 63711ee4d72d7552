/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/story.h"

#include "core/person.h"
#include "test/programme.h"

static const struct person_id machine = { 0 };

static const struct stmt acts = { "story_acts",
	"SELECT count(*) FROM audit WHERE subject_kind = 'story' AND actor_id = $1", "i", "i" };

static size_t all(struct test *t, struct story **ret)
{
	size_t n = 0;

	CHECK(t, story_list(test_ctx(t, machine), true, ret, &n));
	return n;
}

static struct reply send(struct test *t, const char *pattern, struct story_id id, const char *form)
{
	return test_post(t, programme_path(t, pattern, id.v, 0), form);
}

void test_story_is_written_hidden_shown_and_moved_by_staff(struct test *t)
{
	struct person_id eve = test_person(t, "eve", ROLE_EDITOR);
	const char *form = "once=k&said_by=Third-year%2C+Law&body=I+sat+*alone*.";
	struct story *s;

	test_sign_in(t, eve);
	CHECK(t, test_get(t, "/welcome/stories").status == 200);
	CHECK(t, test_post(t, "/welcome/stories", form).status == 303);
	CHECK(t, test_post(t, "/welcome/stories", form).status == 303 && all(t, &s) == 1);
	CHECK(t,
		test_post(t, "/welcome/stories", "once=l&said_by=B&body=Two").status == 303
			&& all(t, &s) == 2);
	struct story_id one = s[0].id, two = s[1].id;
	CHECK(t, send(t, "/welcome/stories/%/up", two, "").status == 303);
	CHECK(t, all(t, &s) == 2 && s[0].id.v == two.v && s[1].id.v == one.v);
	CHECK(t, send(t, "/welcome/stories/%/up", two, "").status == 303 && all(t, &s) == 2);
	CHECK(t, send(t, "/welcome/stories/%/show", one, "on=0").status == 303);
	struct reply r = test_get(t, "/welcome/stories?done=hidden");
	CHECK(t, test_has(r.body, "hidden</span>") && test_has(r.body, "Nothing is lost"));
	r = test_get(t, "/welcome/read");
	CHECK(t, !test_has(r.body, "<em>alone") && test_has(r.body, "<p>Two</p>"));
	CHECK(t, send(t, "/welcome/stories/%/show", one, "on=1").status == 303);
	CHECK(t, test_has(test_get(t, "/welcome/read").body, "I sat <em>alone</em>."));
	CHECK(t, send(t, "/welcome/stories/%", one, "said_by=C&body=Three").status == 303);
	CHECK(t, test_has(test_get(t, "/welcome/read").body, "<p>Three</p>"));
	/* Two added, two moved up of which one stood first, hidden, shown, changed. */
	CHECK(t, programme_number(t, &acts, ARGS(arg(eve.v))) == 6);
}

void test_story_with_mistakes_comes_again_with_what_was_typed(struct test *t)
{
	char *many = arena_new(t->mem, char, STORY_BODY_MAX + 2);
	struct story *s;

	memset(many, 'x', STORY_BODY_MAX + 1);
	test_sign_in(t, test_person(t, "fay", ROLE_FACILITATOR));
	struct reply r =
		test_post(t, "/welcome/stories", "once=k&said_by=+&body=%3Cb%3EKept%3C%2Fb%3E");
	CHECK(t,
		r.status == 422 && test_has(r.body, "&lt;b&gt;Kept")
			&& test_has(r.body, "who tells"));
	r = test_post(
		t, "/welcome/stories", arena_fmt(t->mem, "once=k&said_by=B&body=%s", many).at);
	CHECK(t, r.status == 422 && test_has(r.body, "body-wrong") && all(t, &s) == 0);
	CHECK(t, test_post(t, "/welcome/stories", "once=k&said_by=B&body=a&evil=1").status == 422);
	CHECK(t, test_post(t, "/welcome/stories", "once=k&said_by=B&body=a").status == 303);
	CHECK(t, all(t, &s) == 1);
	r = send(t, "/welcome/stories/%", s[0].id, "said_by=B&body=");
	CHECK(t, r.status == 422 && test_has(r.body, "A story has 1 to"));
	CHECK(t,
		send(t, "/welcome/stories/%", (struct story_id){ 9 }, "said_by=B&body=a").status
			== 404);
	CHECK(t, send(t, "/welcome/stories/%/show", (struct story_id){ 9 }, "on=1").status == 404);
	CHECK(t, send(t, "/welcome/stories/%/up", (struct story_id){ 9 }, "").status == 404);
	CHECK(t, send(t, "/welcome/stories/%/show", s[0].id, "on=2").status == 422);
}

void test_story_has_a_most(struct test *t)
{
	struct story_draft d = { S("B"), S("Text") };
	struct story_id id;
	struct story *s;

	for (size_t i = 0; i < STORY_LIST_MAX; i++)
		CHECK(t, story_add(test_ctx(t, machine), &d, &id));
	struct ctx *c = test_ctx(t, machine);
	CHECK(t, !story_add(c, &d, &id) && c->fault.kind == FAULT_CONFLICT);
	CHECK(t, all(t, &s) == STORY_LIST_MAX);
}

void test_story_is_not_changed_by_students(struct test *t)
{
	test_sign_in(t, test_person(t, "mina", ROLE_STUDENT));
	CHECK(t, test_get(t, "/welcome/stories").status == 403);
	CHECK(t, test_post(t, "/welcome/stories", "once=k&said_by=B&body=a").status == 403);
	test_sign_in(t, test_person(t, "rex", ROLE_RESEARCHER));
	CHECK(t, test_post(t, "/welcome/stories/1/show", "on=0").status == 403);
}
