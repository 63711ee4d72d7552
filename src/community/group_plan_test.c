/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/group_plan.h"

#include "base/buf.h"
#include "community/enrolment.h"
#include "community/group.h"
#include "community/late.h"
#include "community/round.h"
#include "community/round_template.h"
#include "community/study.h"
#include "core/background.h"
#include "core/person.h"
#include "core/subject.h"
#include "store/sql.h"
#include "test/test.h"

#include <stdio.h>
#include <stdlib.h>

struct setting {
	struct person_id fran;
	struct study_id study;
	struct round_id round;
	int people;
};

/* Chemistry and physics are of one branch of the tree, law is of another. */
static void put_subjects(struct test *t, struct ctx *c)
{
	static const char *const row[][5] = {
		{ "100417", "chemistry", "physical sciences", "physical sciences", "chemistry" },
		{ "100425", "physics", "physical sciences", "physical sciences",
			"physics and astronomy" },
		{ "100485", "law", "law", "law", "law" },
	};

	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct subject s = { str_of(row[i][0]), str_of(row[i][1]), str_of(row[i][2]),
			str_of(row[i][3]), str_of(row[i][4]) };
		enum subject_news news;
		CHECK(t, subject_put(c, &s, &news));
	}
}

static struct round_id add_round(struct test *t, struct ctx *c, struct setting *s, int64_t max)
{
	struct round_id id = { 0 };
	struct round_draft d;

	round_template_fill(c, &d);
	d.study = s->study;
	d.title = arena_fmt(t->mem, "Round %d", ++s->people);
	d.size_min = 5;
	d.size_max = max;
	CHECK(t, round_make(c, &d, &id));
	s->round = id;
	return id;
}

static struct setting begin(struct test *t, int64_t max)
{
	struct setting s = { .fran = test_person(t, "fran", ROLE_FACILITATOR) };
	struct ctx *c = test_ctx(t, s.fran);

	put_subjects(t, c);
	CHECK(t, study_make(c, S("cop"), S(""), &s.study));
	add_round(t, c, &s, max);
	CHECK(t, test_end(t));
	test_sign_in(t, s.fran);
	return s;
}

/* n new students; their experience in turn from the list, their years 1 to 3. */
static void enrol(struct test *t, struct setting *s, const char *subject, int n, const char *stages,
	struct person_id *ret)
{
	for (int i = 0; i < n; i++) {
		struct str name = arena_fmt(t->mem, "%s%d", subject, s->people++);
		struct person_id id = test_person(t, name.at, ROLE_STUDENT);
		struct enrolment_draft d = { .round = s->round,
			.person = id,
			.subject = str_of(subject),
			.experience = stages[(size_t)i % strlen(stages)] - '0',
			.year = i % 3 + 1 };
		CHECK(t, enrolment_add(test_ctx(t, s->fran), &d));
		if (ret)
			ret[i] = id;
	}
	CHECK(t, test_end(t));
}

static struct group_id add_group(
	struct test *t, struct ctx *c, struct round_id round, const char *name)
{
	struct group_draft d = { .round = round, .name = str_of(name), .subject = S("law") };
	struct group_id id = { 0 };

	CHECK(t, group_make(c, &d, &id));
	return id;
}

static const char *path(struct test *t, const struct setting *s, const char *rest)
{
	return arena_fmt(t->mem, "/round/%lld/%s", (long long)s->round.v, rest).at;
}

