/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/post.h"

#include "community/post_text.h"

#include "core/draft.h"
#include "core/place.h"
#include "test/programme.h"

#include <stdlib.h>

static const struct stmt versions = { "versions",
	"SELECT COUNT(*) FROM post_version WHERE thread_id = $1 AND post_id = $2", "ii", "i" };
static const struct stmt said = { "said",
	"SELECT body FROM post_version WHERE thread_id = $1 AND post_id = $2 ORDER BY version"
	" LIMIT 1",
	"ii", "s" };
static const struct stmt source = { "source",
	"SELECT body FROM post_source WHERE thread_id = $1 AND post_id = $2", "ii", "s" };
static const struct stmt html = { "html", "SELECT html FROM post WHERE thread_id = $1 AND id = $2",
	"ii", "s" };
static const struct stmt counted = { "counted", "SELECT posts FROM thread WHERE id = $1", "i",
	"i" };
static const struct stmt last_post = { "last_post", "SELECT last_post FROM thread WHERE id = $1",
	"i", "i" };
static const struct stmt gone = { "gone", "SELECT deleted_at FROM thread WHERE id = $1", "i", "i" };
static const struct stmt saved_posts = { "saved_posts", "SELECT COUNT(*) FROM draft", "", "i" };

static const char *at(struct test *t, const char *what, int64_t thread, int64_t post)
{
	return programme_path(t, arena_fmt(t->mem, "/thread/%%/post/%%/%s", what).at, thread, post);
}

void test_post_edit_keeps_what_was_said_for_moderators(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Title", "First <i>text</i>");
	int64_t post = programme_number(t, &last_post, ARGS(arg(thread)));
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, at(t, "edit", thread, post));
	CHECK(t, r.status == 200 && test_has(r.body, "First &lt;i&gt;text&lt;/i&gt;</textarea>"));
	r = test_post(t, at(t, "edit", thread, post), "body=Second+**text**");
	CHECK(t, r.status == 303);
	CHECK(t,
		str_eq(programme_text(t, &said, ARGS(arg(thread), arg(post))),
			S("First <i>text</i>")));
	CHECK(t,
		str_eq(programme_text(t, &source, ARGS(arg(thread), arg(post))),
			S("Second **text**")));
	r = test_get(t, programme_path(t, "/thread/%", thread, 0));
	CHECK(t, test_has(r.body, "<strong>text</strong>") && test_has(r.body, "· edited"));
	CHECK(t,
		!test_has(r.body, "/history")
			&& test_get(t, at(t, "history", thread, post)).status == 403);
	test_sign_in(t, p.fay);
	CHECK(t, test_has(test_get(t, programme_path(t, "/thread/%", thread, 0)).body, "/history"));
	r = test_get(t, at(t, "history", thread, post));
	CHECK(t, r.status == 200 && test_has(r.body, "First &lt;i&gt;text&lt;/i&gt;"));
	CHECK(t, test_has(r.body, "Second **text**"));
}

void test_post_edit_sent_twice_is_one_version(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Title", "First");
	int64_t post = programme_number(t, &last_post, ARGS(arg(thread)));
	test_sign_in(t, p.ann);
	CHECK(t, test_post(t, at(t, "edit", thread, post), "body=Second").status == 303);
	CHECK(t, test_post(t, at(t, "edit", thread, post), "body=Second").status == 303);
	CHECK(t, programme_number(t, &versions, ARGS(arg(thread), arg(post))) == 1);
	CHECK(t, test_post(t, at(t, "edit", thread, post), "body=Third").status == 303);
	CHECK(t, programme_number(t, &versions, ARGS(arg(thread), arg(post))) == 2);
}

/* As in two windows: the form of the second holds the version that it began with. */
void test_post_edit_in_two_windows_shows_both_texts_and_lets_one_choose(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Gaps", "The first");
	int64_t post = programme_answer(t, p.ben, thread, "As it was");
	test_sign_in(t, p.ben);
	struct reply r = test_get(t, at(t, "edit", thread, post));
	CHECK(t, test_has(r.body, "name=\"version\" value=\"0\""));
	CHECK(t,
		test_post(t, at(t, "edit", thread, post), "version=0&body=From+one").status == 303);
	r = test_post(t, at(t, "edit", thread, post), "version=0&body=From+%3Ctwo%3E");
	CHECK(t, r.status == 409 && test_has(r.body, "changed meanwhile"));
	CHECK(t,
		test_has(r.body, ">\nFrom one</pre>")
			&& test_has(r.body, "From &lt;two&gt;</textarea>"));
	CHECK(t, test_has(r.body, "Save my text instead"));
	struct str rest = r.body;
	const char *mark = strstr(arena_str(t->mem, rest).at, "name=\"version\" value=\"");
	CHECK(t, mark != NULL);
	int64_t version = mark ? strtoll(mark + 22, NULL, 10) : 0;
	CHECK(t, version > 0);
	/* What was saved meanwhile is no conflict when it says the same. */
	CHECK(t,
		test_post(t, at(t, "edit", thread, post), "version=0&body=From+one").status == 303);
	CHECK(t,
		test_post(t, at(t, "edit", thread, post),
			arena_fmt(t->mem, "version=%lld&body=From+both", (long long)version).at)
				.status
			== 303);
	r = test_get(t, programme_path(t, "/thread/%", thread, 0));
	CHECK(t, test_has(r.body, "From both") && !test_has(r.body, "From one"));
}

