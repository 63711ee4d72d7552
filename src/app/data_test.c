/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* My data: taken away as a page, corrected, and the journal of who looked. */
#include "base/instant.h"
#include "core/background.h"
#include "core/consent.h"
#include "core/participant.h"
#include "test/programme.h"

static const struct stmt enrol = { "data_enrol",
	"INSERT INTO enrolment (round_id, person_id, subject, year, joined_at)"
	" VALUES (20, $1, 'Law', 1, 1)",
	"i", "" };
static const struct stmt subject_of = { "data_subject",
	"SELECT e.subject || ' ' || e.year || ' ' || p.subject || ' ' || p.year FROM enrolment e"
	" JOIN participant p ON p.id = $2 WHERE e.person_id = $1",
	"ii", "s" };
static const struct stmt traces = { "data_traces", "SELECT COUNT(*) FROM activity", "", "i" };

void test_data_says_who_looked_at_what_is_sealed_in_plain_words(struct test *t)
{
	struct background facts = { .parents = PARENTS_NO_HE }, read;
	struct background_of *all;
	struct programme p;
	struct str name;
	size_t n;

	programme_make(t, &p);
	struct ctx *c = test_ctx(t, p.ann);
	CHECK(t, background_keep(c, p.ann, &facts) && test_end(t));
	test_sign_in(t, p.ann);
	CHECK(t, !test_has(test_get(t, "/me/data").body, "a researcher</dd>"));
	c = test_ctx(t, p.rex);
	CHECK(t, background_get(c, p.ann, &read) && background_each(c, 10, &all, &n));
	CHECK(t, participant_name(c, (struct participant_id){ p.ann_participant }, &name));
	CHECK(t, test_end(t));
	struct reply r = test_get(t, "/me/data");
	CHECK(t, test_has(r.body, "<h2 id=\"journal\">Who looked at what is sealed</h2>"));
	CHECK(t, test_has(r.body, "<dd>opened what you told us about where you come from"));
	CHECK(t, test_has(r.body, "with the tag of everybody in it, you too"));
	CHECK(t, test_has(r.body, "looked up the name behind your number"));
	CHECK(t, !test_has(r.body, "read a background") && !test_has(r.body, "rex"));
	CHECK(t, test_has(test_get(t, "/me/data/file").body, "opened what you told us"));
	/* It is about Ann alone; what was done with everybody stands at everybody in the study. */
	test_sign_in(t, p.cleo);
	r = test_get(t, "/me/data");
	CHECK(t, !test_has(r.body, "<dd>opened what you told us"));
	CHECK(t, test_has(r.body, "with the tag of everybody in it, you too"));
	test_sign_in(t, p.ben); /* not in the study */
	CHECK(t, !test_has(test_get(t, "/me/data").body, "a researcher</dd>"));
}

void test_data_is_taken_away_as_a_page_with_all_of_it(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Post 0", "A <b>post</b>.");
	for (int i = 1; i < 30; i++)
		programme_answer(t, p.ann, thread, arena_fmt(t->mem, "Post number %d.", i).at);
	test_sign_in(t, p.ann);
	CHECK(t, !test_has(test_get(t, "/me/data").body, "Post number 1."));
	struct reply r = test_get(t, "/me/data/page");
	CHECK(t, r.status == 200 && str_eq(r.download, S("my-cairn-data.html")));
	CHECK(t, str_starts(r.body, S("<!doctype html>")) && test_has(r.body, "</html>"));
	CHECK(t, test_has(r.body, "Post number 1.") && test_has(r.body, "Post number 29."));
	CHECK(t, test_has(r.body, "A &lt;b&gt;post&lt;/b&gt;."));
	CHECK(t, !test_has(r.body, "href=") && !test_has(r.body, "src="));
	test_sign_in(t, (struct person_id){ 0 });
	CHECK(t, test_get(t, "/me/data/page").status != 200);
}