void test_group_plan_makes_even_groups_within_the_bounds(struct test *t)
{
	struct setting s = begin(t, 13);
	struct group_plan plan = { 0 }, again = { 0 };
	int firsts[2] = { 0 };

	enrol(t, &s, "law", 14, "0", NULL);
	enrol(t, &s, "chemistry", 6, "0", NULL);
	enrol(t, &s, "physics", 4, "0", NULL);
	struct ctx *c = test_ctx(t, s.fran);
	CHECK(t, group_plan_make(c, s.round, &plan) && plan.n == 3 && plan.unplaced_n == 0);
	if (plan.n != 3)
		return;
	CHECK(t, str_eq(plan.place[0].name, S("law 1")) && plan.place[0].n == 7);
	CHECK(t, str_eq(plan.place[1].name, S("law 2")) && plan.place[1].n == 7);
	CHECK(t, str_eq(plan.place[2].name, S("Physical sciences")) && plan.place[2].n == 10);
	CHECK(t, str_eq(plan.place[2].subjects, S("chemistry 6, physics 4")));
	CHECK(t, plan.place[2].fit.distance == 2 && plan.sum.distance[2] == 1);
	CHECK(t, group_plan_make(c, s.round, &again) && again.mark == plan.mark && plan.mark > 0);
	for (size_t i = 0; i < 7; i++) {
		firsts[0] += plan.place[0].person[i]->year == 1;
		firsts[1] += plan.place[1].person[i]->year == 1;
	}
	CHECK(t, firsts[0] + firsts[1] == 5 && firsts[0] >= 2 && firsts[1] >= 2);
}

void test_group_plan_changes_nothing_until_it_is_applied(struct test *t)
{
	struct setting s = begin(t, 13);
	struct group_plan plan = { 0 };
	struct group *group = NULL;
	struct enrolment *e = NULL;
	size_t n = 9;

	enrol(t, &s, "law", 14, "0", NULL);
	struct ctx *c = test_ctx(t, s.fran);
	CHECK(t,
		group_plan_make(c, s.round, &plan) && group_list(c, s.round, &group, &n) && n == 0);
	int64_t mark = plan.mark;
	CHECK(t,
		group_plan_apply(c, s.round, &plan) && group_list(c, s.round, &group, &n)
			&& n == 2);
	CHECK(t, n == 2 && group[0].size == 7 && group[1].size == 7);
	CHECK(t, enrolment_unplaced(c, s.round, &e, &n) && n == 0);
	CHECK(t, group_plan_make(c, s.round, &plan) && plan.n == 0 && plan.mark != mark);
	CHECK(t, plan.all_n == 2 && plan.sum.moved == 0);
}

void test_group_plan_fills_groups_that_are_too_small_first(struct test *t)
{
	struct setting s = begin(t, 6);
	struct person_id p[11];
	struct group_plan plan = { 0 };

	enrol(t, &s, "law", 11, "0", p);
	struct ctx *c = test_ctx(t, s.fran);
	struct group_id id = add_group(t, c, s.round, "Law");
	for (int i = 0; i < 3; i++)
		CHECK(t, group_put(c, id, p[i]));
	/* 8 people: 2 make the small group whole, 6 make a new one. */
	CHECK(t, group_plan_make(c, s.round, &plan) && plan.n == 2 && plan.unplaced_n == 0);
	CHECK(t, plan.n == 2 && plan.place[0].group.v == id.v);
	CHECK(t, plan.n == 2 && plan.place[0].n + plan.place[1].n == 8 && plan.place[0].n >= 2);
	CHECK(t, plan.n == 2 && str_eq(plan.place[1].name, S("law 2")) && plan.sum.moved == 0);
	CHECK(t, group_plan_apply(c, s.round, &plan));
}

void test_group_plan_keeps_the_bounds_for_every_number_of_people(struct test *t)
{
	struct setting s = begin(t, 6);

	for (int n = 1; n <= 20; n++) {
		struct group_plan plan = { 0 };
		size_t placed = 0;
		add_round(t, test_ctx(t, s.fran), &s, 6);
		enrol(t, &s, "law", n, "0", NULL);
		struct ctx *c = test_ctx(t, s.fran);
		CHECK(t, group_plan_make(c, s.round, &plan));
		for (size_t i = 0; i < plan.n; i++) {
			CHECK(t, plan.place[i].n >= 5 && plan.place[i].n <= 6);
			placed += plan.place[i].n;
		}
		CHECK(t, placed + plan.unplaced_n == (size_t)n);
		/* Somebody is left over only when no number of groups of 5 and 6 holds them all. */
		bool fits = false;
		for (int k = 1; k <= 4; k++)
			fits = fits || (5 * k <= n && n <= 6 * k);
		CHECK(t, fits == (plan.unplaced_n == 0));
		CHECK(t, group_plan_apply(c, s.round, &plan));
	}
}

