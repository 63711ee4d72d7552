/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/thread.h"

#include "base/instant.h"
#include "community/post.h"
#include "core/activity.h"
#include "core/place.h"
#include "core/session.h"
#include "core/signin.h"
#include "test/programme.h"

static const struct stmt posts_of = { "posts_of", "SELECT COUNT(*) FROM post WHERE thread_id = $1",
	"i", "i" };
static const struct stmt counted = { "counted", "SELECT posts FROM thread WHERE id = $1", "i",
	"i" };
static const struct stmt last_by = { "last_by", "SELECT last_by FROM thread WHERE id = $1", "i",
	"s" };
static const struct stmt newest_post = { "newest_post", "SELECT max(id) FROM post", "", "i" };
static const struct stmt letter_body = { "letter_body",
	"SELECT body FROM letter ORDER BY id DESC LIMIT 1", "", "s" };
static const struct stmt traces = { "traces", "SELECT COUNT(*) FROM activity WHERE class = $1", "i",
	"i" };
static const struct stmt trace_of_post = { "trace_of_post",
	"SELECT COUNT(*) FROM activity WHERE class = 3 AND channel = 1 AND participant_id = $1"
	" AND round_id = $2 AND object_kind = $3 AND object_id = $4 AND amount = $5",
	"iiiii", "i" };
static const struct stmt answered = { "answered",
	"SELECT COUNT(*) FROM activity WHERE class = 14 AND participant_id = $1 AND round_id = $2"
	" AND object_kind = 3 AND object_id = $3",
	"iii", "i" };

static int64_t open_thread(struct test *t, struct programme *p, const char *title, const char *body)
{
	return programme_thread(t, p->ann, CHEMISTRY, title, body);
}

/* Ann's or somebody's answer by way of the page. */
static struct reply answer(struct test *t, int64_t thread, const char *body)
{
	return test_post(t, programme_path(t, "/thread/%/post", thread, 0),
		arena_fmt(t->mem, "body=%s", body).at);
}

void test_thread_is_opened_with_its_first_post(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id =
		open_thread(t, &p, "  Gaps \t on a CV ", "\n \nI was *away*.\r\nFor a term.  \n");
	CHECK(t, programme_number(t, &posts_of, ARGS(arg(id))) == 1);
	CHECK(t, programme_number(t, &counted, ARGS(arg(id))) == 1);
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, programme_path(t, "/thread/%", id, 0));
	CHECK(t, r.status == 200 && test_has(r.body, "<h1>Gaps on a CV</h1>"));
	CHECK(t, test_has(r.body, "<p>I was <em>away</em>.\nFor a term.</p>"));
	CHECK(t,
		test_has(r.body, "Chemistry 1, week 2") && test_has(r.body, "today, 12:00</time>"));
}

void test_thread_text_is_checked_field_by_field(struct test *t)
{
	struct programme p;
	struct thread_id id = { 0 };
	struct place here = { 0 };

	programme_make(t, &p);
	struct thread_draft d = { .group = { CHEMISTRY },
		.week = 3,
		.title = S(" \xe2\x80\x8b "),
		.body = S("\xc2\xa0\n"),
		.byline = S("Ann") };
	struct ctx *c = test_ctx(t, p.ann);
	CHECK(t, !thread_open(c, &here, &d, &id) && id.v == 0 && c->fault.kind == FAULT_INVALID);
	CHECK(t, c->wrong && str_eq(str_of(c->wrong->field), S("title")));
	CHECK(t, c->wrong->next && str_eq(str_of(c->wrong->next->field), S("body")));
	d.title = S("Title");
	d.body = S("Text");
	c = test_ctx(t, p.ann);
	CHECK(t, !thread_open(c, &here, &d, &id) && str_eq(str_of(c->wrong->field), S("week")));
	d.week = 0;
	d.title = arena_fmt(t->mem, "%0201d", 0);
	c = test_ctx(t, p.ann);
	CHECK(t, !thread_open(c, &here, &d, &id) && str_eq(str_of(c->wrong->field), S("title")));
	d.title = arena_fmt(t->mem, "%0200d", 0);
	c = test_ctx(t, p.ann);
	CHECK(t, thread_open(c, &here, &d, &id) && id.v != 0);
	d.body = S("\xff\xfe");
	c = test_ctx(t, p.ann);
	CHECK(t, !thread_open(c, &here, &d, &id) && c->fault.kind == FAULT_INVALID);
	d.group.v = 99;
	c = test_ctx(t, p.ann);
	CHECK(t, !thread_open(c, &here, &d, &id) && c->fault.kind == FAULT_ABSENT);
}

