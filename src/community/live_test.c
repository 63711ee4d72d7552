/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/live_page.h"

#include "base/instant.h"
#include "community/alias_lift.h"
#include "community/live.h"
#include "community/post.h"
#include "test/campus_alias.h"
#include "test/programme.h"

static const struct stmt traces = { "live_traces", "SELECT COUNT(*) FROM activity", "", "i" };

static struct reply behind(struct test *t, struct person_id who, int64_t thread, int64_t after)
{
	test_sign_in(t, who);
	return test_get(t, programme_path(t, "/thread/%/new?after=%", thread, after));
}

void test_live_posts_are_those_behind_the_last_one_and_no_page(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Gaps", "The first");
	int64_t second = programme_answer(t, p.ben, thread, "The second");
	int64_t third = programme_answer(t, p.ben, thread, "The third");
	int64_t before = programme_number(t, &traces, NO_ARGS);
	struct reply r = behind(t, p.ann, thread, second);
	CHECK(t, r.status == 200 && test_has(r.body, "The third") && !test_has(r.body, "second"));
	CHECK(t, str_starts(r.body, S("<article")) && !test_has(r.body, "mine"));
	CHECK(t, test_has(behind(t, p.ben, thread, second).body, "class=\"post mine\""));
	CHECK(t, behind(t, p.ann, thread, third).body.len == 0);
	CHECK(t, programme_number(t, &traces, NO_ARGS) == before); /* nothing counts as read */
}

void test_live_posts_are_for_those_who_may_read_the_thread(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Gaps", "The first");
	CHECK(t, behind(t, p.cleo, thread, 0).status == 200);
	CHECK(t, behind(t, p.dan, thread, 0).status == 404);
	programme_read_across(t, false);
	CHECK(t, behind(t, p.cleo, thread, 0).status == 404);
	CHECK(t, behind(t, (struct person_id){ 0 }, thread, 0).status == 303);
	test_sign_in(t, p.dan);
	CHECK(t, test_get(t, programme_path(t, "/thread/%/live", thread, 0)).status == 404);
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, programme_path(t, "/thread/%", thread, 0));
	CHECK(t, test_has(r.body, programme_path(t, "<div data-live=\"%\">", thread, 0)));
}

/* Of a thread of three posts the second was changed and the third taken out. */
void test_live_posts_that_were_changed_come_when_they_are_asked_for(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Gaps", "The first");
	int64_t second = programme_answer(t, p.ben, thread, "The second");
	int64_t third = programme_answer(t, p.ben, thread, "The third");
	int64_t began = test_ctx(t, p.ben)->now;
	const char *since = arena_fmt(t->mem, "/thread/%lld/new?after=%lld&since=%lld",
		(long long)thread, (long long)third, (long long)began - 1)
				    .at;
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, since).body.len == 0);
	CHECK(t,
		post_edit(test_ctx(t, p.ben), (struct thread_id){ thread },
			(struct post_id){ second }, S("Another second")));
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, since);
	CHECK(t, r.status == 200 && test_has(r.body, "Another second"));
	CHECK(t, !test_has(r.body, "The first") && !test_has(r.body, "The third"));
	CHECK(t, behind(t, p.ann, thread, third).body.len == 0);
	bool gone;
	CHECK(t,
		post_delete(test_ctx(t, p.ben), (struct thread_id){ thread },
			(struct post_id){ third }, &gone));
	programme_answer(t, p.ben, thread, "The fourth");
	test_sign_in(t, p.ann);
	r = test_get(t, since);
	CHECK(t, test_has(r.body, "Another second") && test_has(r.body, "The fourth"));
	CHECK(t, test_has(r.body, programme_path(t, "class=\"post gone\" id=\"p%\"", third, 0)));
	CHECK(t, !test_has(r.body, "The first") && !test_has(r.body, "The third"));
}

static int64_t say(struct test *t, struct person_id who, int64_t thread, const char *form)
{
	test_sign_in(t, who);
	return campus_answer(t, thread, form);
}

/* What an open page gets is what loading it again would show, whoever of the two had the alias and
   whichever of their posts were deleted before. */
void test_live_name_that_was_shown_comes_with_all_that_the_page_has(struct test *t)
{
	struct programme p;
	bool gone;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "Gaps", "The first");
	int64_t one = say(t, p.ann, thread, "body=Under+an+alias&as=alias");
	int64_t out = say(t, p.ann, thread, "body=To+be+deleted&as=alias");
	int64_t bens = say(t, p.ben, thread, "body=By+Ben&as=alias");
	struct thread_id id = { thread };
	CHECK(t,
		post_delete(test_ctx(t, p.ann), id, (struct post_id){ out }, &gone) && test_end(t));
	t->now += INSTANT_DAY;
	const char *since = arena_fmt(t->mem, "/thread/%lld/new?after=%lld&since=%lld",
		(long long)thread, (long long)bens, (long long)t->now - 1)
				    .at;
	test_sign_in(t, p.ben);
	CHECK(t, test_get(t, since).body.len == 0);
	CHECK(t,
		alias_raise(test_ctx(t, p.ann), id, (struct post_id){ one }, APPEAR_FIRST, true)
			&& test_end(t));
	test_sign_in(t, p.ben);
	struct reply r = test_get(t, since);
	CHECK(t, test_has(r.body, "<h2>ann") && test_has(r.body, "Under an alias"));
	struct reply page = test_get(t, programme_path(t, "/thread/%", thread, 0));
	CHECK(t, test_has(page.body, arena_str(t->mem, r.body).at));
	CHECK(t, test_has(r.body, "The first") && test_has(r.body, "By Ben"));
	CHECK(t, test_has(r.body, programme_path(t, "class=\"post gone\" id=\"p%\"", out, 0)));
	/* Later nobody can ask whether somebody did. */
	t->now += (LIVE_NAMED_MINUTES + 1) * INSTANT_MINUTE;
	test_sign_in(t, p.ben);
	CHECK(t, test_get(t, since).body.len == 0);
}
