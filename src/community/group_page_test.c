/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include "community/listing.h"
#include "core/activity.h"
#include "core/draft.h"
#include "test/programme.h"

static const struct stmt visits = { "visits",
	"SELECT COUNT(*) FROM activity WHERE class = 1 AND object_kind = $1 AND participant_id ="
	" $2",
	"ii", "i" };
static const struct stmt all_visits = { "all_visits",
	"SELECT COUNT(*) FROM activity WHERE class = 1", "", "i" };
static const struct stmt week_of = { "week_of", "SELECT week FROM thread WHERE title = 'Hello'", "",
	"i" };
static const struct stmt threads = { "threads", "SELECT COUNT(*) FROM thread", "", "i" };
static const struct stmt drafts = { "drafts", "SELECT COUNT(*) FROM draft", "", "i" };
static const struct stmt move = { "move", "UPDATE thread SET last_at = $2 WHERE id = $1", "ii",
	"" };

/* a stands before b. */
static bool before(struct str text, const char *a, const char *b)
{
	const char *x = memmem(text.at, text.len, a, strlen(a));
	const char *y = memmem(text.at, text.len, b, strlen(b));

	return x && y && x < y;
}

void test_group_page_shows_the_weeks_in_their_order(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	t->now -= 5 * INSTANT_DAY;
	programme_thread(t, p.ben, CHEMISTRY, "From week one", "Text");
	t->now += 5 * INSTANT_DAY;
	int64_t two = programme_thread(t, p.ann, CHEMISTRY, "From <week> two", "Text");
	programme_answer(t, p.ben, two, "Answer");
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, "/group/30");
	CHECK(t, r.status == 200 && test_has(r.body, "<h1>Chemistry 1</h1>"));
	CHECK(t, before(r.body, "Week 2: CVs and cover letters", "From &lt;week&gt; two"));
	CHECK(t, before(r.body, "From &lt;week&gt; two", "Week 1: Career goals"));
	CHECK(t, before(r.body, "Week 1: Career goals", "From week one"));
	CHECK(t, before(r.body, "From week one", "Week 3: Interviews"));
	CHECK(t, test_has(r.body, "<p>Which line?</p>") && test_has(r.body, "About 5 minutes."));
	CHECK(t, !test_has(r.body, "What did they ask?"));
	CHECK(t, test_has(r.body, "Opens on Monday 9 November."));
	CHECK(t,
		test_has(r.body, "one answer, from ben")
			&& test_has(r.body, "waiting for a first answer"));
	CHECK(t, test_has(r.body, "/group/30/thread/new"));
}

void test_group_page_is_for_those_who_may_read_it(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.cleo);
	struct reply r = test_get(t, "/group/30");
	CHECK(t, r.status == 200 && !test_has(r.body, "Start a thread"));
	CHECK(t, test_get(t, "/group/30/thread/new").status == 403);
	CHECK(t, test_post(t, "/group/30/thread/new", "title=Hello&body=Text").status == 403);
	programme_read_across(t, false);
	CHECK(t, test_get(t, "/group/30").status == 404);
	test_sign_in(t, p.dan);
	CHECK(t, test_get(t, "/group/30").status == 404 && test_get(t, "/group/999").status == 404);
	test_sign_in(t, p.rex);
	CHECK(t, test_get(t, "/group/30").status == 200);
	test_sign_in(t, p.fay);
	CHECK(t, test_has(test_get(t, "/group/30").body, "see it as a moderator"));
	CHECK(t, programme_number(t, &threads, NO_ARGS) == 0);
}

void test_group_page_pages_by_the_newest_post(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	t->conf.posts_an_hour = 1000;
	for (int i = 0; i < 65; i++)
		programme_thread(
			t, p.ann, CHEMISTRY, arena_fmt(t->mem, "Thread number %d", i).at, "Text");
	test_sign_in(t, p.ben);
	struct str body = test_get(t, "/group/30").body;
	CHECK(t,
		test_has(body, "number 64<") && test_has(body, "number 35<")
			&& !test_has(body, "number 34<"));
	CHECK(t, test_has(body, "The threads of this week are among the older ones."));
	for (int page = 2; page <= 3; page++) {
		const char *next = memmem(body.at, body.len, "/group/30?last=", 15);
		CHECK(t, next != NULL);
		struct str href = { next ? next : "\"", 200 };
		struct str head = str_cut(&href, '&'), id = str_cut(&href, '"');
		id = (struct str){ id.at + 4, id.len - 4 }; /* behind amp; */
		body = test_get(t,
			arena_fmt(t->mem, "%.*s&%.*s", (int)head.len, head.at, (int)id.len, id.at)
				.at)
			       .body;
		CHECK(t, test_has(body, page == 2 ? "number 34<" : "number 4<"));
		CHECK(t, test_has(body, page == 2 ? "number 5<" : "number 0<"));
	}
	CHECK(t, !test_has(body, "Older threads") && !test_has(body, "number 5<"));
	CHECK(t, test_get(t, "/group/30?last=x").status == 422);
}