void test_post_edit_refused_shows_the_text_again(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Title", "First");
	int64_t post = programme_number(t, &last_post, ARGS(arg(thread)));
	test_sign_in(t, p.ann);
	struct reply r = test_post(t, at(t, "edit", thread, post), "body=+&once=x");
	CHECK(t, r.status == 422 && test_has(r.body, "aria-invalid"));
	r = test_post(t, at(t, "edit", thread, post), "body=%3Ckept%3E&other=1");
	CHECK(t, r.status == 422 && test_has(r.body, "&lt;kept&gt;</textarea>"));
	CHECK(t, str_eq(programme_text(t, &source, ARGS(arg(thread), arg(post))), S("First")));
}

void test_post_of_somebody_else_cannot_be_changed(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Title", "First");
	int64_t post = programme_number(t, &last_post, ARGS(arg(thread)));
	struct person_id others[] = { p.ben, p.fay };
	for (size_t i = 0; i < 2; i++) {
		test_sign_in(t, others[i]);
		CHECK(t, test_get(t, at(t, "edit", thread, post)).status == 403);
		CHECK(t, test_post(t, at(t, "edit", thread, post), "body=Mine").status == 403);
		CHECK(t, test_get(t, at(t, "delete", thread, post)).status == 403);
		CHECK(t, test_post(t, at(t, "delete", thread, post), "").status == 403);
	}
	/* A post is found only in its own thread. */
	int64_t mine = programme_thread(t, p.ben, CHEMISTRY, "Other", "Text");
	test_sign_in(t, p.ann);
	CHECK(t, test_post(t, at(t, "edit", mine, post), "body=Moved").status == 404);
	CHECK(t, str_eq(programme_text(t, &source, ARGS(arg(thread), arg(post))), S("First")));
}

void test_post_deleted_leaves_its_place(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Title", "Start");
	int64_t first = programme_number(t, &last_post, ARGS(arg(thread)));
	int64_t post = programme_answer(t, p.ben, thread, "Secret words");
	test_sign_in(t, p.ben);
	struct reply r = test_get(t, at(t, "delete", thread, post));
	CHECK(t, r.status == 200 && test_has(r.body, "Secret words"));
	CHECK(t, test_post(t, at(t, "delete", thread, post), "").status == 303);
	CHECK(t, test_post(t, at(t, "delete", thread, post), "").status == 303);
	CHECK(t, programme_number(t, &counted, ARGS(arg(thread))) == 1);
	CHECK(t, programme_number(t, &last_post, ARGS(arg(thread))) == first);
	CHECK(t, programme_text(t, &html, ARGS(arg(thread), arg(post))).len == 0);
	CHECK(t, programme_text(t, &source, ARGS(arg(thread), arg(post))).len == 0);
	r = test_get(t, programme_path(t, "/thread/%", thread, 0));
	CHECK(t,
		test_has(r.body, "This post was deleted by its author.")
			&& !test_has(r.body, "Secret"));
	r = test_post(t, at(t, "edit", thread, post), "body=Back+again");
	CHECK(t, r.status == 409 && test_has(r.body, "Back again</textarea>"));
	test_sign_in(t, p.fay);
	CHECK(t, test_has(test_get(t, at(t, "history", thread, post)).body, "Secret words"));
}

void test_post_deleted_last_takes_the_thread_with_it(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Regretted", "Start");
	int64_t post = programme_number(t, &last_post, ARGS(arg(thread)));
	test_sign_in(t, p.ann);
	struct reply r = test_post(t, at(t, "delete", thread, post), "");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/group/30")));
	CHECK(t, programme_number(t, &gone, ARGS(arg(thread))) == t->now);
	CHECK(t, test_get(t, programme_path(t, "/thread/%", thread, 0)).status == 404);
	CHECK(t, !test_has(test_get(t, "/group/30").body, "Regretted"));
	r = test_post(t, programme_path(t, "/thread/%/post", thread, 0), "body=Too+late");
	CHECK(t, r.status == 409 && test_has(r.body, "Too late</textarea>"));
	test_sign_in(t, p.fay);
	CHECK(t, test_get(t, programme_path(t, "/thread/%", thread, 0)).status == 200);
}