void test_data_subject_and_year_are_corrected_in_the_round_and_the_study(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct ctx *c = test_ctx(t, p.ann);
	CHECK(t, sql_run(c, &enrol, ARGS(arg(p.ann.v))) && test_end(t));
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, "/me/data/subject");
	CHECK(t, r.status == 200 && test_has(r.body, "value=\"Law\""));
	r = test_post(t, "/me/data/subject", "round=20&subject=&year=2");
	CHECK(t, r.status == 422 && test_has(r.body, "subject-20-wrong"));
	r = test_post(t, "/me/data/subject", "round=20&subject=Chemistry&year=77");
	CHECK(t, r.status == 422 && test_has(r.body, "value=\"Chemistry\""));
	r = test_post(t, "/me/data/subject", "round=20&subject=+Chemistry&year=3");
	CHECK(t, r.status == 303);
	CHECK(t,
		str_eq(programme_text(t, &subject_of, ARGS(arg(p.ann.v), arg(p.ann_participant))),
			S("Chemistry 3 Chemistry 3")));
	CHECK(t, test_has(test_get(t, "/me/data/subject?saved=1").body, "Corrected"));
	CHECK(t, test_post(t, "/me/data/subject", "round=21&subject=Law&year=1").status == 404);
	test_sign_in(t, p.ben);
	CHECK(t, test_post(t, "/me/data/subject", "round=20&subject=Law&year=1").status == 404);
}

/* Out of the study and still a member: nothing more is noted, and the group is as before. */
void test_data_study_is_left_without_the_community_in_the_middle(struct test *t)
{
	struct programme p;
	int64_t text;

	programme_make(t, &p);
	struct ctx *c = test_ctx(t, p.ann);
	CHECK(t, consent_publish(c, CONSENT_STUDY, S("Yes?"), &text));
	CHECK(t, consent_give(c, p.ann, text) && test_end(t));
	int64_t thread = programme_thread(t, p.ann, CHEMISTRY, "Mine", "Hello.");
	const char *path = programme_path(t, "/thread/%", thread, 0);
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, path).status == 200);
	int64_t before = programme_number(t, &traces, NO_ARGS);
	CHECK(t, test_post(t, "/study", "text=1&answer=no").status == 303);
	CHECK(t, test_get(t, path).status == 200 && test_get(t, "/group/30").status == 200);
	path = programme_path(t, "/thread/%/post", thread, 0);
	CHECK(t, test_post(t, path, "once=k&body=Still+here").status == 303);
	path = programme_path(t, "/thread/%/read", thread, 0);
	CHECK(t, test_post(t, path, "").status == 303);
	CHECK(t, before > 0 && programme_number(t, &traces, NO_ARGS) == before);
}

/* The clock of the machine was set back by an hour: nothing is lost, and no time is negative. */
void test_data_of_a_clock_that_goes_back_is_kept(struct test *t)
{
	static const struct stmt odd = { "data_odd",
		"SELECT COUNT(*) FROM activity WHERE amount < 0 OR (class = 2 AND amount > 1)", "",
		"i" };
	static const struct stmt last = { "data_last",
		"SELECT max(id) FROM activity WHERE class = 1", "", "i" };
	struct programme p;

	programme_make(t, &p);
	int64_t thread = programme_thread(t, p.ben, CHEMISTRY, "Ben asks", "What helped?");
	const char *path = programme_path(t, "/thread/%", thread, 0);
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, path).status == 200);
	int64_t view = programme_number(t, &last, NO_ARGS);
	t->now -= INSTANT_HOUR;
	CHECK(t,
		test_post(t, "/trace/active",
			arena_fmt(t->mem, "view=%lld&seconds=30", (long long)view).at)
				.status
			== 204);
	CHECK(t, test_get(t, path).status == 200 && programme_number(t, &last, NO_ARGS) > view);
	path = programme_path(t, "/thread/%/post", thread, 0);
	CHECK(t, test_post(t, path, "once=k&body=Later").status == 303);
	path = programme_path(t, "/thread/%/read", thread, 0);
	CHECK(t, test_post(t, path, "").status == 303);
	CHECK(t, programme_number(t, &odd, NO_ARGS) == 0);
}
