/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/membership.h"

#include "community/consent_words.h"
#include "community/enrolment.h"
#include "community/joining.h"
#include "core/background.h"
#include "core/person.h"
#include "test/programme.h"

static const struct stmt agreed = { "membership_test_agreed",
	"SELECT count(*) FROM consent a JOIN consent_text t ON t.id = a.text_id "
	"WHERE a.person_id = $1 AND t.kind = $2 AND a.withdrawn_at = 0",
	"is", "i" };
static const struct stmt answers = { "membership_test_answers",
	"SELECT count(*) FROM joining WHERE person_id = $1", "i", "i" };
static const struct stmt backgrounds = { "membership_test_backgrounds",
	"SELECT count(*) FROM background WHERE person_id = $1", "i", "i" };
static const struct stmt audits = { "membership_test_audits",
	"SELECT count(*) FROM audit WHERE subject_id = $1 AND act = 'membership.leave'", "i", "i" };

static bool stands(struct test *t, struct person_id who, const char *kind)
{
	return programme_number(t, &agreed, ARGS(arg(who.v), arg(str_of(kind)))) == 1;
}

static int64_t newest(struct test *t, enum consent_kind kind)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct consent_text now = { 0 };

	CHECK(t, consent_text(c, kind, &now) && test_end(t));
	return now.id;
}

/* Olga is in both rounds, agreed to both texts, and answered the questions of one. */
static struct person_id begin(struct test *t, struct programme *p)
{
	static const int rounds[] = { PROGRAMME_ROUND, PROGRAMME_CLOSED_ROUND };

	programme_make(t, p);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, consent_words_begin(c) && joining_open(c, (struct round_id){ 20 }, p->olga));
	CHECK(t, test_end(t));
	int64_t terms = newest(t, CONSENT_MEMBERSHIP), study = newest(t, CONSENT_STUDY);
	c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, consent_give(c, p->olga, terms) && consent_give(c, p->olga, study));
	for (size_t i = 0; i < 2; i++) {
		struct enrolment_draft d = {
			.round = { rounds[i] }, .person = p->olga, .subject = S("Law")
		};
		CHECK(t, enrolment_add(c, &d));
	}
	CHECK(t, test_end(t));
	test_sign_in(t, p->olga);
	return p->olga;
}

void test_membership_is_left_apart_from_the_study(struct test *t)
{
	struct programme p;
	struct person_id olga = begin(t, &p);

	struct reply r = test_get(t, "/me");
	CHECK(t, test_has(r.body, "You agreed to version 1 on Tuesday 3 November"));
	CHECK(t, test_has(r.body, "You said yes to version 1 on Tuesday 3 November"));
	CHECK(t, test_has(test_get(t, "/study/terms").body, "You agreed on Tuesday 3 November"));
	r = test_get(t, "/study/terms/leave");
	CHECK(t, test_has(r.body, "leaving every round") && test_has(r.body, "does not change it"));
	r = test_post(t, "/study/terms/leave", "");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/study/terms?left=1")));
	CHECK(t, !stands(t, olga, "membership") && stands(t, olga, "study"));
	CHECK(t, test_has(test_get(t, "/home").body, "You left your rounds"));
	CHECK(t, programme_number(t, &answers, ARGS(arg(olga.v))) == 0);
	CHECK(t, programme_number(t, &audits, ARGS(arg(olga.v))) == 1);
	struct ctx *c = test_ctx(t, olga);
	struct membership_round *round;
	size_t n = 9;
	CHECK(t, membership_rounds(c, &round, &n) && n == 0 && test_end(t));
	r = test_get(t, "/study/terms?left=1");
	CHECK(t, test_has(r.body, "You have left all") && test_has(r.body, "took your agreement"));
	CHECK(t, test_get(t, "/join/20/why").status == 404);
	CHECK(t, test_post(t, "/study/terms/leave", "").status == 303);
}

static void leave_both(struct test *t, bool study_first)
{
	struct background b = { .parents = PARENTS_NO_HE };
	struct programme p;
	struct person_id olga = begin(t, &p);
	const char *no =
		arena_fmt(t->mem, "answer=no&text=%lld", (long long)newest(t, CONSENT_STUDY)).at;

	CHECK(t, background_keep(test_ctx(t, olga), olga, &b) && test_end(t));
	for (int i = 0; i < 2; i++) {
		bool study = (i == 0) == study_first;
		CHECK(t, programme_number(t, &backgrounds, ARGS(arg(olga.v))) == 1);
		CHECK(t,
			test_post(t, study ? "/study" : "/study/terms/leave", study ? no : "")
					.status
				== 303);
	}
	CHECK(t, programme_number(t, &backgrounds, ARGS(arg(olga.v))) == 0);
}

void test_membership_left_after_the_study_leaves_no_background(struct test *t)
{
	leave_both(t, true);
}

void test_membership_left_before_the_study_leaves_no_background(struct test *t)
{
	leave_both(t, false);
}

void test_membership_can_be_agreed_to_on_its_own_page(struct test *t)
{
	struct programme p;
	struct person_id olga = begin(t, &p);
	int64_t first = newest(t, CONSENT_MEMBERSHIP), id = 0;
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, consent_publish(c, CONSENT_MEMBERSHIP, S("Be **kind**."), &id) && test_end(t));
	struct reply r = test_get(t, "/study/terms");
	CHECK(t, test_has(r.body, "What you agreed to: version 1") && test_has(r.body, "kind"));
	r = test_post(t, "/study/terms", arena_fmt(t->mem, "text=%lld", (long long)first).at);
	CHECK(t, r.status == 409 && test_has(r.body, "The words were changed"));
	CHECK(t, test_post(t, "/study/terms", "text=x").status == 422);
	r = test_post(t, "/study/terms", arena_fmt(t->mem, "text=%lld", (long long)id).at);
	CHECK(t, r.status == 303);
	CHECK(t, programme_number(t, &agreed, ARGS(arg(olga.v), arg(S("membership")))) == 2);
	CHECK(t, test_has(test_get(t, "/study/terms").body, "to version 2"));
}