void test_thread_waits_for_the_first_week(struct test *t)
{
	struct programme p;
	struct thread_id id;
	struct place here = { 0 };
	struct thread_draft d = { .group = { CHEMISTRY }, .title = S("Early"), .body = S("Text") };

	programme_make(t, &p);
	t->now -= 30 * INSTANT_DAY;
	struct ctx *c = test_ctx(t, p.ann);
	CHECK(t, !thread_open(c, &here, &d, &id) && c->fault.kind == FAULT_CONFLICT);
}

void test_thread_page_escapes_what_was_written(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = open_thread(
		t, &p, "<b>&\"'", "<script>alert(1)</script>\n\n[x](javascript:alert(2))");
	test_sign_in(t, p.ben);
	struct reply r = test_get(t, programme_path(t, "/thread/%", id, 0));
	CHECK(t, r.status == 200 && test_has(r.body, "<h1>&lt;b&gt;&amp;&quot;&#39;</h1>"));
	CHECK(t, !test_has(r.body, "<script>"));
	CHECK(t, !test_has(r.body, "javascript:"));
	CHECK(t, test_has(r.body, "&lt;script&gt;"));
}

void test_thread_answers_grow_it_and_are_noted(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = open_thread(t, &p, "Title", "Text");
	test_sign_in(t, p.ann);
	struct reply r = answer(t, id, "An+**answer**&once=k1");
	int64_t post = programme_number(t, &newest_post, NO_ARGS);
	CHECK(t, r.status == 303);
	CHECK(t,
		str_eq(r.location,
			arena_fmt(t->mem, "/thread/%lld?at=%lld#p%lld", (long long)id,
				(long long)post, (long long)post)));
	CHECK(t,
		programme_number(t, &trace_of_post,
			ARGS(arg(p.ann_participant), arg((int64_t)PROGRAMME_ROUND),
				arg(OBJECT_NEW_THREAD), arg(id), arg(1)))
			== 1);
	CHECK(t,
		programme_number(t, &trace_of_post,
			ARGS(arg(p.ann_participant), arg((int64_t)PROGRAMME_ROUND),
				arg(OBJECT_OWN_THREAD), arg(id), arg(2)))
			== 1);
	r = test_get(t, programme_path(t, "/thread/%?at=%", id, post));
	CHECK(t, r.status == 200 && test_has(r.body, "<strong>answer</strong>"));
	CHECK(t, programme_number(t, &counted, ARGS(arg(id))) == 2);
	int64_t noted = programme_number(t, &traces, ARGS(arg((int64_t)TRACE_POST)));
	const struct args heard =
		ARGS(arg(p.ann_participant), arg((int64_t)PROGRAMME_ROUND), arg(id));
	CHECK(t, programme_number(t, &answered, heard) == 0);
	test_sign_in(t, p.ben);
	CHECK(t, answer(t, id, "From+Ben").status == 303);
	CHECK(t, str_eq(programme_text(t, &last_by, ARGS(arg(id))), S("ben")));
	CHECK(t, programme_number(t, &traces, ARGS(arg((int64_t)TRACE_POST))) == noted);
	/* Ben is in no study; that Ann was answered is Ann's. */
	CHECK(t, programme_number(t, &answered, heard) == 1);
}

void test_thread_double_submit_posts_once(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = open_thread(t, &p, "Title", "Text");
	test_sign_in(t, p.ann);
	struct reply a = answer(t, id, "Same&once=k2"), b = answer(t, id, "Same&once=k2");
	CHECK(t, a.status == 303 && b.status == 303 && str_eq(a.location, b.location));
	CHECK(t, programme_number(t, &counted, ARGS(arg(id))) == 2);
	CHECK(t, answer(t, id, "Other&once=k2").status == 303);
	CHECK(t, programme_number(t, &counted, ARGS(arg(id))) == 3);
}

void test_thread_keeps_what_was_typed_when_it_is_refused(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = open_thread(t, &p, "Title", "Text");
	test_sign_in(t, p.ann);
	struct reply r = answer(t, id, "+%0A+");
	CHECK(t, r.status == 422 && test_has(r.body, "id=\"body-wrong\""));
	CHECK(t, test_has(r.body, "aria-invalid=\"true\"") && test_has(r.body, "href=\"#body\""));
	r = answer(t, id, "%3Cb%3Ekept&colour=red");
	CHECK(t, r.status == 422 && test_has(r.body, "&lt;b&gt;kept</textarea>"));
	r = answer(t, id, "bad%FFbytes");
	CHECK(t, r.status == 422);
	r = answer(t, id, "nul%00byte");
	CHECK(t, r.status == 422);
	CHECK(t, programme_number(t, &counted, ARGS(arg(id))) == 1);
	t->conf.posts_an_hour = 2; /* the thread was the first */
	CHECK(t, answer(t, id, "First").status == 303);
	r = answer(t, id, "Second+kept");
	CHECK(t, r.status == 429 && test_has(r.body, "Second kept</textarea>"));
}

