/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/question.h"

#include "base/instant.h"
#include "community/question_answer.h"
#include "core/person.h"
#include "store/search.h"
#include "store/search_index.h"
#include "test/programme.h"

static const struct stmt newest = { "question_test_newest",
	"SELECT id FROM question ORDER BY id DESC", "", "i" };
static const struct stmt newest_answer = { "question_test_answer",
	"SELECT id FROM question_answer WHERE question_id = $1 ORDER BY id DESC", "i", "i" };
static const struct stmt how_many = { "question_test_count",
	"SELECT count(*) FROM question WHERE deleted_at = 0", "", "i" };
static const struct stmt answers_of = { "question_test_answers",
	"SELECT answers FROM question WHERE id = $1", "i", "i" };
static const struct stmt text_of = { "question_test_text",
	"SELECT text || ' ' || byline FROM question WHERE id = $1", "i", "s" };
static const struct stmt traces = { "question_test_traces",
	"SELECT count(*) FROM activity WHERE class = 3 AND object_kind = 12", "", "i" };
static const struct stmt all_traces = { "question_test_all_traces", "SELECT count(*) FROM activity",
	"", "i" };
static const struct stmt acts = { "question_test_acts",
	"SELECT count(*) FROM audit WHERE act LIKE 'question.%'", "", "i" };
static const struct stmt sealed = { "question_test_sealed", "SELECT sealed FROM question_note", "",
	"s" };
static const struct stmt many = { "question_test_many",
	"INSERT INTO question (id, author_id, byline, text, employer, stage, year, dice, posted_at)"
	" VALUES ($1, 0, 'Otter', $2, $3, 1, 2026, $1, 1)",
	"isi", "" };

#define FORM "role=Lab+assistant&employer=1&stage=4&year=2026"

static struct reply get_as(struct test *t, struct person_id who, const char *pattern, int64_t id)
{
	test_sign_in(t, who);
	return test_get(t, programme_path(t, pattern, id, 0));
}

static struct reply post_as(
	struct test *t, struct person_id who, const char *pattern, int64_t id, const char *form)
{
	test_sign_in(t, who);
	return test_post(t, programme_path(t, pattern, id, 0), form);
}

static int64_t ask(struct test *t, struct person_id who, const char *once, const char *text)
{
	const char *form = arena_fmt(t->mem, "once=%s&text=%s&" FORM, once, text).at;

	CHECK(t, post_as(t, who, "/questions/new", 0, form).status == 303);
	return programme_number(t, &newest, NO_ARGS);
}

static int64_t answer(struct test *t, struct person_id who, int64_t id, const char *form)
{
	CHECK(t, post_as(t, who, "/questions/%/answer", id, form).status == 303);
	return programme_number(t, &newest_answer, ARGS(arg(id)));
}

/* As the index thread of the server does it. */
static bool finds(struct test *t, struct person_id who, const char *query, const char *text)
{
	size_t n = 1;

	while (n > 0) {
		n = 0;
		CHECK(t, search_index(test_ctx(t, (struct person_id){ 0 }), &n) && test_end(t));
	}
	test_sign_in(t, who);
	struct reply r = test_get(t, arena_fmt(t->mem, "/questions?%s", query).at);
	CHECK(t, r.status == 200);
	return test_has(r.body, text);
}

void test_question_is_added_once_and_read_by_every_member(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = ask(t, p.ann, "k1", "Why+%3Cus%3E%3F");
	CHECK(t, ask(t, p.ann, "k1", "Why+%3Cus%3E%3F") == id);
	CHECK(t, programme_number(t, &how_many, NO_ARGS) == 1);
	struct reply r = get_as(t, p.dan, "/questions", 0);
	CHECK(t, r.status == 200 && test_has(r.body, "Why &lt;us&gt;?"));
	CHECK(t, test_has(r.body, "Lab assistant") && test_has(r.body, "First interview"));
	r = get_as(t, p.dan, "/questions/%", id);
	CHECK(t,
		r.status == 200 && test_has(r.body, "asked in 2026")
			&& test_has(r.body, "from ann"));
	CHECK(t, test_has(r.body, "Large company") && !test_has(r.body, ">Change</a>"));
	/* Ben is not in the study: his answer leaves no trace. */
	CHECK(t, answer(t, p.ben, id, "once=a&body=Because+of+**you**.") > 0);
	r = get_as(t, p.ann, "/questions/%", id);
	CHECK(t, test_has(r.body, "Because of <strong>you</strong>."));
	CHECK(t, programme_number(t, &traces, NO_ARGS) == 1);
	CHECK(t, programme_number(t, &answers_of, ARGS(arg(id))) == 1);
	(void)answer(t, p.ann, id, "once=b&body=And+of+tea.");
	CHECK(t, programme_number(t, &traces, NO_ARGS) == 2);
}

