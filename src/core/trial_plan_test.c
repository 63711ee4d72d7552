/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/trial_plan.h"

#include "core/lot.h"
#include "test/test.h"

#include <stdlib.h>

enum { UNITS = 25, SEEDS = 400 };

static const struct {
	const char *subject, *area;
	int64_t people;
} sample[UNITS] = { { "Chemistry", "Physical sciences", 9 },
	{ "chemistry", "Physical sciences", 5 }, { "Chemistry", "Physical sciences", 13 },
	{ "Physics", "Physical sciences", 7 }, { "Law", "Law", 12 }, { "Law", "Law", 12 },
	{ "Law", "Law", 6 }, { "Law", "Law", 11 }, { "Nursing", "Subjects allied to medicine", 8 },
	{ "Nursing", "Subjects allied to medicine", 9 },
	{ "Business", "Business and management", 13 }, { "Business", "Business and management", 5 },
	{ "Business", "Business and management", 10 },
	{ "Business", "Business and management", 10 }, { "Business", "Business and management", 7 },
	{ "Accounting", "Business and management", 6 }, { "History", "Historical studies", 5 },
	{ "Archaeology", "Historical studies", 6 }, { "Music", "", 7 }, { "Drama", "", 9 },
	{ "", "", 5 }, { "", "", 13 }, { "", "", 12 }, { "Zoology", "Biosciences", 5 },
	{ "Botany", "Biosciences", 13 } };

static struct trial_plan plan_of(struct ctx *c, struct str seed)
{
	struct trial_plan p = { .feature = FEATURE_LIVE_WELCOME,
		.study = S("cop"),
		.round = S("autumn"),
		.round_id = 20,
		.seed = seed,
		.frozen_at = S("2026-10-20T09:00:00Z"),
		.n = UNITS };

	p.unit = arena_new(c->mem, struct trial_plan_unit, UNITS);
	for (size_t i = 0; i < UNITS; i++)
		p.unit[i] = (struct trial_plan_unit){ .id = 100 + (int64_t)i,
			.name = arena_fmt(c->mem, "Group “%d”", (int)i),
			.subject = str_of(sample[i].subject),
			.area = str_of(sample[i].area),
			.people = sample[i].people };
	return p;
}

static bool near(int64_t a, int64_t b)
{
	return a - b <= 1 && b - a <= 1;
}

void test_trial_plan_is_balanced_by_subject_and_size_for_every_seed(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	int64_t on[UNITS] = { 0 }, total = 0;

	for (int i = 0; i < SEEDS; i++) {
		struct trial_plan p = plan_of(c, lot_seed(c));
		struct trial_plan_row *row, sum;
		size_t n;
		CHECK(t, trial_plan_draw(c, &p));
		sum = trial_plan_sum(&p);
		CHECK(t, near(sum.units[0], sum.units[1]));
		/* The most that the pairs of this list can differ, all to one side. */
		int64_t apart = llabs(sum.people[0] - sum.people[1]);
		CHECK(t, apart <= 56);
		total += apart;
		trial_plan_balance(c, &p, false, &row, &n);
		CHECK(t, n == 13);
		for (size_t k = 0; k < n; k++)
			CHECK(t, near(row[k].units[0], row[k].units[1]));
		for (size_t k = 0; k < UNITS; k++)
			on[k] += p.unit[k].on;
	}
	/* 16 people on average, by the sizes of the pairs; by tosses alone it would be 37. */
	CHECK(t, total < 20 * SEEDS);
	/* Every group has an even chance: 400 tosses, six standard deviations to each side. */
	for (size_t k = 0; k < UNITS; k++)
		CHECK(t, on[k] > SEEDS / 2 - 60 && on[k] < SEEDS / 2 + 60);
}

void test_trial_plan_depends_on_the_seed_and_the_list_alone(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct str seed = lot_seed(c), one = S(""), two = S("");
	int differ = 0;

	for (int i = 0; i < 50; i++) {
		struct trial_plan a = plan_of(c, seed), b = plan_of(c, seed);
		for (size_t k = 0; k < UNITS / 2; k++) { /* the same list, backwards */
			struct trial_plan_unit u = b.unit[k];
			b.unit[k] = b.unit[UNITS - 1 - k];
			b.unit[UNITS - 1 - k] = u;
		}
		CHECK(t, trial_plan_draw(c, &a) && trial_plan_write(c, &a, &one));
		CHECK(t, trial_plan_draw(c, &b) && trial_plan_write(c, &b, &two));
		CHECK(t, str_eq(one, two));
		b.seed = lot_seed(c);
		CHECK(t, trial_plan_draw(c, &b));
		for (size_t k = 0; k < UNITS; k++)
			differ += a.unit[k].on != b.unit[k].on;
	}
	CHECK(t, differ > 50 * UNITS / 4);
}

/* A second way to the same lots, after the words of the header and not after the code: the pool is
   searched for the next unit again and again. */
