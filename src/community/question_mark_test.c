/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Useful and Save in the bank of interview questions: for the writer a late and rough number, for
   who saved it a list with notes, for others nothing. */
#include "base/instant.h"
#include "community/told.h"
#include "core/activity.h"
#include "core/person.h"
#include "test/programme.h"

static const struct stmt newest = { "question_mark_test_question", "SELECT max(id) FROM question",
	"", "i" };
static const struct stmt newest_answer = { "question_mark_test_answer",
	"SELECT max(id) FROM question_answer", "", "i" };
static const struct stmt marks_of = { "question_mark_test_marks",
	"SELECT count(*) FROM question_mark WHERE kind = $1", "s", "i" };
static const struct stmt told_of = { "question_mark_test_told",
	"SELECT told_useful FROM question_answer WHERE id = $1", "i", "i" };
static const struct stmt traces = { "question_mark_test_traces",
	"SELECT count(*) FROM activity WHERE class = $1 AND object_kind = 12 AND object_id = $2",
	"ii", "i" };
static const struct stmt sealed = { "question_mark_test_sealed",
	"SELECT kind || ' ' || sealed FROM saved_note ORDER BY kind", "", "s" };
static const struct stmt leave = { "question_mark_test_leave",
	"UPDATE membership SET left_at = 1 WHERE person_id = $1", "i", "" };
static const struct stmt place = { "question_mark_test_place",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES (30, $1, 20, 1)",
	"i", "" };

struct scene {
	struct programme p;
	int64_t question, answer; /* ben asked, cleo answered */
	const char *page, *save, *saved, *useful, *save_answer, *saved_answer;
};

static int64_t tap(struct test *t, struct person_id who, const char *path, const char *form)
{
	test_sign_in(t, who);
	return test_post(t, path, form).status;
}

static struct reply look(struct test *t, struct person_id who, const char *path)
{
	test_sign_in(t, who);
	return test_get(t, path);
}

static struct scene scene(struct test *t)
{
	struct scene s;

	programme_make(t, &s.p);
	CHECK(t, tap(t, s.p.ben, "/questions/new", "once=&text=Why+birds%3F&role=&year=") == 303);
	s.question = programme_number(t, &newest, NO_ARGS);
	s.page = programme_path(t, "/questions/%", s.question, 0);
	CHECK(t,
		tap(t, s.p.cleo, programme_path(t, "/questions/%/answer", s.question, 0),
			"once=&body=For+their+*songs*.")
			== 303);
	s.answer = programme_number(t, &newest_answer, NO_ARGS);
	s.save = programme_path(t, "/questions/%/save", s.question, 0);
	s.saved = programme_path(t, "/questions/%/saved", s.question, 0);
	s.useful = programme_path(t, "/questions/%/answer/%/useful", s.question, s.answer);
	s.save_answer = programme_path(t, "/questions/%/answer/%/save", s.question, s.answer);
	s.saved_answer = programme_path(t, "/questions/%/answer/%/saved", s.question, s.answer);
	return s;
}

static int64_t count(struct test *t, const char *kind)
{
	return programme_number(t, &marks_of, ARGS(arg(str_of(kind))));
}

void test_question_marks_are_toggles_and_noted_in_the_study_alone(struct test *t)
{
	struct scene s = scene(t);
	const struct args useful = ARGS(arg((int64_t)TRACE_USEFUL), arg(s.question));
	const struct args save = ARGS(arg((int64_t)TRACE_SAVE), arg(s.question));

	CHECK(t, !test_has(look(t, s.p.ann, s.page).body, "aria-pressed=\"true\""));
	CHECK(t, tap(t, s.p.ann, s.useful, "on=1") == 303 && count(t, "useful") == 1);
	CHECK(t, tap(t, s.p.ann, s.useful, "on=1") == 303 && count(t, "useful") == 1);
	CHECK(t, tap(t, s.p.ann, s.save, "on=1") == 303 && count(t, "save") == 1);
	CHECK(t, tap(t, s.p.ann, s.save_answer, "") == 303 && count(t, "save") == 2);
	CHECK(t, programme_number(t, &traces, useful) == 1);
	CHECK(t, programme_number(t, &traces, save) == 2);
	struct reply r = look(t, s.p.ann, s.page);
	CHECK(t, test_has(r.body, "aria-pressed=\"true\">Useful"));
	CHECK(t, test_has(r.body, arena_fmt(t->mem, "\"true\" formaction=\"%s\"", s.save).at));
	CHECK(t,
		test_has(
			r.body, arena_fmt(t->mem, "\"true\" formaction=\"%s\"", s.save_answer).at));
	/* Ben is in no study, sees none of Ann's marks, and has no button for what he asked. */
	r = look(t, s.p.ben, s.page);
	CHECK(t, !test_has(r.body, "aria-pressed=\"true\"") && !test_has(r.body, s.save));
	CHECK(t, tap(t, s.p.ben, s.useful, "on=1") == 303 && count(t, "useful") == 2);
	CHECK(t, programme_number(t, &traces, useful) == 1);
	CHECK(t, tap(t, s.p.ann, s.useful, "on=0") == 303 && count(t, "useful") == 1);
	CHECK(t, tap(t, s.p.ann, s.useful, "on=7") == 422);
	/* A form that comes again keeps the marks on the page. */
	test_sign_in(t, s.p.ben);
	r = test_post(t, programme_path(t, "/questions/%/answer", s.question, 0), "once=&body=+");
	CHECK(t, r.status == 422 && test_has(r.body, "aria-pressed=\"true\">Useful"));
}

