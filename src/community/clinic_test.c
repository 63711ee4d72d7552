/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The clinic from end to end, for text that is pasted. */
#include "community/feedback.h"
#include "community/paper_version.h"
#include "community/turn.h"

#include "core/person.h"
#include "test/programme.h"

static const struct stmt papers = { "clinic_papers", "SELECT count(*) FROM paper", "", "i" };
static const struct stmt last_paper = { "clinic_last_paper", "SELECT max(id) FROM paper", "", "i" };
static const struct stmt said = { "clinic_said", "SELECT count(*) FROM paper_feedback", "", "i" };
static const struct stmt traces = { "clinic_traces",
	"SELECT count(*) FROM activity WHERE class = 12 AND object_id = $1", "i", "i" };
static const struct stmt leave_group = { "clinic_leave",
	"UPDATE membership SET left_at = 5 WHERE person_id = $1", "i", "" };
static const struct stmt join_group = { "clinic_join",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES ($1, $2, $3, 1)",
	"iii", "" };
static const struct stmt enrol = { "clinic_enrol",
	"INSERT INTO enrolment (round_id, person_id, subject, joined_at, career)"
	" VALUES ($1, $2, $3, 1, $4)",
	"iisi", "" };
static const struct stmt cv_words = { "clinic_words",
	"SELECT count(*) FROM paper_version WHERE sealed LIKE '%Mill Lane%'"
	" OR covers LIKE '%Mill%'",
	"", "i" };
static const struct stmt acts = { "clinic_acts",
	"SELECT count(*) FROM audit WHERE act = 'removed feedback'", "", "i" };
static const struct stmt put_draft = { "clinic_put_draft",
	"INSERT INTO draft (person_id, path, title, body, saved_at)"
	" VALUES ($1, $2, '', 'words', 1)",
	"is", "" };
static const struct stmt drafts = { "clinic_drafts", "SELECT count(*) FROM draft", "", "i" };
static const struct stmt turns = { "clinic_turns",
	"SELECT count(*) FROM paper_turn WHERE done_at > 0", "", "i" };

#define CV \
	"Ann+Lee%0A1+Mill+Lane%0ALeeds%0ALS6+3AB%0A07700+900123+%7C+ann%40cairn.example" \
	"%0A%0ASkills%0AI+can+titrate.%0AEducation%0AParkside+School%2C+York"

static int64_t newest(struct test *t)
{
	return programme_number(t, &last_paper, NO_ARGS);
}

static const char *at(struct test *t, const char *pattern, int64_t paper)
{
	return programme_path(t, pattern, paper, 1);
}

/* Brings a CV for goal, shows it, and returns its id. */
static int64_t bring(struct test *t, struct person_id who, const char *title, int goal)
{
	test_sign_in(t, who);
	struct reply r = test_post(t, "/clinic/new",
		arena_fmt(t->mem, "once=%s&kind=cv&goal=%d&title=%s&ask=&text=%s", title, goal,
			title, CV)
			.at);
	CHECK(t, r.status == 303);
	int64_t id = newest(t);
	r = test_post(t, at(t, "/clinic/paper/%/check/%", id),
		"edition=0&on=0&on=1&on=2&on=3&on=4&also=&show=1");
	CHECK(t, r.status == 303 && test_has(r.location, "done=shown"));
	return id;
}

static struct reply say(struct test *t, struct person_id who, int64_t paper, const char *form)
{
	test_sign_in(t, who);
	return test_post(t, programme_path(t, "/clinic/paper/%/feedback", paper, 0), form);
}

