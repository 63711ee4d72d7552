/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/mark.h"

#include "core/activity.h"
#include "test/programme.h"

static const struct stmt useful = { "useful",
	"SELECT useful FROM post WHERE thread_id = $1 AND id = $2", "ii", "i" };
static const struct stmt traces = { "traces",
	"SELECT COUNT(*) FROM activity WHERE class = $1 AND object_kind = 4 AND object_id = $2",
	"ii", "i" };
static const struct stmt leave = { "leave",
	"UPDATE membership SET left_at = 1 WHERE person_id = $1", "i", "" };

struct scene {
	struct programme p;
	int64_t thread, post;
	const char *useful, *save;
};

static struct scene scene(struct test *t)
{
	struct scene s;

	programme_make(t, &s.p);
	s.thread = programme_thread(t, s.p.ben, CHEMISTRY, "Title", "Start");
	s.post = programme_answer(t, s.p.ben, s.thread, "Something *helpful*");
	s.useful = programme_path(t, "/thread/%/post/%/useful", s.thread, s.post);
	s.save = programme_path(t, "/thread/%/post/%/save", s.thread, s.post);
	return s;
}

static int64_t count(struct test *t, const struct scene *s)
{
	return programme_number(t, &useful, ARGS(arg(s->thread), arg(s->post)));
}

void test_mark_is_a_toggle_and_a_double_tap_is_one(struct test *t)
{
	struct scene s = scene(t);

	test_sign_in(t, s.p.ann);
	struct reply r = test_post(t, s.useful, "on=1");
	CHECK(t,
		r.status == 303
			&& test_has(r.location, arena_fmt(t->mem, "#p%lld", (long long)s.post).at));
	CHECK(t, test_post(t, s.useful, "on=1").status == 303 && count(t, &s) == 1);
	CHECK(t, test_post(t, s.useful, "on=0").status == 303 && count(t, &s) == 0);
	CHECK(t, test_post(t, s.useful, "on=0").status == 303 && count(t, &s) == 0);
	CHECK(t, test_post(t, s.useful, "").status == 303 && count(t, &s) == 1);
	CHECK(t, test_post(t, s.useful, "").status == 303 && count(t, &s) == 0);
	CHECK(t, test_post(t, s.useful, "on=7").status == 422 && count(t, &s) == 0);
}

void test_mark_shows_on_the_page_of_who_made_it(struct test *t)
{
	struct scene s = scene(t);
	const char *page = programme_path(t, "/thread/%", s.thread, 0);

	test_sign_in(t, s.p.ann);
	CHECK(t, !test_has(test_get(t, page).body, "aria-pressed=\"true\""));
	CHECK(t, test_post(t, s.useful, "on=1").status == 303);
	CHECK(t, test_has(test_get(t, page).body, "aria-pressed=\"true\">Useful"));
	CHECK(t, test_post(t, s.save, "on=1").status == 303);
	CHECK(t, test_has(test_get(t, page).body, "/save\">Save"));
	test_sign_in(t, s.p.cleo);
	CHECK(t, !test_has(test_get(t, page).body, "aria-pressed=\"true\""));
}

void test_mark_is_noted_for_people_in_the_study_alone(struct test *t)
{
	struct scene s = scene(t);

	test_sign_in(t, s.p.ann);
	CHECK(t, test_post(t, s.useful, "on=1").status == 303);
	CHECK(t, test_post(t, s.save, "on=1").status == 303);
	CHECK(t, programme_number(t, &traces, ARGS(arg((int64_t)TRACE_USEFUL), arg(s.post))) == 1);
	CHECK(t, programme_number(t, &traces, ARGS(arg((int64_t)TRACE_SAVE), arg(s.post))) == 1);
	test_sign_in(t, s.p.fay);
	CHECK(t, test_post(t, s.useful, "on=1").status == 303 && count(t, &s) == 2);
	CHECK(t, programme_number(t, &traces, ARGS(arg((int64_t)TRACE_USEFUL), arg(s.post))) == 1);
}

void test_mark_is_not_told_to_the_writer_at_once(struct test *t)
{
	struct scene s = scene(t);
	const char *page = programme_path(t, "/thread/%", s.thread, 0);

	test_sign_in(t, s.p.ann);
	CHECK(t, test_post(t, s.useful, "on=1").status == 303);
	test_sign_in(t, s.p.ben);
	CHECK(t, !test_has(test_get(t, page).body, "found this useful"));
	CHECK(t, test_post(t, s.useful, "on=1").status == 409 && count(t, &s) == 1);
}

void test_mark_on_what_is_not_there_is_refused(struct test *t)
{
	struct scene s = scene(t);

	test_sign_in(t, s.p.ann);
	CHECK(t,
		test_post(t, programme_path(t, "/thread/%/post/%/useful", s.thread, 5), "on=1")
				.status
			== 404);
	test_sign_in(t, s.p.dan);
	CHECK(t, test_post(t, s.useful, "on=1").status == 404);
	test_sign_in(t, s.p.ben);
	CHECK(t,
		test_post(t, programme_path(t, "/thread/%/post/%/delete", s.thread, s.post), "")
				.status
			== 303);
	test_sign_in(t, s.p.ann);
	CHECK(t, test_post(t, s.useful, "on=1").status == 409);
}

void test_mark_saved_list_is_private_and_ends_with_the_right_to_read(struct test *t)
{
	struct scene s = scene(t);

	test_sign_in(t, s.p.cleo);
	CHECK(t, test_has(test_get(t, "/saved").body, "Nothing is here yet"));
	CHECK(t, test_post(t, s.save, "on=1").status == 303);
	struct reply r = test_get(t, "/saved");
	CHECK(t,
		r.status == 200 && test_has(r.body, "Something *helpful*")
			&& test_has(r.body, "ben, in"));
	test_sign_in(t, s.p.ann);
	CHECK(t, !test_has(test_get(t, "/saved").body, "helpful"));
	programme_read_across(t, false);
	test_sign_in(t, s.p.cleo);
	CHECK(t, !test_has(test_get(t, "/saved").body, "helpful"));
	programme_read_across(t, true);
	r = test_post(t, s.save, "on=0&back=saved");
	CHECK(t, r.status == 303 && str_starts(r.location, S("/saved")));
	CHECK(t, !test_has(test_get(t, "/saved").body, "helpful"));
	CHECK(t, test_post(t, s.save, "on=1").status == 303);
	CHECK(t, sql_run(test_ctx(t, s.p.cleo), &leave, ARGS(arg(s.p.cleo.v))));
	CHECK(t, !test_has(test_get(t, "/saved").body, "helpful"));
}
