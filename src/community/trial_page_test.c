/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/trial.h"

#include "base/instant.h"
#include "core/audit.h"
#include "core/lot.h"
#include "test/programme.h"

static const struct stmt newest_trial = { "trial_page_test_newest", "SELECT max(id) FROM trial", "",
	"i" };

static const int64_t opens = INT64_C(1792972800000000); /* round 20 */

/* Two days before round 20 begins: rex is signed in. */
static struct programme before_it_begins(struct test *t)
{
	struct programme p;

	t->now = opens - 2 * INSTANT_DAY;
	programme_make(t, &p);
	test_sign_in(t, p.rex);
	return p;
}

static const char *trial_path(struct test *t, const char *pattern)
{
	return programme_path(
		t, pattern, PROGRAMME_ROUND, programme_number(t, &newest_trial, NO_ARGS));
}

static bool meets(struct test *t, struct person_id who, const char *path)
{
	test_sign_in(t, who);
	struct reply r = test_get(t, path);
	CHECK(t, r.status == 200);
	/* Nobody reads which half they are in, or that there are halves. */
	CHECK(t, !test_has(r.body, "trial") && !test_has(r.body, "frozen"));
	return test_has(r.body, "A meeting to say hello");
}

void test_trial_page_leads_from_a_seed_to_a_fingerprint(struct test *t)
{
	before_it_begins(t);
	struct reply r = test_get(t, "/trials");
	CHECK(t, r.status == 200 && test_has(r.body, "/round/20/trials"));
	CHECK(t, test_has(r.body, "First day: 26 October 2026"));
	r = test_post(t, "/round/20/trials", "feature=2");
	CHECK(t, r.status == 303);
	r = test_get(t, r.location.at);
	CHECK(t, test_has(r.body, "2 groups take part") && test_has(r.body, "Freeze the plan"));
	struct trial trial;
	int64_t id = programme_number(t, &newest_trial, NO_ARGS);
	CHECK(t, trial_get(test_ctx(t, (struct person_id){ 0 }), id, &trial) && test_end(t));
	/* The seed is nobody's to see before the plan is frozen. */
	CHECK(t, !test_has(r.body, trial.seed.at));
	CHECK(t, test_get(t, trial_path(t, "/round/%/trial/%/plan.json")).status == 404);
	r = test_get(t, trial_path(t, "/round/%/trial/%"));
	CHECK(t, r.status == 303 && !test_has(r.body, trial.seed.at));
	const char *freeze = trial_path(t, "/round/%/trial/%/freeze");
	r = test_post(t, freeze, "");
	CHECK(t, r.status == 303);
	CHECK(t, str_eq(test_post(t, freeze, "").location, r.location));
	r = test_get(t, r.location.at);
	CHECK(t, trial_get(test_ctx(t, (struct person_id){ 0 }), id, &trial) && test_end(t));
	CHECK(t, r.status == 200 && test_has(r.body, trial.seed.at));
	CHECK(t, test_has(r.body, trial.fingerprint.at));
	CHECK(t, test_has(r.body, "With it: 1 group with") && !test_has(r.body, "by hand"));
	CHECK(t, test_has(r.body, "The seed draws the same lots again."));
	r = test_get(t, trial_path(t, "/round/%/trial/%/plan.json"));
	CHECK(t, r.status == 200 && test_has(r.type, "application/json"));
	CHECK(t,
		str_eq(lot_fingerprint(test_ctx(t, (struct person_id){ 0 }), r.body),
			trial.fingerprint));
	test_end(t);
}

void test_trial_page_refuses_what_comes_too_late_and_says_why(struct test *t)
{
	before_it_begins(t);
	CHECK(t, test_post(t, "/round/20/trials", "feature=2").status == 303);
	int64_t first = programme_number(t, &newest_trial, NO_ARGS);
	/* A double tap makes one. */
	CHECK(t, test_post(t, "/round/20/trials", "feature=2").status == 303);
	CHECK(t, programme_number(t, &newest_trial, NO_ARGS) == first);
	CHECK(t, test_post(t, "/round/20/trials", "feature=9").status == 422);
	CHECK(t, test_post(t, "/round/20/trials", "feature=5").status == 409);
	t->now = opens;
	struct reply r = test_post(t, trial_path(t, "/round/%/trial/%/freeze"), "");
	CHECK(t, r.status == 409 && test_has(r.body, "The round has begun"));
	r = test_get(t, "/round/20/trials");
	CHECK(t, r.status == 200 && !test_has(r.body, "Freeze the plan"));
	/* Of another round it is none. */
	int64_t id = programme_number(t, &newest_trial, NO_ARGS);
	const char *elsewhere = programme_path(t, "/round/21/trial/%/drop", id, 0);
	CHECK(t, test_post(t, elsewhere, "").status == 404);
	r = test_post(t, trial_path(t, "/round/%/trial/%/drop"), "");
	CHECK(t, r.status == 303 && test_has(test_get(t, r.location.at).body, "is dropped"));
}