void test_clinic_covers_what_tells_who_wrote_it_before_anybody_sees_it(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	struct reply r = test_post(t, "/clinic/new",
		"once=k&kind=cv&goal=2&title=A+summer&ask=Is+it+short%3F&text=" CV);
	CHECK(t, r.status == 303 && programme_number(t, &papers, NO_ARGS) == 1);
	int64_t id = newest(t);
	CHECK(t, programme_number(t, &cv_words, NO_ARGS) == 0); /* sealed on the disk */
	/* Nobody but its owner knows of it yet. */
	const char *page = at(t, "/clinic/paper/%", id),
		   *check = at(t, "/clinic/paper/%/check/%", id);
	r = test_get(t, check);
	CHECK(t,
		r.status == 200 && test_has(r.body, "1 Mill Lane")
			&& test_has(r.body, "[name covered]"));
	CHECK(t, test_get(t, page).status == 200);
	test_sign_in(t, p.ben);
	CHECK(t, test_get(t, page).status == 404 && test_get(t, check).status == 404);
	CHECK(t, !test_has(test_get(t, "/clinic").body, "A summer"));
	/* Its owner leaves the school open and covers a word of their own. */
	test_sign_in(t, p.ann);
	r = test_post(t, check, "edition=0&on=0&on=1&on=2&on=3&also=TITRATE&show=1");
	CHECK(t, r.status == 303);
	test_sign_in(t, p.ben);
	r = test_get(t, page);
	CHECK(t, r.status == 200 && test_has(r.body, "[name covered]"));
	CHECK(t,
		test_has(r.body, "[address covered]")
			&& test_has(r.body, "[phone number covered]"));
	CHECK(t,
		test_has(r.body, "[mail address covered]")
			&& test_has(r.body, "I can [words covered]."));
	CHECK(t, test_has(r.body, "Parkside School") && test_has(r.body, "Is it short?"));
	static const char *const secret[] = { "Ann", "Lee", "Mill", "LS6", "07700", "titrate" };
	for (size_t i = 0; i < sizeof secret / sizeof *secret; i++)
		CHECK(t, !test_has(r.body, secret[i]));
	CHECK(t, test_has(test_get(t, "/clinic").body, "A summer"));
}

void test_clinic_papers_stay_in_their_own_group_also_where_groups_read_across(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	programme_read_across(t, true);
	int64_t id = bring(t, p.ann, "Summer", 2);
	const char *page = at(t, "/clinic/paper/%", id);
	const struct {
		struct person_id who;
		int status;
	} all[] = { { p.ann, 200 }, { p.ben, 200 }, { p.cleo, 404 }, { p.dan, 404 },
		{ p.olga, 404 }, { p.fay, 200 }, { p.rex, 404 }, { { 0 }, 303 } };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		test_sign_in(t, all[i].who);
		CHECK(t, test_get(t, page).status == all[i].status);
	}
	test_sign_in(t, p.cleo);
	CHECK(t, test_get(t, "/group/30").status == 200); /* reads across */
	CHECK(t, test_get(t, "/clinic/group/30").status == 404);
	test_sign_in(t, p.fay);
	struct reply r = test_get(t, "/clinic/group/30");
	CHECK(t, r.status == 200 && test_has(r.body, "Summer"));
	CHECK(t, test_get(t, "/clinic").status == 200);
	r = test_get(t, page);
	CHECK(t, !test_has(r.body, "Lee") && !test_has(r.body, "Send feedback"));
	CHECK(t, say(t, p.fay, id, "once=k&line=0&works=Good").status == 403);
	/* Whoever leaves the group takes theirs along. */
	CHECK(t, sql_run(test_ctx(t, (struct person_id){ 0 }), &leave_group, ARGS(arg(p.ann.v))));
	CHECK(t, test_end(t));
	test_sign_in(t, p.ben);
	CHECK(t, test_get(t, page).status == 404);
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, page).status == 200);
}

void test_clinic_asks_what_works_before_what_one_would_try(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = bring(t, p.ben, "Summer", 2);
	struct reply r = say(t, p.ann, id, "once=k&v=1&line=7&works=+&idea=Put+it+first");
	CHECK(t, r.status == 422 && test_has(r.body, "Say first what already works"));
	CHECK(t, test_has(r.body, "Put it first</textarea>")); /* kept */
	CHECK(t, say(t, p.ann, id, "once=k&line=0&works=&idea=").status == 422);
	CHECK(t, say(t, p.ann, id, "once=k&line=999&works=Good").status == 422);
	CHECK(t, programme_number(t, &said, NO_ARGS) == 0);
	const char *good = "once=k&v=1&line=7&works=Exact&idea=%3Cb%3ENumbers%3C%2Fb%3E";
	CHECK(t, say(t, p.ann, id, good).status == 303);
	CHECK(t, say(t, p.ann, id, good).status == 303); /* a double tap */
	CHECK(t, programme_number(t, &said, NO_ARGS) == 1);
	CHECK(t, programme_number(t, &traces, ARGS(arg(id))) == 1);
	CHECK(t, say(t, p.ben, id, "once=k&line=0&works=Mine").status == 403);
	test_sign_in(t, p.ben);
	r = test_get(t, at(t, "/clinic/paper/%", id));
	CHECK(t, test_has(r.body, "Exact") && test_has(r.body, "&lt;b&gt;Numbers"));
	CHECK(t, !test_has(r.body, "Send feedback"));
	CHECK(t, say(t, p.ann, id, "once=l&line=0&works=All+of+it&unnamed=1").status == 303);
	test_sign_in(t, p.ben);
	CHECK(t, test_has(test_get(t, at(t, "/clinic/paper/%", id)).body, "Somebody in the group"));
}

