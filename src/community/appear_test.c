/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/appear.h"

#include "core/person.h"
#include "test/programme.h"

static const struct stmt rename_person = { "appear_rename",
	"UPDATE person SET name = $2, shown_name = 'Ann' WHERE id = $1", "is", "" };

static bool choose(struct test *t, struct person_id who, const char *alias)
{
	return appear_choose(test_ctx(t, who), APPEAR_OWN, str_of(alias)) && test_end(t);
}

static bool refused(struct test *t, struct person_id who, const char *alias)
{
	struct ctx *c = test_ctx(t, who);

	return !appear_choose(c, APPEAR_OWN, str_of(alias)) && c->fault.kind == FAULT_INVALID
		&& c->wrong && strcmp(c->wrong->field, "alias") == 0;
}

static enum appear_as chosen(struct test *t, struct person_id who)
{
	struct appear a = { 0 };

	CHECK(t, appear_find(test_ctx(t, who), &a));
	return a.as;
}

void test_appear_as_alias_first_or_full_name(struct test *t)
{
	struct programme p;
	struct reply r;

	programme_make(t, &p);
	CHECK(t,
		sql_run(test_ctx(t, p.ann), &rename_person,
			ARGS(arg(p.ann.v), arg(S("Ann Bell Carr")))));
	int64_t before = programme_thread(t, p.ann, CHEMISTRY, "Before", "Text");
	test_sign_in(t, p.ann);
	r = test_get(t, "/welcome/appear");
	CHECK(t, r.status == 200 && test_has(r.body, "They see “Ann”."));
	CHECK(t, test_has(r.body, "They see “Ann Bell Carr”."));
	CHECK(t, test_post(t, "/welcome/appear", "as=full&alias=x").status == 303);
	CHECK(t, chosen(t, p.ann) == APPEAR_FULL);
	CHECK(t, test_post(t, "/welcome/appear", "as=first&alias=").status == 303);
	CHECK(t, test_post(t, "/welcome/appear", "as=alias&alias=").status == 303);
	CHECK(t, chosen(t, p.ann) == APPEAR_ALIAS);
	r = test_post(t, "/welcome/appear", "as=own&alias=++Quiet+++Heron+");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/welcome/mail")));
	CHECK(t, chosen(t, p.ann) == APPEAR_OWN);
	CHECK(t, test_has(test_get(t, "/welcome/appear").body, "value=\"Quiet Heron\""));
	/* The name of the account is as it was: those who run the round are told nothing. */
	struct person me = { 0 };
	CHECK(t, person_get(test_ctx(t, p.ann), p.ann, &me) && str_eq(me.shown_name, S("Ann")));
	/* What was written before keeps its byline; what comes now has the alias alone. */
	CHECK(t, test_post(t, "/group/30/thread/new", "title=After&body=Text").status == 303);
	test_sign_in(t, p.ben);
	r = test_get(t, "/group/30");
	CHECK(t, test_has(r.body, "Quiet Heron,") && test_has(r.body, "Ann,"));
	CHECK(t, !test_has(r.body, "Bell"));
	r = test_get(t, programme_path(t, "/thread/%", before, 0));
	CHECK(t, test_has(r.body, "Ann") && !test_has(r.body, "Heron"));
}

void test_appear_alias_is_one_persons_in_a_round(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	CHECK(t, choose(t, p.ann, "Quiet Heron") && choose(t, p.ann, "Quiet Heron"));
	CHECK(t, refused(t, p.ben, "quiet  HERON"));
	CHECK(t, refused(t, p.cleo, "Quiet Heron")); /* another group of the round */
	CHECK(t, choose(t, p.dan, "Quiet Heron"));   /* another round */
	/* Ann lets go of it, and still nobody writes under what was hers. */
	CHECK(t, choose(t, p.ann, "Early Wren") && refused(t, p.ben, "Quiet Heron"));
	CHECK(t, choose(t, p.ann, "Quiet Heron"));
	/* Not by the other form for a name either, and nobody looks like a facilitator there. */
	test_sign_in(t, p.ben);
	struct reply r = test_post(t, "/me/name", "shown_name=QUIET+heron");
	CHECK(t, r.status == 422 && test_has(r.body, "is called this already"));
	CHECK(t, test_post(t, "/me/name", "shown_name=Fay+%28Facilitator%29").status == 422);
	CHECK(t, test_post(t, "/me/name", "shown_name=Ben+%28he%2Fhim%29").status == 303);
	CHECK(t, test_post(t, "/me/name", "shown_name=Ben").status == 303);
	/* Nor under the name of somebody else in the round. */
	CHECK(t, refused(t, p.ann, "Ben") && refused(t, p.ann, "CLEO"));
	CHECK(t, choose(t, p.olga, "Quiet Heron")); /* in no round */
}

void test_appear_nobody_takes_the_name_of_who_runs_the_round(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	CHECK(t, person_set_name(test_ctx(t, p.fay), p.fay, S("Faye Noble")));
	CHECK(t, refused(t, p.ann, "faye  NOBLE"));
	test_sign_in(t, p.ann);
	CHECK(t, test_post(t, "/me/name", "shown_name=Faye+Noble").status == 422);
	/* Unless it is their own. */
	CHECK(t, person_set_name(test_ctx(t, p.fay), p.ann, S("Faye Noble")));
	CHECK(t, test_post(t, "/me/name", "shown_name=Faye+Noble").status == 303);
}

void test_appear_alias_that_is_none_is_refused_with_what_was_typed(struct test *t)
{
	static const char *const bad[] = { "", " ", "x", "Fay (facilitator)", "Your Facilitator",
		"a@b.example", "<b>", "Ann\xe2\x80\x8b", "Be\nn", "\xff\xff",
		"A name that is far too long for an alias of anybody" };
	struct programme p;

	programme_make(t, &p);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(t, refused(t, p.ann, bad[i]));
	CHECK(t, choose(t, p.ann, "Zoë O’Hara-2") && choose(t, p.ben, "Иволга"));
	test_sign_in(t, p.cleo);
	struct reply r = test_post(t, "/welcome/appear", "as=own&alias=%3Cb%3E");
	CHECK(t, r.status == 422 && test_has(r.body, "value=\"&lt;b&gt;\""));
	CHECK(t, test_has(r.body, "value=\"own\"\nchecked") && test_has(r.body, "alias-wrong"));
	r = test_post(t, "/welcome/appear", "alias=Quiet+Heron");
	CHECK(t, r.status == 422 && test_has(r.body, "Choose one of the four."));
	CHECK(t, test_post(t, "/welcome/appear", "as=first&evil=1").status == 422);
	CHECK(t, chosen(t, p.cleo) == APPEAR_UNCHOSEN);
	CHECK(t, test_post(t, "/welcome/appear", "as=own&alias=x&skip=1").status == 303);
	CHECK(t, chosen(t, p.cleo) == APPEAR_UNCHOSEN);
}

void test_appear_suggests_a_name_that_is_free(struct test *t)
{
	struct programme p;
	struct str one = S(""), other = S("");

	programme_make(t, &p);
	/* Ben is offered another one than what Ann took, also in the same moment. */
	CHECK(t, appear_suggest(test_ctx(t, p.ben), &other));
	CHECK(t, choose(t, p.ann, other.at) && refused(t, p.ben, other.at));
	CHECK(t, appear_suggest(test_ctx(t, p.ben), &one) && !str_eq(one, other));
	for (int i = 0; i < 20; i++) {
		CHECK(t, appear_suggest(test_ctx(t, p.ben), &one) && choose(t, p.ben, one.at));
		t->now += 1000003;
	}
}
