/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/fit.h"
#include "test/fit_round.h"
#include "test/fit_sample.h"
#include "test/test.h"

#include <stdio.h>

/* The cheapest of all ways to group a sample, found by trying them all. */
struct search {
	const struct fit_input *in;
	int64_t best;
	int slot[FIT_SAMPLE_PEOPLE], size[FIT_SAMPLE_PEOPLE + FIT_SAMPLE_GROUPS], slots;
};

static bool is_begun(const struct fit_input *in, int slot)
{
	return slot < (int)in->groups && in->group[slot].begun;
}

static int home_of(const struct fit_input *in, size_t person)
{
	for (size_t g = 0; g < in->groups; g++)
		if (in->group[g].id == in->person[person].group)
			return (int)g;
	return -1;
}

static void try_all(struct search *s, size_t i)
{
	int home = i < s->in->people ? home_of(s->in, i) : -1;

	if (i == s->in->people) {
		int64_t cost = fit_sample_cost(s->in, s->slot);
		s->best = cost < s->best ? cost : s->best;
		return;
	}
	for (int k = 0; k <= s->slots; k++) {
		if (s->size[k] >= s->in->size_max || (is_begun(s->in, home) && k != home))
			continue;
		int before = s->slots;
		s->slots += k == s->slots;
		s->size[k]++;
		s->slot[i] = k;
		try_all(s, i + 1);
		s->size[k]--;
		s->slots = before;
	}
}

static int64_t cheapest(const struct fit_input *in)
{
	struct search s = { .in = in, .best = INT64_MAX, .slots = (int)in->groups };

	try_all(&s, 0);
	return s.best;
}

/* Where everybody is in a plan, as the sample's cost wants it; checks that each is there once. */
static void slots_of(struct test *t, const struct fit_input *in, const struct fit *fit, int *ret)
{
	int next = (int)in->groups;

	for (size_t i = 0; i < in->people; i++)
		ret[i] = -1;
	for (size_t g = 0; g < fit->n; g++) {
		const struct fit_made *m = &fit->made[g];
		int slot = next;
		for (size_t k = 0; k < in->groups; k++)
			slot = in->group[k].id == m->group ? (int)k : slot;
		next += slot == next;
		CHECK(t,
			(int64_t)m->n <= in->size_max
				&& (m->group || (int64_t)m->n >= in->size_min));
		for (size_t k = 0; k < m->n; k++) {
			CHECK(t, ret[m->person[k]] == -1);
			ret[m->person[k]] = slot;
		}
	}
	for (size_t i = 0; i < fit->unplaced_n; i++) {
		CHECK(t, ret[fit->unplaced[i]] == -1);
		ret[fit->unplaced[i]] = next++;
	}
	for (size_t i = 0; i < in->people; i++)
		CHECK(t,
			ret[i] >= 0 && (!is_begun(in, home_of(in, i)) || ret[i] == home_of(in, i)));
}

/* Of 200 small samples, with wishes, splits and standing groups in them, at least 97 of 100 are as
   good as the best of all plans, and none leaves out anybody who could have had a group. */
void test_fit_is_close_to_the_best_of_all_plans(struct test *t)
{
	int best = 0, all = 200;

	for (int seed = 1; seed <= all; seed++) {
		struct fit_sample s;
		struct fit fit;
		int slot[FIT_SAMPLE_PEOPLE];

		fit_sample_make(&s, (uint64_t)seed, seed % 30 ? 7 : 9);
		fit_build(t->mem, &s.in, &fit);
		slots_of(t, &s.in, &fit, slot);
		CHECK(t, fit.cost == fit_sample_cost(&s.in, slot));
		int64_t least = cheapest(&s.in);
		CHECK(t, fit.cost >= least && fit.cost - least <= FIT_COST_WISH);
		CHECK(t, fit.cost / FIT_COST_UNPLACED == least / FIT_COST_UNPLACED);
		best += fit.cost == least;
	}
	CHECK(t, best >= all * 97 / 100);
}

static int by_id_of(const struct fit_input *in, const size_t *a, const size_t *b)
{
	int64_t x = in->person[*a].id, y = in->person[*b].id;

	return (x > y) - (x < y);
}

/* The ids of a plan's groups, in the order in which it tells them. */
static int64_t *ids_of(struct test *t, const struct fit_input *in, const struct fit *fit)
{
	int64_t *id = arena_new(t->mem, int64_t, in->people + fit->n + 1);
	size_t n = 0;

	for (size_t g = 0; g < fit->n; g++) {
		id[n++] = -(int64_t)fit->made[g].n;
		for (size_t k = 0; k < fit->made[g].n; k++) {
			const size_t *p = &fit->made[g].person[k];
			CHECK(t, k == 0 || by_id_of(in, p - 1, p) < 0);
			id[n++] = in->person[*p].id;
		}
	}
	return id;
}

