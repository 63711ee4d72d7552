/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/note.h"

#include "test/programme.h"

struct scene {
	struct programme p;
	int64_t thread, post;
	const char *note, *save, *useful;
};

static struct scene scene(struct test *t)
{
	struct scene s;

	programme_make(t, &s.p);
	s.thread = programme_thread(t, s.p.ben, CHEMISTRY, "Title", "Start");
	s.post = programme_answer(t, s.p.ben, s.thread, "Something *helpful*");
	s.note = programme_path(t, "/saved/%/%/note", s.thread, s.post);
	s.save = programme_path(t, "/thread/%/post/%/save", s.thread, s.post);
	s.useful = programme_path(t, "/thread/%/post/%/useful", s.thread, s.post);
	return s;
}

void test_saved_note_is_kept_for_its_writer_alone(struct test *t)
{
	struct scene s = scene(t);
	static const struct stmt sealed = { "saved_test_sealed", "SELECT sealed FROM saved_note",
		"", "s" };

	test_sign_in(t, s.p.ann);
	CHECK(t, test_post(t, s.save, "on=1").status == 303);
	CHECK(t, test_post(t, s.note, "note=Try+this+%3Csoon%3E").status == 303);
	CHECK(t, test_has(test_get(t, "/saved").body, "Try this &lt;soon&gt;</p>"));
	CHECK(t, !test_has(programme_text(t, &sealed, NO_ARGS), "soon"));
	CHECK(t, test_has(test_get(t, "/me/data").body, "Try this"));
	CHECK(t, test_post(t, s.note, "note=Tried+it").status == 303);
	CHECK(t, test_has(test_get(t, "/saved").body, "Tried it</p>"));
	/* Off the list and on again loses nothing. */
	CHECK(t, test_post(t, s.save, "on=0").status == 303);
	CHECK(t, !test_has(test_get(t, "/saved").body, "Tried it"));
	CHECK(t, test_post(t, s.save, "on=1").status == 303);
	CHECK(t, test_has(test_get(t, "/saved").body, "Tried it</p>"));
	CHECK(t, test_post(t, s.note, "note=+").status == 303);
	CHECK(t, !test_has(test_get(t, "/saved").body, "Tried it"));
	test_sign_in(t, s.p.cleo);
	CHECK(t, test_post(t, s.save, "on=1").status == 303);
	CHECK(t, !test_has(test_get(t, "/saved").body, "Change your note"));
}

void test_saved_note_that_is_refused_keeps_what_was_typed(struct test *t)
{
	struct scene s = scene(t);
	char *long_note = arena_new(t->mem, char, NOTE_MAX + 20);

	test_sign_in(t, s.p.ann);
	struct reply r = test_post(t, s.note, "note=Not+saved");
	CHECK(t, r.status == 409 && test_has(r.body, "Not saved</textarea>"));
	CHECK(t, test_post(t, s.save, "on=1").status == 303);
	memcpy(long_note, "note=", 5);
	memset(long_note + 5, 'x', NOTE_MAX + 1);
	r = test_post(t, s.note, long_note);
	CHECK(t, r.status == 422 && test_has(r.body, "too long for a note"));
	CHECK(t, test_has(r.body, "xxxx</textarea>"));
	/* A post that one may not read cannot have been saved. */
	test_sign_in(t, s.p.dan);
	CHECK(t, test_post(t, s.note, "note=x").status == 404);
}

void test_saved_offers_one_way_to_give_back(struct test *t)
{
	struct scene s = scene(t);

	test_sign_in(t, s.p.ann);
	CHECK(t, test_post(t, s.save, "on=1").status == 303);
	CHECK(t, test_has(test_get(t, "/saved").body, "Tell the writer it helped"));
	CHECK(t, test_has(test_get(t, "/me/reading").body, "Tell the writer it helped"));
	struct reply r = test_post(t, s.useful, "on=1&back=reading");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/me/reading")));
	CHECK(t, test_has(test_get(t, "/saved").body, "You told the writer that it helped."));
	r = test_get(t, "/me/reading");
	CHECK(t, !test_has(r.body, "Tell the writer") && test_has(r.body, "I’d add…"));
	test_sign_in(t, s.p.ben);
	CHECK(t, test_post(t, s.save, "on=1").status == 303); /* one's own may be kept too */
	CHECK(t, !test_has(test_get(t, "/saved").body, "Tell the writer"));
	test_sign_in(t, s.p.olga);
	r = test_get(t, "/me/reading");
	CHECK(t, r.status == 200 && test_has(r.body, "Nothing is counted yet."));
}