void test_thread_takes_long_words_and_refuses_long_posts(struct test *t)
{
	struct programme p;
	char *word = arena_new(t->mem, char, 20002);

	programme_make(t, &p);
	int64_t id = open_thread(t, &p, "Title", "Text");
	test_sign_in(t, p.ann);
	memset(word, 'x', 10000);
	CHECK(t, answer(t, id, word).status == 303);
	CHECK(t, test_has(test_get(t, programme_path(t, "/thread/%", id, 0)).body, word));
	memset(word, 'x', 20000);
	CHECK(t, answer(t, id, word).status == 303);
	memset(word, 'x', 20001);
	struct reply r = answer(t, id, word);
	CHECK(t,
		r.status == 422 && test_has(r.body, word)
			&& test_has(r.body, "20000 characters fit"));
}

void test_thread_of_another_group_cannot_be_known(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = open_thread(t, &p, "Title", "Text");
	struct person_id strangers[] = { p.dan, p.olga };
	for (size_t i = 0; i < 2; i++) {
		test_sign_in(t, strangers[i]);
		CHECK(t, test_get(t, programme_path(t, "/thread/%", id, 0)).status == 404);
		CHECK(t, answer(t, id, "Text").status == 404);
	}
	CHECK(t,
		test_get(t, "/thread/12345").status == 404
			&& test_get(t, "/thread/x").status == 404);
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, programme_path(t, "/thread/%/post/%/edit", id, 77)).status == 404);
	CHECK(t, programme_number(t, &counted, ARGS(arg(id))) == 1);
}

void test_thread_is_read_across_and_not_written(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = open_thread(t, &p, "Title", "Text");
	test_sign_in(t, p.cleo);
	struct reply r = test_get(t, programme_path(t, "/thread/%", id, 0));
	CHECK(t,
		r.status == 200 && !test_has(r.body, "<textarea")
			&& test_has(r.body, "Useful</button>"));
	CHECK(t, answer(t, id, "Text").status == 403);
	CHECK(t, programme_number(t, &counted, ARGS(arg(id))) == 1);
	programme_read_across(t, false);
	CHECK(t, test_get(t, programme_path(t, "/thread/%", id, 0)).status == 404);
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, programme_path(t, "/thread/%", id, 0)).status == 200);
}

void test_thread_that_is_closed_refuses_and_keeps_the_text(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = open_thread(t, &p, "Title", "Text");
	test_sign_in(t, p.ann);
	CHECK(t, test_post(t, programme_path(t, "/thread/%/close", id, 0), "on=1").status == 403);
	test_sign_in(t, p.fay);
	CHECK(t, test_post(t, programme_path(t, "/thread/%/close", id, 0), "on=1").status == 303);
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, programme_path(t, "/thread/%", id, 0));
	CHECK(t,
		r.status == 200 && test_has(r.body, "This thread is closed")
			&& !test_has(r.body, "<textarea"));
	r = answer(t, id, "Too+late");
	CHECK(t, r.status == 409 && test_has(r.body, "Too late</textarea>"));
	CHECK(t, programme_number(t, &counted, ARGS(arg(id))) == 1);
	test_sign_in(t, p.fay);
	CHECK(t, test_post(t, programme_path(t, "/thread/%/close", id, 0), "on=0").status == 303);
	r = answer(t, id, "From+staff");
	CHECK(t, r.status == 303);
	CHECK(t, str_eq(programme_text(t, &last_by, ARGS(arg(id))), S("fay (facilitator)")));
}

