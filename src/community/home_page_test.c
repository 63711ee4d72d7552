/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include "core/activity.h"
#include "core/person.h"
#include "test/programme.h"

static const struct stmt home_visits = { "home_visits",
	"SELECT COUNT(*) FROM activity WHERE class = 1 AND object_kind = 1 AND object_id = 0", "",
	"i" };

static const struct stmt visits_of = { "visits_of",
	"SELECT COUNT(*) FROM activity WHERE participant_id = $1 AND class = 1 AND channel = 1"
	" AND round_id = $2 AND object_kind = $3 AND object_id = $4 AND amount = 1",
	"iiii", "i" };

void test_home_group_thread_groups_and_saved_are_visits(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "Title", "Text");
	const struct {
		const char *path;
		int64_t kind, object, n;
	} pages[] = {
		{ "/home", OBJECT_HOME, 0, 1 },
		{ "/group/30", OBJECT_GROUP, CHEMISTRY, 1 },
		{ programme_path(t, "/thread/%", thread, 0), OBJECT_THREAD, thread, 1 },
		{ "/groups", OBJECT_PAGE, 0, 1 },
		{ "/saved", OBJECT_PAGE, 0, 2 },
	};
	test_sign_in(t, p.ann);
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		struct reply r = test_get(t, pages[i].path);
		int64_t n = programme_number(t, &visits_of,
			ARGS(arg(p.ann_participant), arg((int64_t)PROGRAMME_ROUND),
				arg(pages[i].kind), arg(pages[i].object)));
		CHECK(t, r.status == 200 && test_has(r.body, "cairn-view") && n == pages[i].n);
	}
	/* A page that is refused is no visit. */
	CHECK(t, test_get(t, "/group/32").status == 404);
	CHECK(t,
		programme_number(t, &visits_of,
			ARGS(arg(p.ann_participant), arg((int64_t)PROGRAMME_ROUND),
				arg((int64_t)OBJECT_GROUP), arg((int64_t)LAW)))
			== 0);
}

void test_home_says_which_week_it_is(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, "/home");
	CHECK(t, r.status == 200 && test_has(r.body, "<h1>Hello, ann</h1>"));
	CHECK(t,
		test_has(r.body,
			"Week 2 of 4:</strong> CVs and cover letters, until Sunday 8 November"));
	CHECK(t, test_has(r.body, "Which line?") && test_has(r.body, "about 5 minutes"));
	CHECK(t, programme_number(t, &home_visits, NO_ARGS) == 1);
}

void test_home_asks_for_one_first_answer(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	programme_thread(t, p.ben, CHEMISTRY, "Waits <longer>", "Text");
	t->now += INSTANT_HOUR;
	programme_thread(t, p.ben, CHEMISTRY, "Waits less", "Text");
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, "/home");
	CHECK(t, test_has(r.body, "ben wrote “Waits &lt;longer&gt;” and nobody has answered yet."));
	CHECK(t, test_has(r.body, "about 4 minutes") && test_has(r.body, "Waits less</a>"));
	/* Whoever wrote them is not asked to answer themselves. */
	test_sign_in(t, p.ben);
	CHECK(t, !test_has(test_get(t, "/home").body, "nobody has answered"));
}

void test_home_tells_who_answered_me(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "My question", "Text");
	test_sign_in(t, p.ann);
	CHECK(t, !test_has(test_get(t, "/home").body, "answered"));
	int64_t post = programme_answer(t, p.ben, thread, "An answer");
	struct reply r = test_get(t, "/home");
	const char *link = arena_fmt(t->mem, "/thread/%lld?at=%lld#p%lld", (long long)thread,
		(long long)post, (long long)post)
				   .at;
	CHECK(t, test_has(r.body, link) && test_has(r.body, "ben answered in “My question”"));
	const char *page =
		arena_fmt(t->mem, "/thread/%lld?at=%lld", (long long)thread, (long long)post).at;
	CHECK(t, test_has(test_get(t, page).body, "An answer"));
	/* Nobody else is told, and nothing counts what was not done. */
	test_sign_in(t, p.cleo);
	r = test_get(t, "/home");
	CHECK(t, r.status == 200 && !test_has(r.body, "My question"));
}

static void introduce(struct test *t, struct person_id who, const char *words)
{
	test_sign_in(t, who);
	CHECK(t,
		test_post(t, "/people/mine", arena_fmt(t->mem, "words=%s&as=first", words).at)
				.status
			== 303);
	CHECK(t, test_post(t, "/people/mine/send", "").status == 303);
}

