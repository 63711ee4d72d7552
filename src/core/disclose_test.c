/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/disclose.h"
#include "test/test.h"

#include <stdio.h>

void test_disclose_rounds_as_hesa_does(struct test *t)
{
	static const int64_t pair[][2] = { { 0, 0 }, { 1, 0 }, { 2, 0 }, { 3, 5 }, { 5, 5 },
		{ 7, 5 }, { 8, 10 }, { 12, 10 }, { 13, 15 }, { 222, 220 }, { 223, 225 } };

	for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
		CHECK(t, disclose_count(pair[i][0]) == pair[i][1]);
}

/* Whoever knows how many there are has three values left at least, also where all or none did. */
void test_disclose_count_of_a_known_group_tells_nobody(struct test *t)
{
	for (int64_t of = 8; of <= 60; of++) {
		int values[20] = { 0 };
		for (int64_t n = 0; n <= of; n++) {
			int64_t shown = disclose_count_of(n, of);
			CHECK(t, shown <= of && shown - n <= 2 && n - shown <= 7);
			values[shown / 5]++;
		}
		for (size_t i = 0; i < 20; i++)
			CHECK(t, values[i] == 0 || values[i] >= 3);
	}
}

void test_disclose_keeps_percentages_and_averages_of_few_people(struct test *t)
{
	CHECK(t, !disclose_percent_may(22));
	CHECK(t, disclose_percent_may(23));
	CHECK(t, !disclose_mean_may(7));
	CHECK(t, disclose_mean_may(8));
}

enum { CELLS = 3, MOST = 13 };

/* Whether a reader could think that a cell holds n: it fits what is shown of the cell. */
static bool fits(const struct disclose_cell *c, int64_t n)
{
	return c->shown == DISCLOSE_HIDDEN || disclose_count(n) == c->shown;
}

/* How many values of a cell leave values for the others that make the total shown. */
static int possible(const struct disclose_cell *cell, size_t at, const struct disclose_cell *total)
{
	size_t b = (at + 1) % CELLS, d = (at + 2) % CELLS;
	int found = 0;

	for (int64_t i = 0; i < 3 * MOST; i++) {
		bool can = false;
		for (int64_t j = 0; fits(&cell[at], i) && !can && j < 3 * MOST; j++)
			for (int64_t k = 0; !can && k < 3 * MOST; k++)
				can = fits(&cell[b], j) && fits(&cell[d], k)
					&& disclose_count(i + j + k) == total->shown;
		found += can;
	}
	return found;
}

/* Every table of three small cells: nobody can tell more about a cell from the others and the total
   than that it is one of three values. */
void test_disclose_table_tells_nothing_by_taking_away(struct test *t)
{
	int hidden = 0;

	for (int64_t i = 0; i < MOST * MOST * MOST; i++) {
		struct disclose_cell cell[CELLS] = { { .n = i % MOST }, { .n = i / MOST % MOST },
			{ .n = i / MOST / MOST } };
		struct disclose_cell total;
		disclose_table(cell, CELLS, &total);
		int here = 0;
		for (size_t k = 0; k < CELLS; k++) {
			int is = possible(cell, k, &total);
			if (is < 3)
				printf("  %d %d %d: %d values\n", (int)cell[0].n, (int)cell[1].n,
					(int)cell[2].n, is);
			CHECK(t, is >= 3);
			here += cell[k].shown == DISCLOSE_HIDDEN;
		}
		CHECK(t, here != 1 && total.shown == disclose_count(total.n));
		hidden += here > 0;
	}
	/* It is needed, and not for most. */
	CHECK(t, hidden > 0 && hidden < MOST * MOST * MOST / 10);
}

enum { SIDE = 27, STEPS = 20 };

/* What a cell may be for somebody who sees a table and knows how it was made: a bit for each number
   in each table that looks the same. */
struct look {
	uint64_t may[CELLS];
	bool is_cut; /* tables beyond SIDE may look like it too */
};

static size_t look_of(const struct disclose_cell *cell, const struct disclose_cell *total)
{
	size_t at = (size_t)(total->shown / 5 + 1);

	for (size_t k = 0; k < CELLS; k++)
		at = at * STEPS + (size_t)(cell[k].shown < 0 ? 0 : cell[k].shown / 5 + 1);
	return at;
}