void test_question_marks_are_refused_where_they_make_no_sense(struct test *t)
{
	struct scene s = scene(t);

	CHECK(t, tap(t, s.p.cleo, s.useful, "on=1") == 409); /* her own answer */
	CHECK(t, !test_has(look(t, s.p.cleo, s.page).body, s.useful));
	CHECK(t, tap(t, s.p.olga, s.useful, "on=1") == 403);
	CHECK(t, tap(t, s.p.olga, s.save, "on=1") == 403);
	CHECK(t,
		tap(t, s.p.ann, programme_path(t, "/questions/%/answer/%/save", s.question, 5),
			"on=1")
			== 404);
	CHECK(t, tap(t, s.p.ann, "/questions/5/save", "on=1") == 404);
	CHECK(t, tap(t, s.p.ann, s.saved, "note=Not+saved") == 409);
	CHECK(t,
		tap(t, s.p.cleo, programme_path(t, "/questions/%/delete", s.question, 0),
			arena_fmt(t->mem, "answer=%lld", (long long)s.answer).at)
			== 303);
	CHECK(t, tap(t, s.p.ann, s.useful, "on=1") == 409 && count(t, "useful") == 0);
}

void test_question_that_is_saved_is_on_the_list_of_who_saved_it(struct test *t)
{
	struct scene s = scene(t);

	int64_t thread = programme_thread(t, s.p.ben, CHEMISTRY, "A thread", "Its post");
	int64_t post = programme_answer(t, s.p.ben, thread, "Said later");
	const char *save = programme_path(t, "/thread/%/post/%/save", thread, post);
	CHECK(t, tap(t, s.p.ann, s.save, "on=1") == 303 && tap(t, s.p.ann, save, "on=1") == 303);
	CHECK(t, tap(t, s.p.ann, s.save_answer, "on=1") == 303);
	struct reply r = look(t, s.p.ann, "/saved");
	const char *said = memmem(r.body.at, r.body.len, ">Said later", 11);
	const char *song = memmem(r.body.at, r.body.len, ">For their *songs*.", 19);
	const char *bird = memmem(r.body.at, r.body.len, ">Why birds?<", 12);
	CHECK(t, said && song && bird && said < song && song < bird); /* newest first */
	CHECK(t, test_has(r.body, "cleo, to the interview question “Why birds?”"));
	CHECK(t, test_has(r.body, "An interview question, from ben"));
	CHECK(t, tap(t, s.p.ann, s.saved, "note=Ask+<Ada>") == 303);
	CHECK(t, tap(t, s.p.ann, s.saved_answer, "note=Hum+it") == 303);
	r = look(t, s.p.ann, "/saved");
	CHECK(t, test_has(r.body, "Ask &lt;Ada&gt;</p>") && test_has(r.body, "Hum it</p>"));
	struct str kept = programme_text(t, &sealed, NO_ARGS);
	CHECK(t, str_starts(kept, S("answer ")) && !test_has(kept, "Hum"));
	CHECK(t, test_has(look(t, s.p.ann, "/me/data").body, "Hum it"));
	CHECK(t, test_has(look(t, s.p.ann, "/me/reading").body, "Tell the writer it helped"));
	CHECK(t, tap(t, s.p.ann, s.useful, "on=1&back=reading") == 303);
	CHECK(t, test_has(look(t, s.p.ann, "/saved").body, "You told the writer that it helped."));
	CHECK(t, !test_has(look(t, s.p.ben, "/saved").body, "Why birds?"));
	/* What was taken out is not read there either; the notes stay. */
	CHECK(t,
		tap(t, s.p.ben, programme_path(t, "/questions/%/delete", s.question, 0), "answer=0")
			== 303);
	r = look(t, s.p.ann, "/saved");
	CHECK(t, !test_has(r.body, "birds") && !test_has(r.body, "songs"));
	CHECK(t,
		test_has(r.body, "This interview question was taken out.")
			&& test_has(r.body, "Hum it"));
	CHECK(t, tap(t, s.p.ann, s.save, "on=0&back=saved") == 303 && count(t, "save") == 1);
	CHECK(t, sql_run(test_ctx(t, s.p.ann), &leave, ARGS(arg(s.p.ann.v))) && test_end(t));
	CHECK(t, !test_has(look(t, s.p.ann, "/saved").body, "Hum it"));
}