/* The plan page without what is drawn anew for each request. */
static struct str shown(struct test *t, const struct setting *s)
{
	struct reply r = test_get(t, path(t, s, "plan"));
	const char *once = memmem(r.body.at, r.body.len, "name=\"once\"", 11);
	const char *end = once ? strchr(once, '>') : NULL;

	CHECK(t, r.status == 200 && end);
	if (!end)
		return S("");
	return arena_fmt(t->mem, "%.*s%.*s", (int)(once - r.body.at), r.body.at,
		(int)(r.body.at + r.body.len - end), end);
}

/* Every background is turned round, and the proposal is the same to the byte: neither the plan nor
   its page can depend on it. */
void test_group_plan_never_uses_the_background(struct test *t)
{
	struct setting s = begin(t, 8);
	struct person_id p[30];
	struct str page[3];

	enrol(t, &s, "law", 18, "0123", p);
	enrol(t, &s, "chemistry", 9, "13", p + 18);
	enrol(t, &s, "physics", 3, "2", p + 27);
	page[0] = shown(t, &s);
	for (int turn = 1; turn < 3; turn++) {
		for (int i = 0; i < 30; i++) {
			bool yes = (i + turn) % 2;
			const struct background b = {
				.area = { { S("SIMD2020v2"), yes ? 1 : 9, yes ? 1 : 5 } },
				.areas = 1,
				.parents = yes ? PARENTS_NO_HE : PARENTS_HE,
				.school_known = true,
				.school_listed = yes,
				.school_fsm = yes ? 700 : 10,
				.school_deprived_share = -1
			};
			CHECK(t, background_keep(test_ctx(t, p[i]), p[i], &b) && test_end(t));
		}
		page[turn] = shown(t, &s);
	}
	CHECK(t, page[0].len > 1000 && str_eq(page[0], page[1]) && str_eq(page[1], page[2]));
}

/* Nor is there a way in: no file of the builder, the plan or late joining names it. */
void test_group_plan_has_no_way_to_the_background(struct test *t)
{
	static const char *const file[] = { "fit.h", "fit.c", "fit_work.h", "fit_part.h",
		"fit_cost.c", "fit_cut.c", "fit_move.c", "fit_wish.c", "fit_choice.h",
		"fit_choice.c", "group_plan.h", "group_plan.c", "group_plan_read.h",
		"group_plan_read.c", "late.h", "late.c", "enrolment.h", "enrolment.c" };
	const char *source = getenv("CAIRN_SOURCE");

	for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
		struct str path =
			arena_fmt(t->mem, "%s/src/community/%s", source ? source : ".", file[i]);
		FILE *f = fopen(path.at, "r");
		char *text = arena_new(t->mem, char, 1 << 20);
		CHECK(t, f && fread(text, 1, (1 << 20) - 1, f) > 100);
		CHECK(t, !strstr(text, "background") && !strstr(text, "tagged"));
		if (f)
			fclose(f);
	}
}

void test_group_plan_moves_people_when_there_is_no_other_way(struct test *t)
{
	struct setting s = begin(t, 8);
	struct group_plan plan = { 0 };
	struct group *group = NULL;
	struct enrolment *e = NULL;
	size_t n = 0;

	enrol(t, &s, "law", 16, "1", NULL);
	struct ctx *c = test_ctx(t, s.fran);
	CHECK(t, group_plan_make(c, s.round, &plan) && group_plan_apply(c, s.round, &plan));
	CHECK(t, plan.n == 2 && test_end(t));
	enrol(t, &s, "law", 1, "1", NULL);
	c = test_ctx(t, s.fran);
	CHECK(t, group_plan_make(c, s.round, &plan) && plan.sum.moved == 4 && plan.n == 3);
	CHECK(t, group_plan_apply(c, s.round, &plan) && group_list(c, s.round, &group, &n));
	CHECK(t, n == 3 && group[0].size + group[1].size + group[2].size == 17);
	for (size_t i = 0; i < n; i++)
		CHECK(t, group[i].size >= 5 && group[i].size <= 8);
	CHECK(t, enrolment_unplaced(c, s.round, &e, &n) && n == 0);
	CHECK(t, group_plan_make(c, s.round, &plan) && plan.n == 0);
}