void test_question_bank_is_for_members_and_who_runs_rounds(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = ask(t, p.ann, "k", "Why%3F");
	CHECK(t, get_as(t, p.olga, "/questions", 0).status == 403);
	CHECK(t, get_as(t, p.olga, "/questions/%", id).status == 403);
	CHECK(t, get_as(t, p.fay, "/questions/%", id).status == 200);
	CHECK(t, get_as(t, p.rex, "/questions/%", id).status == 200);
	CHECK(t, get_as(t, p.rex, "/questions/new", 0).status == 403);
	CHECK(t, get_as(t, p.rex, "/questions/reports", 0).status == 403);
	struct person_id coordinator = test_person(t, "coordinator", ROLE_COORDINATOR);
	CHECK(t, get_as(t, coordinator, "/questions", 0).status == 403);
	/* The search of everything knows it for the same people. */
	CHECK(t, finds(t, p.dan, "q=why", "Why?"));
	test_sign_in(t, p.dan);
	CHECK(t, test_has(test_get(t, "/search?q=why").body, "Interview question"));
	test_sign_in(t, p.olga);
	CHECK(t, !test_has(test_get(t, "/search?q=why").body, "Interview question<"));
	CHECK(t, !test_has(test_get(t, "/search?q=why").body, "Why?</a>"));
}

void test_question_lasts_when_its_round_is_over(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	CHECK(t, post_as(t, p.fay, "/round/20/gives", 0, "wellbeing=1").status == 303);
	int64_t id = ask(t, p.ann, "k", "Why%3F");
	CHECK(t, post_as(t, p.ann, "/me/name", 0, "shown_name=Somebody+Else").status == 303);
	t->now += 60 * INSTANT_DAY;
	struct reply r = get_as(t, p.ann, "/questions/%", id);
	CHECK(t, r.status == 200 && test_has(r.body, "from ann"));
	CHECK(t, !test_has(r.body, "Somebody Else</h"));
	/* Her round is over, and so is her writing; what is hers she can still take out. */
	CHECK(t, get_as(t, p.ann, "/questions/new", 0).status == 403);
	CHECK(t, post_as(t, p.ann, "/questions/%/answer", id, "once=a&body=x").status == 403);
	CHECK(t, post_as(t, p.ann, "/questions/%/delete", id, "answer=0").status == 303);
	CHECK(t, get_as(t, p.ann, "/questions/%", id).status == 404);
}

void test_question_with_mistakes_comes_again_with_what_was_typed(struct test *t)
{
	struct programme p;
	char *many_letters = arena_new(t->mem, char, QUESTION_TEXT_MAX + 2);

	memset(many_letters, 'x', QUESTION_TEXT_MAX + 1);
	programme_make(t, &p);
	struct reply r = post_as(t, p.ann, "/questions/new", 0,
		"once=k&text=+&role=Kept+%26+whole&employer=3&stage=2&year=1999");
	CHECK(t,
		r.status == 422 && test_has(r.body, "text-wrong")
			&& test_has(r.body, "year-wrong"));
	CHECK(t,
		test_has(r.body, "value=\"Kept &amp; whole\"")
			&& test_has(r.body, "value=\"1999\""));
	r = post_as(t, p.ann, "/questions/new", 0, "once=k&text=a&year=soon");
	CHECK(t, r.status == 422 && test_has(r.body, "value=\"soon\""));
	r = post_as(t, p.ann, "/questions/new", 0,
		arena_fmt(t->mem, "once=k&text=%s", many_letters).at);
	CHECK(t, r.status == 422 && test_has(r.body, "at most 500 letters"));
	CHECK(t, post_as(t, p.ann, "/questions/new", 0, "once=k&text=a&employer=99").status == 422);
	CHECK(t, post_as(t, p.ann, "/questions/new", 0, "once=k&text=a&evil=1").status == 422);
	CHECK(t, post_as(t, p.ann, "/questions/new", 0, "once=k&text=a%FF").status == 422);
	CHECK(t, programme_number(t, &how_many, NO_ARGS) == 0);
	t->conf.posts_an_hour = 2;
	(void)ask(t, p.ann, "k1", "One");
	int64_t id = ask(t, p.ann, "k2", "Two");
	r = post_as(t, p.ann, "/questions/new", 0, "once=k3&text=Three+kept");
	CHECK(t, r.status == 429 && test_has(r.body, "Three kept"));
	CHECK(t, post_as(t, p.ben, "/questions/%/answer", id, "once=a&body=+").status == 422);
}