void test_thread_pages_hold_fifty_posts(struct test *t)
{
	struct programme p;
	struct place here = { 0 };

	programme_make(t, &p);
	int64_t id = open_thread(t, &p, "Title", "post number 0");
	int64_t ids[121];
	t->conf.posts_an_hour = 1000;
	for (int i = 1; i <= 120; i++) {
		struct ctx *c = test_ctx(t, p.ann);
		struct post_draft d = { .thread = { id },
			.byline = S("Ann"),
			.body = arena_fmt(t->mem, "post number %d", i) };
		struct post_id post = { 0 };
		CHECK(t, post_add(c, &here, &d, &post));
		ids[i] = post.v;
	}
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, programme_path(t, "/thread/%", id, 0));
	CHECK(t, test_has(r.body, "post number 49<") && !test_has(r.body, "post number 50<"));
	CHECK(t, test_has(r.body, "Later posts") && !test_has(r.body, "Earlier posts"));
	r = test_get(t, programme_path(t, "/thread/%?after=%", id, ids[49]));
	CHECK(t, test_has(r.body, "post number 50<") && test_has(r.body, "post number 99<"));
	CHECK(t, test_has(r.body, "Earlier posts") && !test_has(r.body, "post number 100<"));
	r = test_get(t, programme_path(t, "/thread/%?at=%", id, ids[120]));
	CHECK(t, test_has(r.body, "post number 120<") && test_has(r.body, "post number 110<"));
	CHECK(t, !test_has(r.body, "post number 109<") && !test_has(r.body, "Later posts"));
	r = test_get(t, programme_path(t, "/thread/%?at=%", id, ids[30]));
	CHECK(t, test_has(r.body, "post number 0<"));
	CHECK(t, test_get(t, programme_path(t, "/thread/%?after=x", id, 0)).status == 422);
}

void test_thread_tells_the_browser_once_that_its_copy_can_go(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = open_thread(t, &p, "Title", "Text");
	const char *page = programme_path(t, "/thread/%", id, 0);
	test_sign_in(t, p.ann);
	struct str session = t->cookie;
	struct reply r = answer(t, id, "Text");
	struct str rest = r.set_cookie, pair = str_cut(&rest, ';');
	CHECK(t,
		r.status == 303 && test_has(pair, "cairn-saved=reply-")
			&& test_has(rest, "HttpOnly"));
	t->cookie = arena_fmt(t->mem, "%s; %.*s", session.at, (int)pair.len, pair.at);
	r = test_get(t, page);
	CHECK(t, test_has(r.body, "<meta name=\"cairn-saved\" content=\"reply-"));
	CHECK(t, test_has(r.body, "Your answer is posted.") && test_has(r.set_cookie, "Max-Age=0"));
	t->cookie = session;
	r = test_get(t, page);
	CHECK(t, !test_has(r.body, "cairn-saved") && !test_has(r.body, "Your answer is posted."));
	t->cookie = arena_fmt(t->mem, "%s; cairn-saved=<b>", session.at);
	r = test_get(t, page);
	CHECK(t, !test_has(r.body, "cairn-saved") && test_has(r.set_cookie, "Max-Age=0"));
	/* What was refused is kept. */
	t->cookie = session;
	r = answer(t, id, "");
	CHECK(t, r.status == 422 && r.set_cookie.len == 0 && !test_has(r.body, "cairn-saved"));
}

void test_thread_keeps_a_text_when_the_session_has_ended(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = open_thread(t, &p, "Title", "Text");
	test_sign_in(t, p.ann);
	t->now += 100 * INSTANT_DAY;
	struct reply r = answer(t, id, "Typed+<slowly>");
	CHECK(t, r.status == 401 && test_has(r.body, "Typed &lt;slowly&gt;"));
	CHECK(t, programme_number(t, &counted, ARGS(arg(id))) == 1);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct signin_ask ask = { .address = S("ann@cairn.example"),
		.network = S("127.0.0.1"),
		.next = str_of(programme_path(t, "/thread/%/post", id, 0)),
		.draft_body = S("Typed <slowly>") };
	CHECK(t, signin_ask(c, &ask) && test_end(t));
	struct str letter = programme_text(t, &letter_body, NO_ARGS), link = letter;
	CHECK(t, test_has(letter, "/sign-in/"));
	while (link.len && !str_starts(link, S("/sign-in/")))
		link = (struct str){ link.at + 1, link.len - 1 };
	link.len = strlen("/sign-in/") + SESSION_TOKEN_LEN;
	t->cookie = S("");
	r = test_post(t, arena_str(t->mem, link).at, "");
	CHECK(t, r.status == 303 && str_eq(r.location, ask.next));
	struct str rest = r.set_cookie;
	t->cookie = str_cut(&rest, ';');
	r = test_get(t, arena_str(t->mem, ask.next).at);
	CHECK(t, r.status == 303 && test_has(r.location, "#reply"));
	r = test_get(t, programme_path(t, "/thread/%", id, 0));
	CHECK(t, r.status == 200 && test_has(r.body, "Typed &lt;slowly&gt;</textarea>"));
	CHECK(t, answer(t, id, "Typed+<slowly>").status == 303);
	r = test_get(t, programme_path(t, "/thread/%", id, 0));
	CHECK(t, !test_has(r.body, "Typed &lt;slowly&gt;</textarea>"));
}