/* The same round with its people, subjects, groups and wishes told from the last to the first. */
static void turn_round(const struct fit_sample *s, struct fit_sample *ret)
{
	const struct fit_input *in = &s->in;

	*ret = *s;
	ret->in.person = ret->person;
	ret->in.subject = ret->subject;
	ret->in.group = ret->group;
	ret->in.wish = ret->wish;
	for (size_t i = 0; i < in->people; i++) {
		ret->person[i] = s->person[in->people - 1 - i];
		ret->person[i].subject = (int64_t)in->subjects - 1 - ret->person[i].subject;
	}
	for (size_t i = 0; i < in->subjects; i++)
		ret->subject[i] = s->subject[in->subjects - 1 - i];
	for (size_t i = 0; i < in->groups; i++) {
		ret->group[i] = s->group[in->groups - 1 - i];
		if (ret->group[i].subject != FIT_NO_SUBJECT)
			ret->group[i].subject = (int64_t)in->subjects - 1 - ret->group[i].subject;
	}
	for (size_t i = 0; i < in->wishes; i++) {
		const struct fit_wish *w = &s->wish[in->wishes - 1 - i];
		ret->wish[i] = (struct fit_wish){ w->second, w->first, w->apart };
	}
}

void test_fit_does_not_mind_the_order_in_which_it_is_told(struct test *t)
{
	for (uint64_t seed = 1; seed <= 25; seed++) {
		struct fit_sample s, turned;
		struct fit fit, again;

		fit_sample_make(&s, seed, FIT_SAMPLE_PEOPLE);
		turn_round(&s, &turned);
		fit_build(t->mem, &s.in, &fit);
		fit_build(t->mem, &turned.in, &again);
		CHECK(t, fit.cost == again.cost && fit.n == again.n);
		if (fit.n == again.n)
			CHECK(t,
				memcmp(ids_of(t, &s.in, &fit), ids_of(t, &turned.in, &again),
					(s.in.people + fit.n) * sizeof(int64_t))
					== 0);
	}
}

/* n people of one subject after those that are there; their experience in turn from the list. */
static void add(struct fit_round *r, int64_t subject, int n, const char *stages)
{
	for (int i = 0; i < n; i++, r->in.people++)
		r->person[r->in.people] = (struct fit_person){ .id = (int64_t)r->in.people + 1,
			.subject = subject,
			.experience = (enum experience)(stages[(size_t)i % strlen(stages)] - '0') };
}

/* An invented tree: subjects 0 and 1 are neighbours, 2 is in the next branch, 3 far away. */
static void begin(struct test *t, struct fit_round *r, int64_t min, int64_t max)
{
	fit_round_make(t->mem, 1000, 8, r);
	for (int64_t i = 0; i < 8; i++)
		r->subject[i] = (struct fit_subject){ .cah = { 90 + i, 190 + i, 290 + i } };
	r->subject[0] = r->subject[1] = (struct fit_subject){ .cah = { 1, 2, 3 } };
	r->subject[2] = (struct fit_subject){ .cah = { 1, 2, 4 } };
	r->in.size_min = min;
	r->in.size_max = max;
}

static int64_t subject_of(const struct fit_round *r, const struct fit_made *m, size_t k)
{
	return r->person[m->person[k]].subject;
}

void test_fit_merges_the_nearest_subject_when_one_is_short(struct test *t)
{
	struct fit_round r;
	struct fit fit;

	begin(t, &r, 5, 13);
	add(&r, 0, 7, "0");
	add(&r, 3, 7, "0");
	add(&r, 2, 7, "0");
	add(&r, 1, 3, "0");
	fit_build(t->mem, &r.in, &fit);
	CHECK(t, fit.n == 3 && fit.unplaced_n == 0 && fit.cost < 2 * fit_cost_spread[1]);
	for (size_t g = 0; g < fit.n; g++)
		for (size_t k = 0; k < fit.made[g].n; k++)
			CHECK(t,
				subject_of(&r, &fit.made[g], k) != 1
					|| (fit.made[g].n == 10 && fit.made[g].distance == 1));
}

/* A group of subjects that are all too small is filled up with people who know somebody's subject
   there, not with one from here and one from there. */
void test_fit_leaves_nobody_of_a_large_subject_alone_among_others(struct test *t)
{
	for (uint64_t seed = 1; seed <= 20; seed++) {
		size_t of[8] = { 0 };
		struct fit_round r;
		struct fit fit;

		begin(t, &r, 5, 9);
		r.in.seed = seed;
		for (int64_t subject = 3; subject < 6; subject++)
			add(&r, subject, 9, "0");
		add(&r, 6, 2, "0");
		fit_build(t->mem, &r.in, &fit);
		CHECK(t, fit.unplaced_n == 0);
		for (size_t g = 0; g < fit.n; g++)
			for (size_t k = 0; fit.made[g].distance > 0 && k < fit.made[g].n; k++)
				of[subject_of(&r, &fit.made[g], k)]++;
		for (int64_t subject = 3; subject < 6; subject++)
			CHECK(t, of[subject] != 1);
	}
}