/* What is left out tells nothing by being left out. */
void test_disclose_table_tells_nothing_to_who_knows_how_it_is_made(struct test *t)
{
	size_t n = (size_t)STEPS * STEPS * STEPS * STEPS;
	struct look *look = arena_new(t->mem, struct look, n);

	for (int64_t i = 0; i < SIDE * SIDE * SIDE; i++) {
		struct disclose_cell cell[CELLS] = { { .n = i % SIDE }, { .n = i / SIDE % SIDE },
			{ .n = i / SIDE / SIDE } };
		struct disclose_cell total;
		disclose_table(cell, CELLS, &total);
		struct look *l = &look[look_of(cell, &total)];
		for (size_t k = 0; k < CELLS; k++) {
			l->may[k] |= UINT64_C(1) << cell[k].n;
			l->is_cut = l->is_cut || cell[k].n >= SIDE - 4;
		}
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < CELLS; k++)
			CHECK(t,
				look[i].is_cut || look[i].may[k] == 0
					|| __builtin_popcountll(look[i].may[k]) >= 3);
}

void test_disclose_table_hides_two_where_the_total_would_tell(struct test *t)
{
	/* 0, 0 and 5: both would be 1 or 2. */
	struct disclose_cell two[2] = { { .n = 2 }, { .n = 2 } }, total;

	disclose_table(two, 2, &total);
	CHECK(t, total.shown == 5 && two[0].shown == DISCLOSE_HIDDEN);
	CHECK(t, two[1].shown == DISCLOSE_HIDDEN);
	struct disclose_cell plain[2] = { { .n = 21 }, { .n = 40 } };
	disclose_table(plain, 2, &total);
	CHECK(t, plain[0].shown == 20 && plain[1].shown == 40 && total.shown == 60);
	/* 1187 or 1188, and 3477 or 3478: that points to nobody. */
	struct disclose_cell many[2] = { { .n = 1188 }, { .n = 3478 } };
	disclose_table(many, 2, &total);
	CHECK(t, total.shown == 4665 && many[0].shown == 1190 && many[1].shown == 3480);
	disclose_table(plain, 1, &total);
	CHECK(t, plain[0].shown == 20 && total.shown == 20);
}

void test_disclose_percent_is_of_what_is_shown(struct test *t)
{
	const struct disclose_cell few = { 22, 20 }, enough = { 23, 25 }, none = { 0, 0 },
				   out = { 40, DISCLOSE_HIDDEN };

	CHECK(t, disclose_percent(5, &few) == DISCLOSE_HIDDEN);
	CHECK(t, disclose_percent(5, &enough) == 20 && disclose_percent(0, &enough) == 0);
	CHECK(t, disclose_percent(5, &none) == DISCLOSE_HIDDEN);
	CHECK(t, disclose_percent(5, &out) == DISCLOSE_HIDDEN);
	CHECK(t, disclose_percent(DISCLOSE_HIDDEN, &enough) == DISCLOSE_HIDDEN);
}

/* ---- two tables with one total, such as a study by subject and by year ---- */

enum { TWO = 2, FEW = 10, SUMS = 60, SEEN = 14 };

/* Two tables of two, and what is shown of them. */
struct duo {
	struct disclose_cell a[TWO], b[TWO], total;
};

static struct duo pair_of(int64_t sum, int64_t i, int64_t k)
{
	return (struct duo){ { { .n = i }, { .n = sum - i } }, { { .n = k }, { .n = sum - k } },
		{ 0 } };
}

static void show_together(struct duo *p, bool first_stays)
{
	struct disclose_part part[TWO] = { { p->a, TWO, first_stays }, { p->b, TWO, false } };

	if (first_stays)
		disclose_table(p->a, TWO, &p->total);
	disclose_parts(part, TWO, &p->total);
}

static void show_apart(struct duo *p)
{
	disclose_table(p->a, TWO, &p->total);
	disclose_table(p->b, TWO, &p->total);
}

/* For each look of two tables, a bit for each number that a cell may have. */
struct known {
	uint64_t may[2 * TWO];
	bool is_cut; /* larger tables may look like it too */
};

static size_t step_of(const struct disclose_cell *c)
{
	return c->shown < 0 ? 0 : (size_t)c->shown / 5 + 1;
}

static void learn(struct known *all, const struct duo *p)
{
	size_t at = step_of(&p->total);

	for (size_t k = 0; k < TWO; k++)
		at = (at * SEEN + step_of(&p->a[k])) * SEEN + step_of(&p->b[k]);
	for (size_t k = 0; k < TWO; k++) {
		all[at].may[k] |= UINT64_C(1) << p->a[k].n;
		all[at].may[TWO + k] |= UINT64_C(1) << p->b[k].n;
	}
	all[at].is_cut = all[at].is_cut || p->total.n >= SUMS - 5;
}