void test_clinic_feedback_is_taken_back_by_its_author_or_by_a_facilitator(struct test *t)
{
	static const struct stmt one = { "clinic_one", "SELECT max(id) FROM paper_feedback", "",
		"i" };
	struct programme p;

	programme_make(t, &p);
	int64_t id = bring(t, p.ann, "Summer", 2);
	for (int i = 0; i < 2; i++) {
		CHECK(t,
			say(t, p.ben, id, i ? "once=k&line=0&works=A" : "once=l&line=0&works=B")
					.status
				== 303);
		const char *path = programme_path(t, "/clinic/paper/%/feedback/%/remove", id,
			programme_number(t, &one, NO_ARGS));
		test_sign_in(t, p.ann);
		CHECK(t, test_post(t, path, "").status == 403);
		test_sign_in(t, p.cleo);
		CHECK(t, test_post(t, path, "").status == 404);
		test_sign_in(t, i ? p.fay : p.ben);
		CHECK(t, test_post(t, path, "").status == 303);
	}
	CHECK(t, programme_number(t, &said, NO_ARGS) == 0);
	CHECK(t, programme_number(t, &acts, NO_ARGS) == 1);
}

void test_clinic_withdrawn_is_gone_everywhere(struct test *t)
{
	static const char *const ways[] = { "/clinic/paper/%", "/clinic/paper/%/compare",
		"/clinic/paper/%/check/%", "/clinic/paper/%/more", "/clinic/paper/%/withdraw" };
	struct programme p;

	programme_make(t, &p);
	int64_t id = bring(t, p.ann, "Summer", 2);
	CHECK(t, say(t, p.ben, id, "once=k&line=7&works=Good").status == 303);
	struct str path = arena_fmt(t->mem, "/clinic/paper/%lld/feedback", (long long)id);
	CHECK(t,
		sql_run(test_ctx(t, p.ben), &put_draft, ARGS(arg(p.ben.v), arg(path)))
			&& test_end(t));
	test_sign_in(t, p.ben);
	CHECK(t, test_post(t, at(t, "/clinic/paper/%/withdraw", id), "").status == 404);
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, at(t, "/clinic/paper/%/withdraw", id)).status == 200);
	CHECK(t, test_post(t, at(t, "/clinic/paper/%/withdraw", id), "").status == 303);
	CHECK(t, test_post(t, at(t, "/clinic/paper/%/withdraw", id), "").status == 404);
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		for (int who = 0; who < 3; who++) {
			test_sign_in(t, who == 0 ? p.ann : who == 1 ? p.ben : p.fay);
			CHECK(t, test_get(t, at(t, ways[i], id)).status == 404);
		}
	CHECK(t,
		programme_number(t, &papers, NO_ARGS) == 0
			&& programme_number(t, &said, NO_ARGS) == 0);
	CHECK(t, programme_number(t, &drafts, NO_ARGS) == 0);
	CHECK(t, programme_number(t, &turns, NO_ARGS) == 1); /* ben gave one, and gets one */
}