void test_group_plan_splits_by_experience_when_staff_choose_it(struct test *t)
{
	struct setting s = begin(t, 13);
	struct group_plan plan = { 0 };

	enrol(t, &s, "law", 12, "31", NULL);
	CHECK(t, group_plan_make(test_ctx(t, s.fran), s.round, &plan) && plan.n == 1);
	struct reply r = test_post(t, path(t, &s, "plan/choice"), "split=1&seed=");
	CHECK(t, r.status == 422 && test_has(r.body, "id=\"seed-wrong\""));
	CHECK(t, test_has(r.body, "name=\"split\" value=\"1\"\nchecked"));
	r = test_post(t, path(t, &s, "plan/choice"), "split=1&seed=7");
	CHECK(t, r.status == 303);
	r = test_get(t, r.location.at);
	CHECK(t, test_has(r.body, "with your choice") && test_has(r.body, "value=\"7\""));
	CHECK(t, group_plan_make(test_ctx(t, s.fran), s.round, &plan) && plan.n == 2 && plan.split);
	CHECK(t, plan.n == 2 && plan.sum.mixed == 0 && plan.place[0].fit.stage[3] % 6 == 0);
	CHECK(t, plan.choice.seed == 7 && plan.choice.split);
}

void test_fit_pairs_are_kept_said_and_taken_away(struct test *t)
{
	struct setting s = begin(t, 6);
	struct person_id p[10];
	const char *page = path(t, &s, "pairs");

	CHECK(t, test_has(test_get(t, page).body, "about two people who take part"));
	enrol(t, &s, "law", 10, "1", p);
	const char *pair =
		arena_fmt(t->mem, "first=%lld&second=%lld", (long long)p[7].v, (long long)p[2].v)
			.at;
	CHECK(t, test_has(test_get(t, page).body, "There is no such wish yet."));
	CHECK(t, test_post(t, page, "first=0&second=0&apart=0").status == 422);
	struct reply r = test_post(t, page, arena_fmt(t->mem, "%s&apart=1", pair).at);
	CHECK(t, r.status == 303 && test_has(test_get(t, r.location.at).body, ">apart</span>"));
	CHECK(t, test_post(t, page, arena_fmt(t->mem, "%s&apart=1", pair).at).status == 303);
	r = test_post(t, page, arena_fmt(t->mem, "%s&apart=0", pair).at);
	CHECK(t, r.status == 422 && test_has(r.body, "are to be apart already"));
	const char *out = path(t, &s, "pairs/remove");
	CHECK(t, test_post(t, out, pair).status == 303);
	CHECK(t, test_post(t, out, pair).status == 404);
	CHECK(t, test_has(test_get(t, page).body, "There is no such wish yet."));
}

static bool wish(
	struct test *t, const struct setting *s, struct person_id a, struct person_id b, bool apart)
{
	struct fit_pair pair = { .first = a, .second = b, .apart = apart };

	return fit_pair_add(test_ctx(t, s->fran), s->round, &pair) && test_end(t);
}