void test_post_drafts_come_back_and_go_when_posted(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Title", "Start");
	struct ctx *c = test_ctx(t, p.ann);
	const char *path = programme_path(t, "/thread/%/post", thread, 0);
	struct draft d = { str_of(path), S(""), S("Half <a> thought") };
	CHECK(t, draft_keep(c, p.ann, &d));
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, programme_path(t, "/thread/%", thread, 0));
	CHECK(t, test_has(r.body, "Half &lt;a&gt; thought</textarea>"));
	CHECK(t, test_post(t, path, "body=Whole").status == 303);
	CHECK(t, programme_number(t, &saved_posts, NO_ARGS) == 0);
	r = test_get(t, programme_path(t, "/thread/%", thread, 0));
	CHECK(t, !test_has(r.body, "Half"));
}

void test_post_markdown_bombs_are_refused_with_their_text(struct test *t)
{
	struct programme p;
	char *deep = arena_new(t->mem, char, 5001);

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Title", "Start");
	test_sign_in(t, p.ann);
	memset(deep, '>', 5000);
	struct reply r = test_post(t, programme_path(t, "/thread/%/post", thread, 0),
		arena_fmt(t->mem, "body=%s+x", deep).at);
	CHECK(t, r.status == 422 && test_has(r.body, "&gt;&gt;&gt; x</textarea>"));
	CHECK(t, programme_number(t, &counted, ARGS(arg(thread))) == 1);
}

/* What was drawn ahead of time is taken for its own text and for no other. */
void test_post_is_drawn_from_its_own_words(struct test *t)
{
	struct programme p;
	struct post_text drawn;
	struct post_id id;
	struct post post = { 0 };
	struct str body = S("");

	programme_make(t, &p);
	struct thread_id thread = { programme_thread(t, p.ann, CHEMISTRY, "Title", "First") };
	struct ctx *c = test_ctx(t, p.ben);
	CHECK(t, post_draw(c, S("*One* and\r\nthe same "), &drawn));
	drawn.html = S("<p>As drawn</p>");
	struct place here = { 0 };
	struct post_draft d = { .thread = thread,
		.body = S("*One* and\nthe same"),
		.byline = S("Ben"),
		.drawn = &drawn };
	CHECK(t, post_add(c, &here, &d, &id) && post_get(c, thread, id, &post, &body));
	CHECK(t, str_eq(post.html, S("<p>As drawn</p>")) && str_eq(body, S("*One* and\nthe same")));
	d.body = S("Another");
	CHECK(t, post_add(c, &here, &d, &id) && post_get(c, thread, id, &post, &body));
	CHECK(t, str_eq(post.html, S("<p>Another</p>\n")) && str_eq(body, S("Another")));
	CHECK(t, !post_draw(c, S(" \n"), &drawn));
}

/* A change that was being typed when the session ended waits with the version it began with, on any
   device: a text that was saved meanwhile is not written over. */
void test_post_edit_that_waited_behind_a_link_asks_about_what_was_saved(struct test *t)
{
	static const struct stmt mail = { "post_test_link",
		"SELECT body FROM letter WHERE kind = 'sign-in'", "", "s" };
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Title", "Start");
	int64_t post = programme_answer(t, p.ann, thread, "As it was");
	const char *edit = at(t, "edit", thread, post);
	test_sign_in(t, (struct person_id){ 0 });
	struct reply r = test_post(t, edit, "once=1&version=0&body=From+the+bus");
	CHECK(t, r.status == 401 && test_has(r.body, "name=\"version\" value=\"0\""));
	CHECK(t,
		test_post(t, "/sign-in",
			arena_fmt(t->mem,
				"address=ann%%40cairn.example&next=%s&title=&version=0"
				"&body=From+the+bus",
				edit)
				.at)
				.status
			== 200);
	t->now += 60000000;
	test_sign_in(t, p.ann);
	CHECK(t, test_post(t, edit, "version=0&body=From+the+library").status == 303);
	struct str letter = programme_text(t, &mail, NO_ARGS);
	const char *link = memmem(letter.at, letter.len, "/sign-in/", 9);
	CHECK(t, link);
	struct str rest = str_of(link ? link : "");
	test_sign_in(t, (struct person_id){ 0 });
	r = test_post(t, arena_str(t->mem, str_cut(&rest, '\n')).at, "");
	CHECK(t, r.status == 303 && str_eq(r.location, str_of(edit)));
	test_sign_in(t, p.ann);
	r = test_get(t, edit);
	CHECK(t, test_has(r.body, "From the bus</textarea>"));
	CHECK(t, test_has(r.body, "name=\"version\" value=\"0\""));
	r = test_post(t, edit, "version=0&body=From+the+bus");
	CHECK(t, r.status == 409 && test_has(r.body, "From the bus</textarea>"));
	CHECK(t, test_has(r.body, "From the library</pre>"));
}
