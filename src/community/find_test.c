/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/find.h"

#include "community/find_post.h"
#include "community/post.h"
#include "core/place.h"
#include "store/search.h"
#include "store/search_index.h"
#include "test/programme.h"

static const struct stmt views = { "find_views", "SELECT COUNT(*) FROM activity WHERE class = 1",
	"", "i" };
static const struct stmt docs = { "find_docs", "SELECT COUNT(*) FROM search_doc", "", "i" };
static const struct stmt leave = { "find_leave",
	"UPDATE membership SET left_at = 1 WHERE person_id = $1", "i", "" };

/* As the index thread of the server does it. */
static void settle(struct test *t)
{
	size_t n = 1;

	while (n > 0) {
		n = 0;
		CHECK(t, search_index(test_ctx(t, (struct person_id){ 0 }), &n));
	}
}

static struct reply look(struct test *t, struct person_id who, const char *query)
{
	settle(t);
	test_sign_in(t, who);
	struct reply r = test_get(t, arena_fmt(t->mem, "/search?%s", query).at);
	CHECK(t, r.status == 200);
	return r;
}

static bool finds(struct test *t, struct person_id who, const char *query)
{
	return test_has(look(t, who, query).body, "class=\"threads\"");
}

void test_find_shows_each_reader_what_they_may_open_and_no_more(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread =
		programme_thread(t, p.ann, CHEMISTRY, "Gaps", "I didn't work at a lighthouse.");
	programme_thread(t, p.dan, LAW, "Secret", "The lighthouse of the other round.");
	struct reply r = look(t, p.ben, "q=lighthouses");
	CHECK(t,
		test_has(r.body, "I didn&#39;t work at a <mark>lighthouse</mark>.")
			&& !test_has(r.body, "Secret"));
	CHECK(t, test_has(r.body, programme_path(t, "href=\"/thread/%?at=", thread, 0)));
	CHECK(t, test_has(look(t, p.dan, "q=lighthouse").body, "Secret"));
	CHECK(t, !test_has(look(t, p.dan, "q=lighthouse").body, "work at"));
	CHECK(t, finds(t, p.cleo, "q=lighthouse"));
	CHECK(t, !finds(t, p.olga, "q=lighthouse") && !finds(t, p.olga, "q=lighthousd"));
	CHECK(t, test_has(look(t, p.fay, "q=lighthouse").body, "Secret"));
	CHECK(t, test_has(look(t, p.rex, "q=lighthouse").body, "work at"));
	programme_read_across(t, false);
	CHECK(t, !finds(t, p.cleo, "q=lighthouse") && finds(t, p.ben, "q=lighthouse"));
	CHECK(t, sql_run(test_ctx(t, p.ben), &leave, ARGS(arg(p.ben.v))));
	CHECK(t, !finds(t, p.ben, "q=lighthouse"));
}

/* What a reader cannot open changes nothing on the page: not its words, not its length. */
void test_find_says_the_same_whether_something_hidden_is_there_or_not(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct str before = arena_str(t->mem, look(t, p.ann, "q=redundancy&quiet=1").body);
	struct str near = arena_str(t->mem, look(t, p.ann, "q=redundanzy&quiet=1").body);
	for (int i = 0; i < 30; i++)
		programme_thread(t, p.dan, LAW, "Redundancy", "My redundancy.");
	CHECK(t, str_eq(before, look(t, p.ann, "q=redundancy&quiet=1").body));
	CHECK(t, str_eq(near, look(t, p.ann, "q=redundanzy&quiet=1").body));
}

void test_find_knows_a_post_by_the_name_it_was_written_under(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct ctx *c = test_ctx(t, p.ann);
	struct place here = { 0 };
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "Gaps", "Who else?");
	struct post_draft d = {
		.thread = { thread }, .body = S("I, heron"), .byline = S("Quiet Fern")
	};
	struct post_id id;
	c = test_ctx(t, p.ann);
	CHECK(t, post_add(c, &here, &d, &id));
	CHECK(t, !finds(t, p.ben, "q=ann") && !finds(t, p.ben, "q=ann+heron"));
	CHECK(t, test_has(look(t, p.ben, "q=fern+heron").body, "Answer by Quiet Fern"));
	CHECK(t, !test_has(look(t, p.ben, "q=heron").body, "ann@"));
}

void test_find_follows_an_edit_a_deletion_and_an_erasure(struct test *t)
{
	struct programme p;
	bool gone;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "Gaps", "Who else?");
	int64_t id = programme_answer(t, p.ann, thread, "A **walrus** & more");
	CHECK(t, finds(t, p.ben, "q=walrus"));
	struct ctx *c = test_ctx(t, p.ann);
	CHECK(t,
		post_edit(c, (struct thread_id){ thread }, (struct post_id){ id }, S("A penguin")));
	CHECK(t, !finds(t, p.ben, "q=walrus") && finds(t, p.ben, "q=penguin"));
	c = test_ctx(t, p.ann);
	CHECK(t, post_delete(c, (struct thread_id){ thread }, (struct post_id){ id }, &gone));
	CHECK(t, !finds(t, p.ben, "q=penguin") && finds(t, p.ben, "q=gaps"));
	c = test_ctx(t, p.ben);
	CHECK(t, find_post_forget(c, p.ben));
	CHECK(t, !finds(t, p.ann, "q=gaps") && programme_number(t, &docs, NO_ARGS) == 0);
}

void test_find_page_escapes_filters_and_goes_on(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	programme_thread(t, p.ann, CHEMISTRY, "<b>Tags</b>", "otter <script>x</script> \"quoted\"");
	struct reply r = look(t, p.ben, "q=otter");
	CHECK(t, test_has(r.body, "&lt;b&gt;Tags&lt;/b&gt;") && !test_has(r.body, "<script>x"));
	r = look(t, p.ben, "q=%22%3E%3Cscript%3Eotter");
	CHECK(t, test_has(r.body, "value=\"&quot;&gt;&lt;script&gt;otter\""));
	for (int i = 0; i < FIND_PER_PAGE; i++)
		programme_thread(t, p.ann, CHEMISTRY, "Another", "otter");
	r = look(t, p.ben, "q=otter");
	CHECK(t, test_has(r.body, "Show older ones") && !test_has(r.body, "Tags"));
	CHECK(t, finds(t, p.ben, "q=otter&week=2&kind=post&subject=Chemistry"));
	CHECK(t, !finds(t, p.ben, "q=otter&week=1") && !finds(t, p.ben, "q=otter&kind=answer"));
	CHECK(t, test_has(look(t, p.ben, "q=otter&week=1").body, "Try any week"));
	CHECK(t, test_has(look(t, p.ben, "q=the").body, "These words are everywhere"));
	test_sign_in(t, p.ben);
	CHECK(t, test_get(t, "/search?q=otter&week=13").status == 422);
	CHECK(t, test_get(t, arena_fmt(t->mem, "/search?q=%0900d", 0).at).status == 422);
	test_sign_in(t, (struct person_id){ 0 });
	CHECK(t, test_get(t, "/search?q=otter").status == 303);
}

void test_find_while_typing_is_no_view(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	look(t, p.ann, "q=");
	int64_t n = programme_number(t, &views, NO_ARGS);
	look(t, p.ann, "q=ott&quiet=1");
	CHECK(t, n == 1 && programme_number(t, &views, NO_ARGS) == n);
}