void test_group_thread_new_asks_and_opens(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, "/group/30/thread/new");
	CHECK(t, r.status == 200 && test_has(r.body, "<label for=\"title\">"));
	CHECK(t,
		test_has(r.body, "<option value=\"2\"")
			&& !test_has(r.body, "<option value=\"3\""));
	CHECK(t,
		before(r.body, "Nobody watches this page all the time",
			"<button>Post to Chemistry 1"));
	r = test_post(t, "/group/30/thread/new", "title=Hello&body=Text&week=1&once=k");
	CHECK(t, r.status == 303 && programme_number(t, &week_of, NO_ARGS) == 1);
	struct reply again =
		test_post(t, "/group/30/thread/new", "title=Hello&body=Text&week=1&once=k");
	CHECK(t, again.status == 303 && str_eq(r.location, again.location));
	CHECK(t, programme_number(t, &threads, NO_ARGS) == 1);
}

void test_group_thread_new_keeps_all_that_was_typed(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	struct reply r = test_post(t, "/group/30/thread/new", "title=&body=%3Cb%3E+kept&week=1");
	CHECK(t, r.status == 422 && test_has(r.body, "&lt;b&gt; kept</textarea>"));
	CHECK(t, test_has(r.body, "href=\"#title\"") && test_has(r.body, "id=\"title-wrong\""));
	r = test_post(t, "/group/30/thread/new", "title=%22kept%22&body=&week=1");
	CHECK(t, r.status == 422 && test_has(r.body, "value=\"&quot;kept&quot;\""));
	r = test_post(t, "/group/30/thread/new", "title=kept&body=text&week=4");
	CHECK(t, r.status == 422 && test_has(r.body, "id=\"week-wrong\""));
	struct draft d = { S("/group/30/thread/new"), S("Left"), S("in the middle") };
	CHECK(t, draft_keep(test_ctx(t, p.ann), p.ann, &d));
	r = test_get(t, "/group/30/thread/new");
	CHECK(t,
		test_has(r.body, "value=\"Left\"") && test_has(r.body, "in the middle</textarea>"));
	CHECK(t, test_post(t, "/group/30/thread/new", "title=Left&body=no+more").status == 303);
	CHECK(t, programme_number(t, &drafts, NO_ARGS) == 0);
}

void test_group_visits_are_noted_for_people_in_the_study(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, "/group/30");
	CHECK(t, test_has(r.body, "cairn-view"));
	CHECK(t,
		programme_number(
			t, &visits, ARGS(arg((int64_t)OBJECT_GROUP), arg(p.ann_participant)))
			== 1);
	int64_t all = programme_number(t, &all_visits, NO_ARGS);
	struct person_id others[] = { p.ben, p.fay };
	for (size_t i = 0; i < 2; i++) {
		test_sign_in(t, others[i]);
		r = test_get(t, "/group/30");
		CHECK(t, r.status == 200 && !test_has(r.body, "cairn-view"));
	}
	CHECK(t, programme_number(t, &all_visits, NO_ARGS) == all);
}

void test_group_threads_with_news_come_first(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t a = programme_thread(t, p.ann, CHEMISTRY, "Older", "Text");
	t->now += INSTANT_MINUTE;
	programme_thread(t, p.ann, CHEMISTRY, "Newer", "Text");
	test_sign_in(t, p.ben);
	CHECK(t, before(test_get(t, "/group/30").body, "Newer", "Older"));
	t->now += INSTANT_MINUTE;
	programme_answer(t, p.ben, a, "News");
	CHECK(t, before(test_get(t, "/group/30").body, "Older", "Newer"));
	struct ctx *c = test_ctx(t, p.ann);
	CHECK(t,
		sql_run(c, &move, ARGS(arg(a), arg((int64_t)1)))
			&& listing_changed(c, (struct thread_id){ a }) && test_end(t));
	CHECK(t, before(test_get(t, "/group/30").body, "Newer", "Older"));
}
