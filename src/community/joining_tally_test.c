/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/joining_tally.h"

#include "community/joining.h"
#include "core/person.h"
#include "test/programme.h"

/* Somebody who ticked these and is in the round. */
static void join(struct test *t, const char *name, int64_t goals, const char *words)
{
	struct person_id who = test_person(t, name, ROLE_STUDENT);
	struct round_id round = { PROGRAMME_ROUND };
	struct ctx *c = test_ctx(t, who);
	struct joining j = { 0 };
	struct joining_end end = { .study = false };

	CHECK(t, joining_open(c, round, who) && joining_find(c, round, who, &j));
	j.said.goals = goals;
	j.said.goal_text = str_of(words);
	CHECK(t, joining_save(c, &j, JOINING_TERMS) && joining_finish(c, &j, &end));
	CHECK(t, test_end(t));
}

static struct str page(struct test *t)
{
	struct reply r = test_get(t, "/round/20/answers");

	CHECK(t, r.status == 200);
	return r.body;
}

void test_joining_tally_is_rounded_and_silent_about_few(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.fay);
	for (int i = 0; i < 7; i++)
		join(t, arena_fmt(t->mem, "early%d", i).at, 1, "walrus");
	CHECK(t, test_has(page(t), "Fewer than 8 people"));
	join(t, "eighth", 1 | 8, "walrus");
	CHECK(t, test_has(page(t), "About 10 people have answered"));
	CHECK(t,
		test_has(page(t),
			"Find out which kinds of work there are for me</th><td class=\"n\">5<"));
	CHECK(t,
		test_has(page(t),
			"Find an internship, a placement or some experience</th><td "
			"class=\"n\">0<"));
	CHECK(t, !test_has(page(t), "walrus") && !test_has(page(t), "eighth"));
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, "/round/20/answers").status != 200);
}

void test_joining_is_offered_on_the_first_page_until_it_is_finished(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.olga);
	CHECK(t, !test_has(test_get(t, "/home").body, "/join/"));
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, joining_open(c, (struct round_id){ PROGRAMME_ROUND }, p.olga) && test_end(t));
	CHECK(t, test_has(test_get(t, "/home").body, "href=\"/join/20/why\""));
	t->now += INT64_C(60) * 24 * 3600 * 1000000;
	test_sign_in(t, p.olga);
	CHECK(t, !test_has(test_get(t, "/home").body, "/join/"));
}