void test_fit_splits_by_experience_only_where_it_is_asked(struct test *t)
{
	struct fit_round r;
	struct fit fit;

	begin(t, &r, 5, 13);
	r.subject[0].split = true;
	add(&r, 0, 14, "1233213"); /* six of them have done an internship */
	add(&r, 4, 14, "1233213");
	fit_build(t->mem, &r.in, &fit);
	CHECK(t, fit.n == 4 && fit.unplaced_n == 0);
	for (size_t g = 0; g < fit.n; g++) {
		const struct fit_made *m = &fit.made[g];
		bool split = subject_of(&r, m, 0) == 0;
		CHECK(t, m->subjects == 1 && m->mixed == 0 && m->alone == 0);
		CHECK(t, split == (m->stage[3] == 0 || m->stage[3] == m->n));
		CHECK(t, split || m->stage[3] == 3); /* else it is mixed as evenly as can be */
	}
}

void test_fit_does_not_split_what_is_too_small_for_two_groups(struct test *t)
{
	struct fit_round r;
	struct fit fit;

	begin(t, &r, 5, 13);
	r.subject[0].split = true;
	add(&r, 0, 9, "333211111"); /* three with an internship are no group */
	fit_build(t->mem, &r.in, &fit);
	CHECK(t, fit.n == 1 && fit.made[0].n == 9 && fit.made[0].mixed == 3);
	CHECK(t, fit.made[0].alone == 1); /* one with a job */
}

void test_fit_leaves_nobody_alone_of_their_experience(struct test *t)
{
	struct fit_round r;
	struct fit fit;
	size_t interns = 0;

	begin(t, &r, 5, 8);
	add(&r, 0, 30, "111113111112111");
	fit_build(t->mem, &r.in, &fit);
	for (size_t g = 0; g < fit.n; g++) {
		CHECK(t, fit.made[g].alone == 0 && fit.made[g].n >= 5);
		interns += fit.made[g].stage[EXPERIENCE_INTERNSHIP];
	}
	CHECK(t, interns == 2 && fit.unplaced_n == 0);
}

/* The group of a person, or -1. */
static int group_at(const struct fit_round *r, const struct fit *fit, int64_t id)
{
	for (size_t g = 0; g < fit->n; g++)
		for (size_t k = 0; k < fit->made[g].n; k++)
			if (r->person[fit->made[g].person[k]].id == id)
				return (int)g;
	return -1;
}

void test_fit_keeps_wishes_and_says_which_cannot_be(struct test *t)
{
	struct fit_round r;
	struct fit fit;

	begin(t, &r, 5, 8);
	add(&r, 0, 10, "1");
	add(&r, 3, 10, "1");
	const struct fit_wish wish[] = { { 1, 11, false }, { 2, 3, true }, { 3, 4, true },
		{ 5, 6, false }, { 6, 7, false }, { 7, 5, true }, { 8, 9, false }, { 9, 8, true },
		{ 20, 777, false } };
	memcpy(r.wish, wish, sizeof wish);
	r.in.wishes = sizeof wish / sizeof *wish;
	fit_build(t->mem, &r.in, &fit);
	CHECK(t, fit.unplaced_n == 0 && group_at(&r, &fit, 1) == group_at(&r, &fit, 11));
	for (int i = 0; i < 9; i++)
		CHECK(t,
			!wish[i].apart
				|| group_at(&r, &fit, wish[i].first)
					!= group_at(&r, &fit, wish[i].second));
	CHECK(t, fit.wish[0] == FIT_MET && fit.wish[1] == FIT_MET && fit.wish[8] == FIT_MET);
	/* 5, 6 and 7 are to be together, but 5 and 7 are not; nor can 8 and 9 be both. */
	CHECK(t, (fit.wish[3] == FIT_CONTRARY) + (fit.wish[4] == FIT_CONTRARY) == 1);
	CHECK(t, fit.wish[6] == FIT_CONTRARY && fit.wish[7] == FIT_MET);
	CHECK(t, fit.cost / FIT_COST_WISH == 2);
}

void test_fit_keeps_people_apart_even_when_there_is_one_group_only(struct test *t)
{
	struct fit_round r;
	struct fit fit;

	begin(t, &r, 5, 13);
	add(&r, 0, 6, "1");
	r.wish[0] = (struct fit_wish){ 1, 2, true };
	r.in.wishes = 1;
	fit_build(t->mem, &r.in, &fit);
	CHECK(t, fit.n == 1 && fit.made[0].n == 5 && fit.unplaced_n == 1);
	CHECK(t, group_at(&r, &fit, 1) != group_at(&r, &fit, 2));
}