void test_question_saved_list_goes_on_behind_a_page(struct test *t)
{
	struct scene s = scene(t);

	CHECK(t, tap(t, s.p.ann, s.save, "on=1") == 303);
	CHECK(t, tap(t, s.p.ann, s.save_answer, "on=1") == 303);
	struct reply r =
		look(t, s.p.ann, programme_path(t, "/saved?in=%&id=%", s.question, s.answer));
	CHECK(t, test_has(r.body, ">Why birds?<") && !test_has(r.body, "songs"));
	r = look(t, s.p.ann, programme_path(t, "/saved?in=%&id=0", s.question, 0));
	CHECK(t, !test_has(r.body, "birds"));
}

static void count_day(struct test *t)
{
	struct told_count at = { 0 };

	for (bool more = true; more;)
		CHECK(t,
			told_some(test_ctx(t, (struct person_id){ 0 }), &at, &more) && test_end(t));
}

void test_question_answer_that_helped_is_told_late_and_roughly(struct test *t)
{
	struct scene s = scene(t);
	static const char few[] = "A few people found this useful.";
	const struct person_id others[] = { s.p.ann, s.p.ben, s.p.fay };

	for (int i = 0; i < 3; i++)
		CHECK(t, tap(t, others[i], s.useful, "on=1") == 303);
	count_day(t);
	CHECK(t, !test_has(look(t, s.p.cleo, s.page).body, "found this useful"));
	/* Four people are in groups: too few to tell. */
	t->now += 2 * INSTANT_DAY;
	count_day(t);
	CHECK(t, programme_number(t, &told_of, ARGS(arg(s.answer))) == 0);
	struct person_id fifth = test_person(t, "fifth", ROLE_STUDENT);
	struct person_id sixth = test_person(t, "sixth", ROLE_STUDENT);
	CHECK(t, sql_run(test_ctx(t, fifth), &place, ARGS(arg(fifth.v))) && test_end(t));
	CHECK(t, sql_run(test_ctx(t, sixth), &place, ARGS(arg(sixth.v))) && test_end(t));
	CHECK(t, tap(t, fifth, s.useful, "on=1") == 303);
	t->now += INSTANT_DAY;
	count_day(t); /* the fifth tap was within the last day */
	t->now += INSTANT_DAY;
	CHECK(t, programme_number(t, &told_of, ARGS(arg(s.answer))) == 3);
	CHECK(t, test_has(look(t, s.p.cleo, s.page).body, few));
	struct reply r = look(t, s.p.cleo, "/me/reading");
	CHECK(t, test_has(r.body, "For their *songs*.") && test_has(r.body, few));
	CHECK(t, !test_has(look(t, s.p.ann, s.page).body, "found this useful"));
	CHECK(t, !test_has(look(t, s.p.fay, s.page).body, "found this useful"));
	/* Taken back, they are told of fewer; when all are, of nothing. */
	for (int i = 0; i < 3; i++)
		CHECK(t, tap(t, others[i], s.useful, "on=0") == 303);
	t->now += 2 * INSTANT_DAY;
	count_day(t);
	CHECK(t, test_has(look(t, s.p.cleo, s.page).body, "Somebody found this useful."));
}

void test_question_marks_go_with_their_maker_and_keep_the_line_for_others(struct test *t)
{
	struct scene s = scene(t);
	int64_t kept;

	CHECK(t, tap(t, s.p.ann, "/questions/new", "once=&text=My+lark%3F&role=&year=") == 303);
	kept = programme_number(t, &newest, NO_ARGS);
	CHECK(t, tap(t, s.p.ben, programme_path(t, "/questions/%/save", kept, 0), "on=1") == 303);
	CHECK(t,
		tap(t, s.p.ann, s.useful, "on=1") == 303 && tap(t, s.p.ann, s.save, "on=1") == 303);
	CHECK(t, tap(t, s.p.ann, s.saved, "note=Mine") == 303);
	CHECK(t, tap(t, s.p.ann, "/me/data/erase", "address=ann@cairn.example") == 303);
	CHECK(t, count(t, "useful") == 0 && count(t, "save") == 1);
	CHECK(t, programme_text(t, &sealed, NO_ARGS).len == 0);
	struct reply r = look(t, s.p.ben, "/saved");
	CHECK(t, test_has(r.body, "A question by somebody who left") && !test_has(r.body, "lark"));
}
