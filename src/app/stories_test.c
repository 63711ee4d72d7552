/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/stories.h"

#include "community/story.h"
#include "core/person.h"
#include "test/test.h"

static const struct person_id machine = { 0 };

static size_t all(struct test *t, struct story **ret)
{
	size_t n = 0;

	CHECK(t, story_list(test_ctx(t, machine), true, ret, &n));
	return n;
}

void test_stories_that_are_brought_are_put_into_an_empty_database_once(struct test *t)
{
	struct story *s;

	CHECK(t, stories_begin(test_ctx(t, machine)) && all(t, &s) >= 5);
	size_t n = all(t, &s);
	for (size_t i = 0; i < n; i++)
		CHECK(t, s[i].shown && s[i].said_by.len > 0 && test_has(s[i].html, "<p>"));
	CHECK(t, stories_begin(test_ctx(t, machine)) && all(t, &s) == n);
	/* Whoever joins reads them, in their order. */
	test_sign_in(t, test_person(t, "mina", ROLE_STUDENT));
	struct reply r = test_get(t, "/welcome/read");
	CHECK(t, r.status == 200 && test_has(r.body, "Fourth-year, Chemistry"));
	CHECK(t, test_has(r.body, "Graduated two years ago"));
}