static void learn_one(struct known *all, int64_t sum, int64_t i, int64_t k, bool together)
{
	struct duo p = pair_of(sum, i, k);

	if (together)
		show_together(&p, false);
	else
		show_apart(&p);
	learn(all, &p);
}

/* In how many looks a cell of fewer than 22.5 people has fewer than three values, for somebody who
   knows how they were made. Every pair of tables up to the largest sum is tried. */
static int told_by(struct test *t, bool together)
{
	size_t n = (size_t)SEEN * SEEN * SEEN * SEEN * SEEN;
	struct known *all = arena_new(t->mem, struct known, n);
	int told = 0;

	for (int64_t sum = 0; sum < SUMS; sum++)
		for (int64_t i = 0; i <= sum; i++)
			for (int64_t k = 0; k <= sum; k++)
				learn_one(all, sum, i, k, together);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; !all[i].is_cut && k < 2 * TWO; k++)
			told += all[i].may[k] && all[i].may[k] < UINT64_C(1) << 23
				&& __builtin_popcountll(all[i].may[k]) < 3;
	return told;
}

/* Each by itself tells nothing, and together they would: 0 and 55, 25 and 25, 55 of all. */
void test_disclose_tables_with_one_total_tell_nothing_together(struct test *t)
{
	CHECK(t, told_by(t, false) == 4);
	CHECK(t, told_by(t, true) == 0);
}

/* What fits all that is shown, found by trying every value of every cell: the whole system. */
static int possible_in_pair(const struct disclose_cell *a, size_t at, const struct duo *p,
	const struct disclose_cell *b)
{
	int found = 0;

	for (int64_t i = 0; i <= SUMS; i++) {
		bool can = false;
		for (int64_t j = 0; fits(&a[at], i) && !can && j <= SUMS; j++) {
			if (!fits(&a[1 - at], j) || disclose_count(i + j) != p->total.shown)
				continue;
			for (int64_t k = 0; !can && k <= i + j; k++)
				can = fits(&b[0], k) && fits(&b[1], i + j - k);
		}
		found += can;
	}
	return found;
}

static bool is_safe(const struct duo *p)
{
	for (size_t k = 0; k < TWO; k++)
		if ((p->a[k].n < 23 && possible_in_pair(p->a, k, p, p->b) < 3)
			|| (p->b[k].n < 23 && possible_in_pair(p->b, k, p, p->a) < 3))
			return false;
	return true;
}

static int gives_way(struct test *t, int64_t sum, int64_t i, int64_t k)
{
	struct duo was = pair_of(sum, i, k), p = was;
	int gave = 0;

	show_apart(&was);
	show_together(&p, true);
	for (size_t m = 0; m < TWO; m++) {
		CHECK(t, p.a[m].shown == was.a[m].shown);
		gave += p.b[m].shown != was.b[m].shown;
	}
	CHECK(t, is_safe(&p));
	return gave;
}

/* What was said before stays; a table that comes later gives way until both are safe. */
void test_disclose_table_that_comes_later_gives_way(struct test *t)
{
	int gave = 0;

	for (int64_t sum = 44; sum <= 56; sum++)
		for (int64_t i = 0; i <= FEW; i++)
			for (int64_t k = 0; k <= sum; k++)
				gave += gives_way(t, sum, i, k);
	CHECK(t, gave > 0);
}

void test_disclose_words_always_leave_two_who_may_not_have(struct test *t)
{
	CHECK(t, disclose_words(3, 3) == 0 && disclose_words(4, 4) == DISCLOSE_FEW - 1);
	CHECK(t, disclose_words(1, 4) == 1 && disclose_words(3, 5) == 3);
	CHECK(t, disclose_words(11, 11) == DISCLOSE_MANY - 1 && disclose_words(10, 12) == 10);
	for (int64_t of = 4; of < 40; of++)
		for (int64_t n = 0; n <= of; n++) {
			int64_t said = disclose_words(n, of);
			CHECK(t, said <= n && (n == 0) == (said == 0));
			CHECK(t, said < DISCLOSE_FEW || of >= DISCLOSE_FEW + 2);
			CHECK(t, said < DISCLOSE_MANY || of >= DISCLOSE_MANY + 2);
		}
}