static const struct trial_plan_unit *next_of(const struct trial_plan *p, const bool *gone, int key)
{
	const struct trial_plan_unit *best = NULL;

	for (size_t i = 0; i < p->n; i++) {
		const struct trial_plan_unit *u = &p->unit[i];
		int order = 0;
		if (gone[i])
			continue;
		if (best && key < 2)
			order = trial_plan_order(key == 0 ? u->subject : u->area,
				key == 0 ? best->subject : best->area);
		if (best && order == 0)
			order = u->people != best->people ? (u->people < best->people ? -1 : 1)
							  : (u->id < best->id ? -1 : 1);
		if (!best || order < 0)
			best = u;
	}
	return best;
}

static bool alike(const struct trial_plan_unit *a, const struct trial_plan_unit *b, int key)
{
	return key == 2
		|| trial_plan_order(key ? a->area : a->subject, key ? b->area : b->subject) == 0;
}

static void draw_again(const struct trial_plan *p, const unsigned char *lot, bool *on)
{
	bool taken[UNITS] = { false };

	for (int key = 0; key < 3; key++) {
		bool gone[UNITS];
		memcpy(gone, taken, sizeof gone);
		for (const struct trial_plan_unit *a, *b; (a = next_of(p, gone, key));) {
			gone[a - p->unit] = true;
			b = next_of(p, gone, key);
			if (!b || !alike(a, b, key))
				continue;
			gone[b - p->unit] = taken[a - p->unit] = taken[b - p->unit] = true;
			bool first = *lot++ % 2 == 1;
			on[(first ? a : b) - p->unit] = true;
		}
	}
	for (size_t i = 0; i < p->n; i++)
		if (!taken[i])
			on[i] = *lot % 2 == 1;
}

void test_trial_plan_can_be_drawn_again_another_way(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	for (int i = 0; i < 100; i++) {
		struct trial_plan p = plan_of(c, lot_seed(c));
		bool on[UNITS] = { false };
		const unsigned char *lot;
		p.n = (size_t)(UNITS - i % 5); /* odd and even numbers */
		CHECK(t, lot_bytes(c, p.seed, UNITS, &lot));
		draw_again(&p, lot, on);
		CHECK(t, trial_plan_draw(c, &p));
		for (size_t k = 0; k < p.n; k++)
			CHECK(t, p.unit[k].on == on[k]);
	}
}

void test_trial_plan_of_few_or_none(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct trial_plan p = plan_of(c, lot_seed(c));
	struct trial_plan_row sum;

	p.n = 2;
	CHECK(t, trial_plan_draw(c, &p));
	sum = trial_plan_sum(&p);
	CHECK(t, sum.units[0] == 1 && sum.units[1] == 1);
	p.n = 0;
	CHECK(t, trial_plan_draw(c, &p));
	sum = trial_plan_sum(&p);
	CHECK(t, sum.units[0] == 0 && sum.units[1] == 0);
}

void test_trial_plan_is_written_and_read_as_the_same_bytes(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct trial_plan p = plan_of(c, lot_seed(c)), back;
	struct str text = S(""), again = S("");

	CHECK(t, trial_plan_draw(c, &p) && trial_plan_write(c, &p, &text));
	CHECK(t, test_has(text, "{\"feature\":\"live-welcome\",\"format\":\"cairn-trial-1\""));
	CHECK(t, test_has(text, "\"name\":\"Group “0”\",\"people\":9,\"subject\":\"Chemistry\"}"));
	CHECK(t, trial_plan_read(c, text, &back) && trial_plan_write(c, &back, &again));
	CHECK(t, str_eq(text, again) && back.n == UNITS && str_eq(back.seed, p.seed));
}

void test_trial_plan_that_was_touched_is_refused(struct test *t)
{
	static const char *const bad[] = { "", "{}", "[]", "null", "{\"feature\":\"live-welcome\"}",
		"{\"feature\":\"nothing\",\"format\":\"cairn-trial-1\",\"frozen_at\":\"\","
		"\"method\":\"pairs\",\"round\":\"a\",\"round_id\":1,\"seed\":\"\","
		"\"study\":\"b\",\"unit\":\"group\",\"units\":[]}",
		"{\"feature\":\"wellbeing\",\"format\":\"cairn-trial-1\",\"frozen_at\":\"\","
		"\"method\":\"by hand\",\"round\":\"a\",\"round_id\":1,\"seed\":\"\","
		"\"study\":\"b\",\"unit\":\"group\",\"units\":[]}",
		"{\"feature\":\"wellbeing\",\"format\":\"cairn-trial-1\",\"frozen_at\":\"\","
		"\"method\":\"pairs\",\"note\":\"hidden\",\"round\":\"a\",\"round_id\":1,"
		"\"seed\":\"\","
		"\"study\":\"b\",\"unit\":\"group\",\"units\":[]}",
		"{\"feature\":\"wellbeing\",\"format\":\"cairn-trial-1\",\"frozen_at\":\"\","
		"\"method\":\"pairs\",\"round\":\"a\",\"round_id\":1,\"seed\":\"\","
		"\"study\":\"b\",\"unit\":\"group\",\"units\":[]} " };
	struct trial_plan p;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct ctx *c = test_ctx(t, (struct person_id){ 0 });
		CHECK(t, !trial_plan_read(c, str_of(bad[i]), &p));
		CHECK(t, c->fault.kind == FAULT_INVALID);
	}
}
