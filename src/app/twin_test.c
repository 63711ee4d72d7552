/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The promise that the socio-economic tag is seen by nobody but a researcher. Two students are
   alike in everything; one is tagged. The same database is made three times: the first of them is
   tagged, the second, neither. Whatever anybody but a researcher can ask for must come back the
   same from all three. The walk goes through the program's own tables of routes, so a page that is
   added later is looked at without a word here; a parameter of a new kind fails until
   test/campus has a value for it. */
#include "app/wiring.h"
#include "core/background.h"
#include "core/person.h"
#include "http/form.h"
#include "test/campus_walk.h"

#include <stdio.h>

/* The questionnaire shows the twin what the twin answered. */
static bool is_own(const struct tour_note *n)
{
	return test_has(n->what, "twin: GET /join/") || test_has(n->what, "twin: POST /join/")
		|| test_has(n->what, "twin: GET /me/data")
		|| test_has(n->what, "twin: POST /me/data");
}

static void make(struct test *t, struct campus *k, int build)
{
	campus_make(t, k, (enum campus_tagged)build);
}

static struct tour walk(struct test *t, const struct gate *gate, enum campus_tagged tagged,
	bool (*wanted)(const struct campus_viewer *))
{
	const struct campus_plan plan = { gate, make, wanted, NULL, NULL };

	return campus_walk(t, &plan, (int)tagged);
}

static int differences(const struct tour *a, const struct tour *b, bool print)
{
	return campus_differences(a, b, is_own, print);
}

static bool is_anybody_else(const struct campus_viewer *v)
{
	return !v->researches;
}

void test_twin_with_the_tag_is_told_from_the_other_by_nobody(struct test *t)
{
	struct tour first = walk(t, &wiring_gate, CAMPUS_FIRST, is_anybody_else);

	/* It was a walk through the program, and not along closed doors. */
	CHECK(t, campus_answered(&first, "200") > 150 && campus_answered(&first, "303") > 60);
	/* Groups were built with them, and letters were written to them. */
	CHECK(t,
		campus_came_of(
			&first, "facilitator: POST /round/22/plan", "\ntwinone|22|Chemistry"));
	CHECK(t, campus_came_of(&first, "the letters of the week", "twintwo@cairn.example"));
	CHECK(t,
		campus_came_of(
			&first, "the letters of a meeting", "meeting|twintwo@cairn.example"));
	for (enum campus_tagged other = CAMPUS_SECOND; other < CAMPUS_BUILDS; other++) {
		struct tour second = walk(t, &wiring_gate, other, is_anybody_else);
		CHECK(t, first.n == second.n && differences(&first, &second, true) == 0);
	}
}

/* The same walk through a program with a page that tells: it must be found. */
static bool leak_page(struct request *rq)
{
	struct person_id who = { path_id(rq, "person") };
	struct background b;

	rq->ctx->roles |= ROLE_RESEARCHER;
	if (!background_get(rq->ctx, who, &b))
		return false;
	buf_fmt(&rq->out, "<p>Somebody%s</p>", b.parents == PARENTS_NO_HE ? " of those" : "");
	return true;
}

static bool is_mate(const struct campus_viewer *v)
{
	return strcmp(v->name, "mate") == 0;
}

void test_twin_walk_finds_a_page_that_tells(struct test *t)
{
	static const struct route leaks[] = {
		{ GET, "/leak/{person}", MAY(SIGNED_IN, ), leak_page },
	};
	static const size_t one = 1;
	const struct routes tables[] = { { leaks, &one } };
	struct gate gate = wiring_gate;

	gate.tables = tables;
	gate.n = 1;
	struct tour a = walk(t, &gate, CAMPUS_FIRST, is_mate);
	struct tour b = walk(t, &gate, CAMPUS_SECOND, is_mate);
	struct tour c = walk(t, &gate, CAMPUS_NOBODY, is_mate);
	CHECK(t, differences(&a, &b, false) == 2 && differences(&a, &c, false) == 1);
}

static bool is_researcher(const struct campus_viewer *v)
{
	return v->researches;
}

static bool is_anybody(const struct campus_viewer *v)
{
	return v->name != NULL;
}

/* Whether somebody was shown a page of this route, or was led on from there. */
static bool was_shown(struct test *t, const struct tour *tour, const char *pattern)
{
	struct pair param[PATH_PARAMS];

	for (size_t i = 0; i < tour->n; i++) {
		struct str what = tour->note[i].what, ok = S("200");
		const char *get = memmem(what.at, what.len, ": GET ", 6);
		bool sent_on = str_starts(tour->note[i].text, S("303"))
			&& !str_has(tour->note[i].text, S("\n/sign-in"));
		if (!get || !(sent_on || str_starts(tour->note[i].text, ok)))
			continue;
		struct str path = str_of(get + 6);
		path = str_cut(&path, ' ');
		struct str plain = str_cut(&path, '?');
		memset(param, 0, sizeof param);
		if (route_match(t->mem, plain, pattern, param, PATH_PARAMS))
			return true;
	}
	return false;
}

/* The campus has something for every page of the program, so none is left out by chance. */
void test_twin_walk_shows_every_page_to_somebody(struct test *t)
{
	struct tour tour = walk(t, &wiring_gate, CAMPUS_FIRST, is_anybody);

	for (size_t i = 0; i < wiring_gate.n; i++) {
		for (size_t k = 0; k < *wiring_gate.tables[i].n; k++) {
			const struct route *r = &wiring_gate.tables[i].at[k];
			if (r->method != GET || was_shown(t, &tour, r->path))
				continue;
			printf("  nobody was shown %s\n", r->path);
			CHECK(t, false);
		}
	}
}

/* A researcher who asks for the tag is told how many there are. */
void test_twin_walk_as_a_researcher_is_not_the_same(struct test *t)
{
	struct tour a = walk(t, &wiring_gate, CAMPUS_FIRST, is_researcher);
	struct tour b = walk(t, &wiring_gate, CAMPUS_NOBODY, is_researcher);
	int found = 0;

	CHECK(t, a.n == b.n);
	for (size_t i = 0; i < a.n && i < b.n; i++) {
		if (str_eq(a.note[i].text, b.note[i].text))
			continue;
		found++;
		CHECK(t, test_has(a.note[i].what, "/tag")); /* where it says so */
	}
	CHECK(t, found > 0);
}

/* And on the record. */
void test_twin_with_the_tag_is_told_from_the_other_by_a_researcher(struct test *t)
{
	enum background_tag tag[2] = { TAG_UNKNOWN, TAG_UNKNOWN };
	struct campus k;

	campus_make(t, &k, CAMPUS_SECOND);
	struct ctx *c = test_ctx(t, k.p.rex);
	for (int i = 0; i < 2; i++)
		CHECK(t, background_tag(c, 10, k.twin[i], &tag[i]));
	CHECK(t, tag[0] == TAG_NO && tag[1] == TAG_YES);
}