/* The first week begins with who is here; later whoever waits for an answer comes first. */
void test_home_asks_newcomers_to_read_who_is_here_and_stops_when_told(struct test *t)
{
	static const char one[] = "ben has introduced themselves.";
	struct programme p;

	programme_make(t, &p);
	t->now -= 7 * INSTANT_DAY;
	test_sign_in(t, p.ann);
	CHECK(t, test_has(test_get(t, "/home").body, "Nobody has said who they are yet."));
	introduce(t, p.ben, "I+am+ben.");
	CHECK(t, !test_has(test_get(t, "/home").body, "Introduce myself"));
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, "/home");
	CHECK(t, test_has(r.body, one) && test_has(r.body, "href=\"/people\">Read who is here"));
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "Waits", "Text");
	test_sign_in(t, p.ann);
	CHECK(t, test_has(test_get(t, "/home").body, one));
	for (int day = 0; day < 7; day++) { /* here every day: nothing to catch up with */
		t->now += INSTANT_DAY;
		test_sign_in(t, p.ann);
		r = test_get(t, "/home");
	}
	CHECK(t, !test_has(r.body, one) && test_has(r.body, "nobody has answered yet"));
	programme_answer(t, p.ann, thread, "An answer");
	test_sign_in(t, p.ann);
	CHECK(t, test_has(test_get(t, "/home").body, one));
	CHECK(t, test_post(t, "/people/later", "").status == 303);
	CHECK(t, !test_has(test_get(t, "/home").body, one));
	/* Those of the other group are nobody of theirs. */
	test_sign_in(t, p.cleo);
	CHECK(t, !test_has(test_get(t, "/home").body, one));
}

void test_home_asks_nobody_who_has_introduced_themselves(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	introduce(t, p.ben, "I+am+ben.");
	introduce(t, p.ann, "I+am+ann.");
	CHECK(t, !test_has(test_get(t, "/home").body, "introduced themselves"));
}

void test_home_before_and_after_the_round(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	t->now -= 20 * INSTANT_DAY;
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, "/home");
	CHECK(t, r.status == 200 && test_has(r.body, "The first week opens on Monday 26 October."));
	CHECK(t, test_has(r.body, "/help-now"));
	t->now += 60 * INSTANT_DAY;
	test_sign_in(t, p.ann);
	r = test_get(t, "/home");
	CHECK(t,
		r.status == 200 && test_has(r.body, "Look around")
			&& !test_has(r.body, "This week’s"));
}

void test_home_of_people_in_no_round(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct person_id ada = test_person(t, "ada", ROLE_ADMINISTRATOR);
	test_sign_in(t, p.olga);
	struct reply r = test_get(t, "/home");
	CHECK(t, r.status == 200 && test_has(r.body, "You are in no group yet."));
	CHECK(t, !test_has(r.body, "href=\"/rounds\""));
	test_sign_in(t, p.fay);
	r = test_get(t, "/home");
	CHECK(t,
		test_has(r.body, "<p><a href=\"/rounds\">")
			&& !test_has(r.body, "<p><a href=\"/reports"));
	test_sign_in(t, p.rex);
	CHECK(t, test_has(test_get(t, "/home").body, "<p><a href=\"/reports/participation\">"));
	test_sign_in(t, ada);
	CHECK(t, test_has(test_get(t, "/home").body, "<p><a href=\"/admin/people\">"));
	test_sign_in(t, (struct person_id){ 0 });
	CHECK(t, test_get(t, "/home").status == 303);
}

void test_home_groups_lists_what_may_be_read(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, "/groups");
	CHECK(t,
		r.status == 200 && test_has(r.body, "<h2>Yours</h2>")
			&& test_has(r.body, "/group/31"));
	CHECK(t, !test_has(r.body, "/group/32"));
	programme_read_across(t, false);
	r = test_get(t, "/groups");
	CHECK(t, test_has(r.body, "/group/30") && !test_has(r.body, "/group/31"));
	test_sign_in(t, p.fay);
	r = test_get(t, "/groups");
	CHECK(t, test_has(r.body, "/group/30") && test_has(r.body, "/group/32"));
	test_sign_in(t, p.olga);
	CHECK(t, test_has(test_get(t, "/groups").body, "There are no groups to read yet."));
}