void test_question_is_changed_by_its_author_alone(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = ask(t, p.ann, "k", "Why%3F");
	int64_t own = answer(t, p.ann, id, "once=a&body=Mine");
	const char *item = programme_path(t, "/questions/%/answer/%", id, own);
	CHECK(t, post_as(t, p.ann, "/questions/%/edit", id, "text=When%3F&" FORM).status == 303);
	CHECK(t, test_has(get_as(t, p.ben, "/questions/%", id).body, "When?"));
	CHECK(t, test_has(test_get(t, "/questions").body, "edited"));
	CHECK(t, post_as(t, p.ben, "/questions/%/edit", id, "text=Evil&" FORM).status == 403);
	CHECK(t, get_as(t, p.ben, "/questions/%/edit", id).status == 403);
	CHECK(t, post_as(t, p.ben, item, 0, "body=Evil").status == 403);
	CHECK(t, post_as(t, p.ben, "/questions/%/delete", id, "answer=0").status == 403);
	CHECK(t, get_as(t, p.ben, "/questions/%/delete", id).status == 403);
	CHECK(t, post_as(t, p.ann, item, 0, "body=Better").status == 303);
	CHECK(t, test_has(get_as(t, p.ben, "/questions/%", id).body, "<p>Better</p>"));
	const char *gone = arena_fmt(t->mem, "answer=%lld", (long long)own).at;
	CHECK(t, post_as(t, p.ann, "/questions/%/delete", id, gone).status == 303);
	CHECK(t, !test_has(get_as(t, p.ben, "/questions/%", id).body, "Better"));
	CHECK(t, programme_number(t, &answers_of, ARGS(arg(id))) == 0);
	CHECK(t, post_as(t, p.ann, "/questions/%/delete", id, gone).status == 404);
	CHECK(t, programme_number(t, &acts, NO_ARGS) == 0);
}

void test_question_that_is_reported_is_settled_by_staff(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = ask(t, p.ann, "k", "Why%3F");
	int64_t bad = answer(t, p.cleo, id, "once=a&body=Ask+Mr+Zebrafinch");
	const char *it = arena_fmt(t->mem, "answer=%lld&why=A+name", (long long)bad).at;
	CHECK(t, get_as(t, p.ben, "/questions/%/report", id).status == 200);
	CHECK(t, post_as(t, p.ben, "/questions/%/report", id, "answer=0&why=+").status == 422);
	CHECK(t, post_as(t, p.ben, "/questions/%/report", id, it).status == 303);
	CHECK(t, post_as(t, p.ben, "/questions/%/report", id, it).status == 303);
	CHECK(t, post_as(t, p.ann, "/questions/%/report", id, it).status == 303);
	CHECK(t, test_has(get_as(t, p.fay, "/questions", 0).body, "Reports: 2"));
	struct reply r = get_as(t, p.fay, "/questions/reports", 0);
	CHECK(t, test_has(r.body, "Mr Zebrafinch") && test_has(r.body, "One more person"));
	CHECK(t, !test_has(r.body, "Ben") && !test_has(r.body, "ben@"));
	const char *settle = arena_fmt(
		t->mem, "question=%lld&answer=%lld&remove=1", (long long)id, (long long)bad)
				     .at;
	CHECK(t, post_as(t, p.ben, "/questions/reports", 0, settle).status == 403);
	CHECK(t, post_as(t, p.fay, "/questions/reports", 0, settle).status == 303);
	CHECK(t, post_as(t, p.fay, "/questions/reports", 0, settle).status == 303);
	CHECK(t, !test_has(get_as(t, p.ben, "/questions/%", id).body, "Zebrafinch"));
	CHECK(t, test_has(get_as(t, p.fay, "/questions/reports", 0).body, "Nothing waits"));
	/* The removal and the decision. */
	CHECK(t, programme_number(t, &acts, NO_ARGS) == 2);
	CHECK(t, post_as(t, p.ben, "/questions/%/report", id, "answer=0&why=Odd").status == 303);
	settle = arena_fmt(t->mem, "question=%lld&answer=0&remove=0", (long long)id).at;
	CHECK(t, post_as(t, p.fay, "/questions/reports", 0, settle).status == 303);
	CHECK(t, get_as(t, p.ben, "/questions/%", id).status == 200);
	CHECK(t, post_as(t, p.fay, "/questions/%/delete", id, "answer=0").status == 303);
	CHECK(t, get_as(t, p.ann, "/questions/%", id).status == 404);
	CHECK(t, programme_number(t, &acts, NO_ARGS) == 4);
}