void test_trial_page_is_for_researchers(struct test *t)
{
	struct programme p = before_it_begins(t);

	CHECK(t, test_post(t, "/round/20/trials", "feature=2").status == 303);
	test_sign_in(t, p.fay);
	CHECK(t, test_get(t, "/trials").status == 403);
	CHECK(t, test_get(t, "/round/20/trials").status == 403);
	CHECK(t, test_post(t, trial_path(t, "/round/%/trial/%/freeze"), "").status == 403);
	CHECK(t, test_get(t, "/round/20/gives").status == 200);
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, "/round/20/gives").status == 403);
	CHECK(t, test_post(t, "/round/20/gives", "wellbeing=1").status == 403);
}

/* From the researcher's click to what students see: one of two groups is told of the meeting. */
void test_trial_page_decides_who_is_told_of_the_meeting(struct test *t)
{
	struct programme p = before_it_begins(t);

	struct reply r = test_post(t, "/round/20/meeting",
		"day=2026-10-28&time=18:30&minutes=45&link=https%3A%2F%2Fmeet.example%2Fa&note=");
	CHECK(t, r.status == 303);
	CHECK(t, !meets(t, p.ann, "/home") && !meets(t, p.cleo, "/home"));
	test_sign_in(t, p.rex);
	CHECK(t, test_post(t, "/round/20/trials", "feature=2").status == 303);
	CHECK(t, test_post(t, trial_path(t, "/round/%/trial/%/freeze"), "").status == 303);
	r = test_get(t, "/round/20/gives");
	CHECK(t, test_has(r.body, "The researcher had lots drawn for this"));
	CHECK(t, test_has(r.body, "<td>yes</td>") && test_has(r.body, "<td>no</td>"));
	bool ann = meets(t, p.ann, "/home"), cleo = meets(t, p.cleo, "/home");
	CHECK(t, ann != cleo);
	CHECK(t, meets(t, p.ben, "/home") == ann);
	CHECK(t, meets(t, p.ann, "/group/30") == ann && meets(t, p.cleo, "/group/31") == cleo);
	/* Who reads across does not see it on the page of the other group. */
	CHECK(t, !meets(t, p.ann, "/group/31") && !meets(t, p.cleo, "/group/30"));
	test_sign_in(t, p.fay);
	r = test_get(t, ann ? "/group/30" : "/group/31");
	CHECK(t, test_has(r.body, "A meeting to say hello"));
	/* The choice of the round does not reach what is frozen. */
	r = test_post(t, "/round/20/gives", "live-welcome=1&wellbeing=1");
	CHECK(t, r.status == 409 && test_has(r.body, "Its plan is frozen"));
	CHECK(t, test_post(t, "/round/20/gives", "wellbeing=1").status == 303);
	CHECK(t, meets(t, p.ann, "/home") == ann && meets(t, p.cleo, "/home") == cleo);
}

/* What a student of a group meets, as bits of what their group has. */
static int64_t met(struct test *t, struct person_id who, int64_t group)
{
	int64_t bits = 0;

	t->now = opens + INSTANT_HOUR; /* the first week */
	test_sign_in(t, who);
	struct reply home = test_get(t, "/home");
	CHECK(t, home.status == 200 && test_has(home.body, "href=\"/help-now\""));
	bits |= (int64_t)(test_get(t, "/welcome/strengths").status == 200) << FEATURE_STRENGTHS;
	bits |= (int64_t)test_has(home.body, "A meeting to say hello") << FEATURE_LIVE_WELCOME;
	bits |= (int64_t)test_has(home.body, "When it gets hard") << FEATURE_WELLBEING;
	CHECK(t,
		test_has(test_get(t, "/welcome/help").body, "When it gets hard")
			== test_has(home.body, "When it gets hard"));
	t->now = opens + 28 * INSTANT_DAY;
	test_sign_in(t, who);
	const char *new = programme_path(t, "/group/%/thread/new", group, 0);
	bits |= (int64_t)(test_get(t, new).status == 200) << FEATURE_OPEN_MEMBERSHIP;
	return bits;
}

void test_trial_page_arms_differ_in_what_students_meet(struct test *t)
{
	struct programme p = before_it_begins(t);
	int64_t chemistry, business;

	CHECK(t,
		test_post(t, "/round/20/meeting",
			"day=2026-10-28&time=18:30&minutes=45&link=https%3A%2F%2Fa.b%2Fc&note=")
				.status
			== 303);
	for (enum feature f = 1; f <= FEATURE_OPEN_MEMBERSHIP; f++) {
		const char *form = arena_fmt(t->mem, "feature=%d", (int)f).at;
		CHECK(t, test_post(t, "/round/20/trials", form).status == 303);
		CHECK(t, test_post(t, trial_path(t, "/round/%/trial/%/freeze"), "").status == 303);
	}
	struct ctx *c = test_ctx(t, p.rex);
	CHECK(t, feature_of_group(c, CHEMISTRY, &chemistry));
	CHECK(t, feature_of_group(c, BUSINESS, &business) && test_end(t));
	/* Two groups: what one has the other has not. */
	CHECK(t, (chemistry ^ business) == (2 << FEATURE_OPEN_MEMBERSHIP) - 2);
	CHECK(t, met(t, p.ann, CHEMISTRY) == chemistry);
	CHECK(t, met(t, p.cleo, BUSINESS) == business);
}