void test_group_plan_says_in_words_which_wishes_cannot_be(struct test *t)
{
	struct setting s = begin(t, 6);
	struct person_id p[10];
	struct group_plan plan = { 0 };

	enrol(t, &s, "law", 10, "1", p);
	CHECK(t, wish(t, &s, p[0], p[1], false) && wish(t, &s, p[1], p[2], false));
	CHECK(t, wish(t, &s, p[2], p[0], true) && wish(t, &s, p[3], p[4], true));
	CHECK(t, group_plan_make(test_ctx(t, s.fran), s.round, &plan) && plan.unmet_n == 1);
	CHECK(t, plan.unmet_n == 1 && test_has(plan.unmet[0], "are to be together and apart"));
	CHECK(t, test_has(test_get(t, path(t, &s, "plan")).body, "Wishes that are not met"));
}

/* 5 people of law in one group, 5 of chemistry in another, both begun. */
static void two_groups(struct test *t, struct setting *s, struct group_id *ret)
{
	struct person_id p[10];

	enrol(t, s, "law", 5, "1", p);
	enrol(t, s, "chemistry", 5, "3", p + 5);
	struct ctx *c = test_ctx(t, s->fran);
	ret[0] = add_group(t, c, s->round, "Law");
	ret[1] = add_group(t, c, s->round, "Others");
	struct group_draft d = { .name = S("Chemistry"), .subject = S("") };
	CHECK(t, group_rename(c, ret[1], &d));
	for (int i = 0; i < 10; i++)
		CHECK(t, group_put(c, ret[i / 5], p[i]));
	CHECK(t, test_end(t));
}

void test_late_people_join_the_nearest_open_group(struct test *t)
{
	struct setting s = begin(t, 6);
	struct group_id group[2], found = { 9 };
	struct person_id p[4];

	enrol(t, &s, "physics", 1, "1", p);
	CHECK(t, late_place(test_ctx(t, s.fran), s.round, p[0], &found) && found.v == 0);
	two_groups(t, &s, group);
	CHECK(t, late_place(test_ctx(t, p[0]), s.round, p[0], &found) && found.v == group[1].v);
	CHECK(t, late_place(test_ctx(t, p[0]), s.round, p[0], &found) && found.v == group[1].v);
	CHECK(t, test_end(t));
	enrol(t, &s, "physics", 2, "1", p + 1); /* chemistry has 6 now: it is full */
	CHECK(t, late_place(test_ctx(t, p[1]), s.round, p[1], &found) && found.v == group[0].v);
	CHECK(t, late_place(test_ctx(t, p[2]), s.round, p[2], &found) && found.v == 0);
	CHECK(t, !late_place(test_ctx(t, s.fran), s.round, s.fran, &found));
}

void test_late_people_are_kept_apart_and_never_moved(struct test *t)
{
	struct setting s = begin(t, 8);
	struct group_id group[2], found = { 0 };
	struct person_id p[2];
	struct group_member *member;
	size_t n = 0;

	two_groups(t, &s, group);
	enrol(t, &s, "law", 2, "1", p);
	CHECK(t, group_members(test_ctx(t, s.fran), group[0], &member, &n) && n == 5);
	CHECK(t,
		n == 5 && wish(t, &s, p[0], member[3].person, true)
			&& wish(t, &s, p[1], p[0], false));
	CHECK(t, late_place(test_ctx(t, p[0]), s.round, p[0], &found) && found.v == group[1].v);
	CHECK(t, late_place(test_ctx(t, p[1]), s.round, p[1], &found) && found.v == group[1].v);
}

void test_late_page_places_everybody_who_waits(struct test *t)
{
	struct setting s = begin(t, 6);
	struct group_id group[2];
	const char *round = arena_fmt(t->mem, "/round/%lld", (long long)s.round.v).at;

	two_groups(t, &s, group);
	enrol(t, &s, "law", 3, "1", NULL);
	CHECK(t, test_has(test_get(t, round).body, "Put them into open groups"));
	struct reply r = test_post(t, path(t, &s, "late"), "");
	CHECK(t, r.status == 303 && str_ends(r.location, S("?done=late&n=2")));
	CHECK(t, test_has(test_get(t, r.location.at).body, "2 people were put into groups."));
	r = test_post(t, path(t, &s, "late"), "");
	CHECK(t, test_has(test_get(t, r.location.at).body, "has room for them"));
}