void test_question_is_found_by_its_words_and_filters(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = ask(t, p.ann, "k", "Describe+a+conflict+in+a+team");
	(void)ask(t, p.ann, "k2", "Why+do+you+want+this%3F");
	CHECK(t, finds(t, p.ben, "q=conf", "Describe a conflict"));
	CHECK(t, !finds(t, p.ben, "q=conf", "Why do you want"));
	CHECK(t, finds(t, p.ben, "q=lab+team", "Describe a conflict"));
	CHECK(t, finds(t, p.ben, "q=conflikt", "one letter away"));
	CHECK(t, finds(t, p.ben, "q=nowhere", "Nothing fits"));
	CHECK(t, !finds(t, p.ben, "q=conflict&employer=2", "Describe a conflict"));
	CHECK(t, finds(t, p.ben, "q=conflict&employer=1&stage=4&year=2026", "Describe a conflict"));
	CHECK(t, !finds(t, p.ben, "stage=3", "Describe") && finds(t, p.ben, "stage=4", "Describe"));
	CHECK(t, !finds(t, p.ben, "year=2025", "Describe"));
	/* What members answered counts, and ends with the answer. */
	int64_t own = answer(t, p.cleo, id, "once=a&body=I+drank+camomile.");
	CHECK(t, finds(t, p.ben, "q=camomile", "Describe a conflict"));
	const char *gone = arena_fmt(t->mem, "answer=%lld", (long long)own).at;
	CHECK(t, post_as(t, p.cleo, "/questions/%/delete", id, gone).status == 303);
	CHECK(t, !finds(t, p.ben, "q=camomile", "Describe a conflict"));
	/* While somebody types only what was found comes back, and no view is noted. */
	int64_t before = programme_number(t, &all_traces, NO_ARGS);
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, "/questions?q=conf&typing=1");
	CHECK(t, r.status == 200 && test_has(r.body, "Describe a conflict"));
	CHECK(t, !test_has(r.body, "<nav") && r.body.len < 2000);
	CHECK(t, programme_number(t, &all_traces, NO_ARGS) == before);
	CHECK(t, post_as(t, p.ann, "/questions/%/delete", id, "answer=0").status == 303);
	CHECK(t, !finds(t, p.ben, "q=conflict", "Describe a conflict"));
}

void test_question_pages_follow_each_other_without_a_gap(struct test *t)
{
	enum { N = 2 * QUESTIONS_PER_PAGE + 5 };
	struct question_ask all = { 0 }, some = { .employer = 2 };
	struct question_page page;
	struct programme p;
	size_t seen = 0, fitting = 0;

	programme_make(t, &p);
	struct ctx *c = test_ctx(t, p.ann);
	for (int64_t i = 0; i < N; i++)
		CHECK(t,
			sql_run(c, &many,
				ARGS(arg(1000 + i), arg(arena_fmt(t->mem, "Question %d", (int)i)),
					arg(i % 5 == 0 ? (int64_t)2 : 1))));
	do {
		CHECK(t, question_list(c, &all, &page) && page.n > 0);
		for (size_t i = 0; i < page.n; i++)
			CHECK(t, page.row[i].id.v == 1000 + N - 1 - (int64_t)(seen + i));
		seen += page.n;
		all.before = page.next;
	} while (page.next && seen <= N);
	CHECK(t, seen == N);
	CHECK(t, question_list(c, &some, &page) && page.n == 9 && page.next == 0);
	/* The same through the search, which looks at so many hits for one page. */
	for (int64_t i = 0; i < N; i++)
		CHECK(t, question_index(c, (struct question_id){ 1000 + i }));
	size_t left = 1;
	while (left > 0) {
		left = 0;
		CHECK(t, search_index(c, &left));
	}
	some.words = S("question");
	some.before = 0;
	do {
		CHECK(t, question_list(c, &some, &page));
		fitting += page.n;
		some.before = page.next;
	} while (page.next && fitting <= N);
	CHECK(t, fitting == 9 && test_end(t));
}

