/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/strength.h"

#include "core/choice.h"
#include "core/draft.h"
#include "core/feature.h"
#include "core/person.h"
#include "test/programme.h"

static const struct stmt kept = { "strength_kept",
	"SELECT value FROM self_choice WHERE person_id = $1 AND key = $2", "is", "s" };
static const struct stmt posts = { "strength_posts", "SELECT count(*) FROM post", "", "i" };

void test_strength_table_is_whole(struct test *t)
{
	CHECK(t, strength_words_n >= 12 && strength_words_n <= STRENGTHS_MAX);
	for (size_t i = 0; i < strength_words_n; i++) {
		const struct strength *s = &strength_words[i];
		CHECK(t, s->label && s->key && !strchr(s->key, ' '));
		for (size_t k = 0; k < STRENGTH_SKILLS_MAX; k++) {
			const struct strength_skill *skill = &s->skill[k];
			/* Two or three, each with a sentence that somebody could say. */
			CHECK(t, skill->name || k >= 2);
			CHECK(t,
				!skill->name
					|| skill->sentence[strlen(skill->sentence) - 1] == '.');
		}
		for (size_t k = 0; k < i; k++)
			CHECK(t, strcmp(strength_words[k].key, s->key) != 0);
	}
}

void test_strength_ticks_become_skills_and_a_draft(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	struct reply r = test_get(t, "/welcome/strengths");
	CHECK(t, r.status == 200 && test_has(r.body, "Looking after somebody"));
	CHECK(t,
		test_post(t, "/welcome/strengths", "on=shop&on=commute&on=unheard-of").status
			== 303);
	r = test_get(t, "/welcome/strengths/words");
	CHECK(t, test_has(r.body, "Dealing with customers") && test_has(r.body, "Managing time"));
	CHECK(t, !test_has(r.body, "Interpreting for others"));
	CHECK(t, test_has(r.body, "I work in a shop or a café."));
	CHECK(t, test_has(test_get(t, "/welcome/strengths").body, "value=\"shop\"\nchecked"));
	/* At rest nobody can read what was ticked, and nobody else gets to see it. */
	struct str sealed = programme_text(t, &kept, ARGS(arg(p.ann.v), arg(S("strengths"))));
	CHECK(t, sealed.len > 0 && !test_has(sealed, "shop"));
	test_sign_in(t, p.ben);
	CHECK(t, !test_has(test_get(t, "/welcome/strengths").body, "checked"));
	CHECK(t, !test_has(test_get(t, "/welcome/strengths/words").body, "Dealing with"));
	/* Nothing ticked is an answer, too. */
	test_sign_in(t, p.ann);
	CHECK(t, test_post(t, "/welcome/strengths", "").status == 303);
	CHECK(t, test_has(test_get(t, "/welcome/strengths/words").body, "that is fine"));
}

void test_strength_of_a_hard_time_is_not_put_into_a_draft(struct test *t)
{
	bool on[STRENGTHS_MAX] = { false };
	struct ctx *c = test_ctx(t, test_person(t, "mina", ROLE_STUDENT));

	for (size_t i = 0; i < strength_words_n; i++)
		on[i] = strcmp(strength_words[i].key, "setback") == 0;
	CHECK(t, strength_tick(c, on) && strength_draft(c, on).len == 0);
	on[0] = true;
	CHECK(t, test_has(strength_draft(c, on), strength_words[0].skill[0].sentence));
	CHECK(t, !test_has(strength_draft(c, on), "step by step"));
}

void test_strength_introduction_waits_in_the_form_and_is_posted_by_nobody(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.ann);
	struct reply r = test_post(
		t, "/welcome/strengths/words", "introduction=I+%3Cb%3Ework%3C%2Fb%3E.&use=1");
	CHECK(t, r.status == 303 && test_has(r.location, "/welcome/appear"));
	CHECK(t, test_has(test_get(t, "/welcome/appear?done=form").body, "Nobody has seen it"));
	r = test_get(t, "/group/30/thread/new");
	CHECK(t, test_has(r.body, "I &lt;b&gt;work&lt;/b&gt;.</textarea>"));
	CHECK(t, test_has(r.body, "value=\"Hello from me\""));
	CHECK(t, programme_number(t, &posts, NO_ARGS) == 0);
	/* Again is no second copy, and what waited there stays. */
	CHECK(t, test_post(t, "/welcome/begin", "use=introduction").status == 303);
	CHECK(t,
		test_post(t, "/welcome/strengths/words", "introduction=And+more.&use=1").status
			== 303);
	struct draft d;
	CHECK(t, draft_find(test_ctx(t, p.ann), S("/group/30/thread/new"), &d));
	CHECK(t, str_eq(d.body, S("I <b>work</b>.\n\nAnd more.")));
	/* It is posted by the form alone, and then gone. */
	CHECK(t,
		test_post(t, "/group/30/thread/new", "once=k&title=Hello&body=I+work&week=2").status
			== 303);
	CHECK(t, draft_find(test_ctx(t, p.ann), S("/group/30/thread/new"), &d) && d.body.len == 0);
}

void test_strength_introduction_is_kept_sealed_and_checked(struct test *t)
{
	struct programme p;
	char *many = arena_new(t->mem, char, 7000);

	programme_make(t, &p);
	test_sign_in(t, p.olga); /* in no group yet */
	CHECK(t, test_post(t, "/welcome/strengths/words", "introduction=My+words").status == 303);
	CHECK(t, test_has(test_get(t, "/welcome/strengths/words").body, "My words</textarea>"));
	CHECK(t,
		!test_has(programme_text(t, &kept, ARGS(arg(p.olga.v), arg(S("introduction")))),
			"My words"));
	CHECK(t, !test_has(test_get(t, "/welcome/strengths/words").body, "name=\"use\""));
	CHECK(t, test_has(test_get(t, "/welcome/begin").body, "My words"));
	memset(many, 'x', 6999);
	struct reply r = test_post(
		t, "/welcome/strengths/words", arena_fmt(t->mem, "introduction=%s", many).at);
	CHECK(t, r.status == 422 && test_has(r.body, "introduction-wrong"));
	test_sign_in(t, p.ann);
	r = test_post(t, "/welcome/strengths/words", "introduction=+&use=1");
	CHECK(t, r.status == 422 && test_has(r.body, "nothing here yet"));
	CHECK(t,
		test_post(t, "/welcome/strengths/words", "introduction=Typed&skip=1").status
			== 303);
}

void test_strength_mirror_is_a_switch_of_the_round(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	CHECK(t,
		feature_choose(test_ctx(t, (struct person_id){ 0 }), PROGRAMME_ROUND,
			1 << FEATURE_WELLBEING));
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, "/welcome/strengths").status == 404);
	CHECK(t, test_get(t, "/welcome/strengths/words").status == 404);
	CHECK(t, test_post(t, "/welcome/strengths", "on=shop").status == 404);
	CHECK(t, !test_has(test_get(t, "/welcome").body, "What you do already"));
	struct reply r = test_post(t, "/welcome/read", "advice=");
	CHECK(t, r.status == 303 && str_eq(r.location, S("/welcome/appear")));
	CHECK(t, test_has(test_get(t, "/welcome/help").body, "When it gets hard"));
	CHECK(t,
		feature_choose(test_ctx(t, (struct person_id){ 0 }), PROGRAMME_ROUND,
			1 << FEATURE_STRENGTHS));
	CHECK(t, test_has(test_get(t, "/welcome").body, "What you do already"));
	CHECK(t, !test_has(test_get(t, "/welcome/help").body, "When it gets hard"));
}