void test_clinic_shows_versions_side_by_side(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	int64_t id = bring(t, p.ann, "Summer", 2);
	CHECK(t, test_get(t, at(t, "/clinic/paper/%/compare", id)).status == 404);
	struct reply r = test_post(t, at(t, "/clinic/paper/%/more", id),
		"once=m&text=Ann+Lee%0ASkills%0AI+can+titrate+to+a+drop.");
	CHECK(t, r.status == 303 && test_has(r.location, "/check/2"));
	CHECK(t,
		test_post(t, at(t, "/clinic/paper/%/more", id),
			"once=m&text=Ann+Lee%0ASkills%0AI+can+titrate+to+a+drop.")
				.status
			== 303);
	CHECK(t, test_get(t, programme_path(t, "/clinic/paper/%/check/%", id, 3)).status == 404);
	test_sign_in(t, p.ben);
	CHECK(t, test_get(t, at(t, "/clinic/paper/%?v=2", id)).status == 404);
	CHECK(t, test_has(test_get(t, at(t, "/clinic/paper/%", id)).body, "Parkside") == false);
	test_sign_in(t, p.ann);
	r = test_post(t, programme_path(t, "/clinic/paper/%/check/%", id, 2),
		"edition=0&on=0&also=&show=1");
	CHECK(t, r.status == 303);
	test_sign_in(t, p.ben);
	r = test_get(t, at(t, "/clinic/paper/%/compare", id));
	CHECK(t, r.status == 200 && test_has(r.body, "<ins>drop.</ins>"));
	CHECK(t,
		test_has(r.body, "<del>[phone number covered]")
			|| test_has(r.body, "phone number"));
	CHECK(t, !test_has(r.body, "Lee") && !test_has(r.body, "Mill"));
	CHECK(t, test_get(t, at(t, "/clinic/paper/%/compare?was=1&is=9", id)).status == 404);
	CHECK(t, test_get(t, at(t, "/clinic/paper/%?v=1", id)).status == 200);
}

void test_clinic_two_pages_of_one_owner_do_not_undo_each_other(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	CHECK(t,
		test_post(t, "/clinic/new", "once=k&kind=cv&goal=2&title=A&ask=&text=" CV).status
			== 303);
	const char *check = at(t, "/clinic/paper/%/check/%", newest(t));
	CHECK(t, test_post(t, check, "edition=0&on=0&on=1&also=titrate").status == 303);
	struct reply r = test_post(t, check, "edition=0&on=0&also=Skills&show=1");
	CHECK(t, r.status == 409 && test_has(r.body, "another page of yours"));
	CHECK(t, test_has(r.body, "Skills</textarea>") && test_has(r.body, "value=\"1\""));
	CHECK(t, test_post(t, check, "edition=1&on=0&on=77&also=").status == 422);
	CHECK(t, test_post(t, check, "edition=1&on=0&on=x&also=").status == 422);
	CHECK(t, test_post(t, check, "edition=1&on=0&also=&show=1").status == 303);
	CHECK(t,
		test_post(t, check, "edition=1&on=0&also=&show=1").status
			== 303); /* a double tap */
	const char *hide = at(t, "/clinic/paper/%/hide/%", newest(t));
	CHECK(t, test_post(t, hide, "").status == 303);
	test_sign_in(t, p.ben);
	CHECK(t, test_get(t, at(t, "/clinic/paper/%", newest(t))).status == 404);
}

void test_clinic_keeps_what_was_typed_and_says_what_is_wrong(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	struct reply r =
		test_post(t, "/clinic/new", "once=k&kind=letter&goal=0&title=&ask=Q&text=Hi");
	CHECK(t, r.status == 422 && test_has(r.body, "Choose what it is for."));
	CHECK(t, test_has(r.body, "Hi</textarea>") && test_has(r.body, "value=\"Q\""));
	r = test_post(t, "/clinic/new", "once=k&kind=cv&goal=1&title=A&ask=&text=+%0A");
	CHECK(t, r.status == 422 && test_has(r.body, "there is nothing here yet"));
	char *many = arena_new(t->mem, char, PAPER_TEXT_MAX + 2);
	memset(many, 'x', PAPER_TEXT_MAX + 1);
	r = test_post(t, "/clinic/new",
		arena_fmt(t->mem, "once=k&kind=cv&goal=1&title=A&ask=&text=%s", many).at);
	CHECK(t, r.status == 422 && test_has(r.body, "too long for the clinic"));
	CHECK(t, programme_number(t, &papers, NO_ARGS) == 0);
	for (int i = 0; i < PAPERS_MAX; i++)
		(void)bring(t, p.ann, arena_fmt(t->mem, "T%d", i).at, 1);
	r = test_post(t, "/clinic/new", "once=z&kind=cv&goal=1&title=Z&ask=&text=Hello");
	CHECK(t, r.status == 409 && test_has(r.body, "that is the most"));
	test_sign_in(t, p.olga);
	CHECK(t, test_get(t, "/clinic/new").status == 404 && test_get(t, "/clinic").status == 200);
}