/* What was built becomes what stands. */
static void settle(struct fit_round *r, const struct fit *fit, bool begun)
{
	for (size_t g = 0; g < fit->n; g++) {
		const struct fit_made *m = &fit->made[g];
		r->group[g] = (struct fit_group){ 5000 + (int64_t)g, FIT_NO_SUBJECT, begun };
		for (size_t k = 0; k < m->n; k++)
			r->person[m->person[k]].group = r->group[g].id;
	}
	r->in.groups = fit->n;
}

void test_fit_moves_few_when_it_is_run_again(struct test *t)
{
	struct fit_round r;
	struct fit fit, again;

	begin(t, &r, 5, 8);
	for (int64_t subject = 0; subject < 8; subject++)
		add(&r, subject, 9 + (int)subject * 3, "1232");
	fit_build(t->mem, &r.in, &fit);
	settle(&r, &fit, false);
	fit_build(t->mem, &r.in, &again);
	CHECK(t, fit.unplaced_n == 0 && again.moved == 0 && again.n == fit.n);
	add(&r, 3, 1, "3"); /* the groups of their subject have room */
	fit_build(t->mem, &r.in, &again);
	CHECK(t, again.moved == 0 && again.unplaced_n == 0 && again.n == fit.n);
}

void test_fit_makes_room_for_one_by_moving_as_few_as_can_be(struct test *t)
{
	struct fit_round r;
	struct fit fit, again;

	begin(t, &r, 5, 8);
	add(&r, 0, 16, "1");
	fit_build(t->mem, &r.in, &fit);
	CHECK(t, fit.n == 2 && fit.made[0].n == 8);
	settle(&r, &fit, false);
	add(&r, 0, 1, "1"); /* 17 people need a third group of 5: four of them move */
	fit_build(t->mem, &r.in, &again);
	CHECK(t, again.n == 3 && again.moved == 4 && again.unplaced_n == 0);
	settle(&r, &fit, true); /* once they have begun, nobody does */
	fit_build(t->mem, &r.in, &again);
	CHECK(t, again.moved == 0 && again.unplaced_n == 1 && again.unplaced[0] == 16);
}

void test_fit_uses_empty_groups_of_a_subject_before_it_makes_new_ones(struct test *t)
{
	struct fit_round r;
	struct fit fit;

	begin(t, &r, 5, 13);
	for (int64_t subject = 0; subject < 4; subject++) {
		r.subject[subject].split = true;
		add(&r, subject, 5 + (int)subject, "1230");
		r.group[subject] = (struct fit_group){ 5000 + subject, subject, false };
	}
	r.in.groups = 4;
	fit_build(t->mem, &r.in, &fit);
	CHECK(t, fit.n == 4 && fit.unplaced_n == 0);
	for (size_t g = 0; g < fit.n; g++)
		CHECK(t, fit.made[g].group && fit.made[g].distance == 0);
}

static void check_round(struct test *t, const struct fit_round *r, const struct fit *fit)
{
	bool *seen = arena_new(t->mem, bool, r->in.people + 1);
	size_t n = fit->unplaced_n;

	for (size_t g = 0; g < fit->n; g++) {
		const struct fit_made *m = &fit->made[g];
		CHECK(t, (int64_t)m->n >= r->in.size_min && (int64_t)m->n <= r->in.size_max);
		for (size_t k = 0; k < m->n; k++, n++) {
			CHECK(t, !seen[m->person[k]]);
			seen[m->person[k]] = true;
		}
	}
	CHECK(t, n == r->in.people && fit->unplaced_n == 0);
	for (size_t i = 0; i < r->in.wishes; i++) {
		const struct fit_wish *w = &r->wish[i];
		bool same = group_at(r, fit, w->first) == group_at(r, fit, w->second);
		CHECK(t, same == !w->apart || fit->wish[i] == FIT_CONTRARY);
	}
}

/* With the subjects of the sector, drawn as at a university: few large ones and many small. */
void test_fit_places_thousands_by_the_real_tree(struct test *t)
{
	static const int people[] = { 5, 14, 222, 5000 };

	for (size_t k = 0; k < sizeof people / sizeof *people; k++) {
		struct fit_round r;
		struct fit fit;
		fit_round_make(t->mem, (size_t)people[k], 0, &r);
		if (!fit_round_subjects(t->mem, &r)) {
			printf("skipped: no list of subjects to read\n");
			return;
		}
		fit_round_draw(&r, (size_t)people[k], 7 + k);
		fit_build(t->mem, &r.in, &fit);
		check_round(t, &r, &fit);
	}
}