void test_question_is_practised_without_a_trace_unless_kept(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	CHECK(t, test_has(test_get(t, "/questions/practise").body, "No question fits"));
	int64_t id = ask(t, p.ben, "k", "Why%3F"), other = ask(t, p.ben, "k2", "When%3F");
	int64_t before = programme_number(t, &all_traces, NO_ARGS);
	struct reply r = get_as(t, p.ann, "/questions/practise?minutes=3", 0);
	CHECK(t, r.status == 200 && test_has(r.body, "data-timer=\"180\""));
	CHECK(t, test_has(r.body, "Take about 3 minutes"));
	/* Another one is another one. */
	for (int i = 0; i < 8; i++) {
		t->now += INSTANT_SECOND;
		CHECK(t, test_has(get_as(t, p.ann, "/questions/practise?but=%", id).body, "When?"));
	}
	r = test_get(t, "/questions/practise?employer=5");
	CHECK(t, test_has(r.body, "No question fits"));
	CHECK(t, programme_number(t, &all_traces, NO_ARGS) == before);
	CHECK(t, programme_text(t, &sealed, NO_ARGS).len == 0);
	CHECK(t, post_as(t, p.ann, "/questions/%/note", id, "note=Breathe+first").status == 303);
	struct str kept = programme_text(t, &sealed, NO_ARGS);
	CHECK(t, kept.len > 0 && !test_has(kept, "Breathe"));
	CHECK(t, test_has(get_as(t, p.ann, "/questions/notes", 0).body, "Breathe first"));
	CHECK(t, test_has(get_as(t, p.ann, "/questions/practise?question=%", id).body, "Breathe"));
	CHECK(t, !test_has(get_as(t, p.ben, "/questions/practise?question=%", id).body, "Breathe"));
	CHECK(t, !test_has(get_as(t, p.ben, "/questions/notes", 0).body, "Breathe"));
	CHECK(t, test_has(get_as(t, p.ann, "/me/data", 0).body, "Breathe first"));
	/* The note outlives its question, and can be forgotten. */
	CHECK(t, post_as(t, p.ben, "/questions/%/delete", id, "answer=0").status == 303);
	CHECK(t, test_has(get_as(t, p.ann, "/questions/notes", 0).body, "that was taken out"));
	CHECK(t, post_as(t, p.ann, "/questions/%/note", id, "note=").status == 303);
	CHECK(t, programme_text(t, &sealed, NO_ARGS).len == 0);
	CHECK(t, post_as(t, p.ann, "/questions/%/note", id, "note=x").status == 404 && other > 0);
}

void test_question_of_who_was_erased_keeps_the_answers_of_others(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t alone = ask(t, p.ann, "k1", "My+zebrafinch%3F");
	int64_t answered = ask(t, p.ann, "k2", "Any+zebrafinch%3F");
	int64_t others = ask(t, p.cleo, "k3", "A+lark%3F");
	(void)answer(t, p.ben, answered, "once=a&body=From+Ben.");
	(void)answer(t, p.ann, others, "once=b&body=A+zebrafinch.");
	CHECK(t, finds(t, p.ben, "q=zebrafinch", "A lark?"));
	CHECK(t,
		post_as(t, p.ben, "/questions/%/report", answered, "answer=0&why=Odd").status
			== 303);
	CHECK(t, post_as(t, p.ann, "/me/data/erase", 0, "address=ann@cairn.example").status == 303);
	CHECK(t, get_as(t, p.ben, "/questions/%", alone).status == 404);
	struct reply r = get_as(t, p.ben, "/questions/%", answered);
	CHECK(t, r.status == 200 && test_has(r.body, "From Ben."));
	CHECK(t,
		str_eq(programme_text(t, &text_of, ARGS(arg(answered))),
			S("A question by somebody who left Somebody who left")));
	CHECK(t, programme_number(t, &answers_of, ARGS(arg(others))) == 0);
	CHECK(t, !finds(t, p.ben, "q=zebrafinch", "A lark?"));
	CHECK(t, !test_has(get_as(t, p.fay, "/questions/reports", 0).body, "zebrafinch"));
}