/* ---- give one, get one ---- */

static struct person_id member(struct test *t, const char *name, const char *subject, int career)
{
	struct person_id who = test_person(t, name, ROLE_STUDENT);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t,
		sql_run(c, &join_group,
			ARGS(arg((int64_t)CHEMISTRY), arg(who.v), arg((int64_t)PROGRAMME_ROUND))));
	CHECK(t,
		sql_run(c, &enrol,
			ARGS(arg((int64_t)PROGRAMME_ROUND), arg(who.v), arg(str_of(subject)),
				arg((int64_t)career))));
	CHECK(t, test_end(t));
	return who;
}

static int64_t next_for(struct test *t, struct person_id who)
{
	struct paper_id id;

	CHECK(t, turn_next(test_ctx(t, who), (struct group_id){ CHEMISTRY }, &id) && test_end(t));
	return id.v;
}

void test_turn_offers_who_is_near_and_nobody_s_own(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct person_id mia = member(t, "mia", "Chemistry", 3), noa = member(t, "noa", "Law", 1);
	struct person_id oli = member(t, "oli", "Chemistry", 1);
	CHECK(t, next_for(t, mia) == 0);
	int64_t of_mia = bring(t, mia, "Mia", 2), of_noa = bring(t, noa, "Noa", 2);
	int64_t of_oli = bring(t, oli, "Oli", 5);
	CHECK(t, next_for(t, mia) == of_noa); /* the same goal before the same subject */
	CHECK(t, next_for(t, mia) == of_noa); /* and it stays the one */
	CHECK(t, next_for(t, noa) == of_mia || next_for(t, noa) == of_oli);
	test_sign_in(t, mia);
	CHECK(t, test_post(t, at(t, "/clinic/paper/%/pass", of_noa), "").status == 303);
	CHECK(t, next_for(t, mia) == of_oli);
	CHECK(t, test_post(t, at(t, "/clinic/paper/%/pass", of_oli), "").status == 303);
	CHECK(t, next_for(t, mia) == 0);
}

void test_turn_never_goes_to_somebody_one_has_just_reviewed(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct person_id mia = member(t, "mia", "Chemistry", 1),
			 noa = member(t, "noa", "Chemistry", 1);
	struct person_id oli = member(t, "oli", "Chemistry", 1);
	int64_t of_mia = bring(t, mia, "Mia", 2), of_noa = bring(t, noa, "Noa", 2);
	CHECK(t, next_for(t, mia) == of_noa);
	CHECK(t, say(t, mia, of_noa, "once=k&line=0&works=Good").status == 303);
	int64_t second = bring(t, noa, "Again", 2);
	CHECK(t, next_for(t, mia) == 0); /* again noa's: not now */
	CHECK(t, next_for(t, noa) == 0); /* and not mia's, who has just been there */
	int64_t of_oli = bring(t, oli, "Oli", 1);
	CHECK(t, next_for(t, mia) == of_oli && next_for(t, noa) == of_oli);
	CHECK(t, say(t, mia, of_oli, "once=l&line=0&works=Good").status == 303);
	CHECK(t, next_for(t, mia) == second); /* somebody else came between */
	/* mia gave and got nothing yet: hers comes first. */
	CHECK(t, next_for(t, p.ann) == of_mia);
}

void test_turn_that_nobody_took_up_is_open_to_others_after_some_days(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct person_id mia = member(t, "mia", "Chemistry", 1),
			 noa = member(t, "noa", "Chemistry", 1);
	int64_t first = bring(t, p.ann, "First", 1), second = bring(t, p.ben, "Second", 1);
	CHECK(t, next_for(t, mia) == first && next_for(t, noa) == second);
	t->now += (TURN_DAYS + 1) * INT64_C(86400000000);
	struct person_id oli = member(t, "oli", "Chemistry", 1);
	CHECK(t, next_for(t, oli) == first);
}
