/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/stats.h"
#include "test/test.h"

#include <math.h>

static bool near(double a, double b)
{
	return fabs(a - b) < 1e-9;
}

void test_stats_of_few_values(struct test *t)
{
	const int64_t v[] = { 9, 4, 4, 0 };
	struct stats s = stats_of(v, 4, 4);

	CHECK(t, s.n == 4 && s.min == 0 && s.max == 9 && s.zero == 1 && s.above == 1);
	CHECK(t, near(s.mean, 4.25) && near(s.median, 4) && near(s.sd, sqrt(40.75 / 3)));
	s = stats_of(v, 3, 90);
	CHECK(t, s.n == 3 && s.min == 4 && near(s.median, 4) && s.zero == 0 && s.above == 0);
	s = stats_of(v, 1, 8);
	CHECK(t, s.n == 1 && near(s.mean, 9) && near(s.sd, 0) && s.above == 1);
	s = stats_of(v, 0, 90);
	CHECK(t, s.n == 0 && near(s.mean, 0));
}

/* The textbook formula with sums of squares answers 0 or a negative number here. */
void test_stats_keep_a_small_spread_of_large_values(struct test *t)
{
	const int64_t v[] = { 1000000000000004, 1000000000000003, 1000000000000002 };

	CHECK(t, near(stats_of(v, 3, 90).sd, 1));
}

void test_stats_ordered_counts_ties_half(struct test *t)
{
	const int64_t a[] = { 5, 3 }, b[] = { 3, 1 };
	double p = -1;

	CHECK(t, stats_ordered(a, 2, b, 2, &p) && near(p, 0.875));
	CHECK(t, stats_ordered(b, 2, a, 2, &p) && near(p, 0.125));
	CHECK(t, !stats_ordered(a, 0, b, 2, &p) && !stats_ordered(a, 2, b, 0, &p));
}
