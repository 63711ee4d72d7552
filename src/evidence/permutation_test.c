/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/permutation.h"

#include "test/test.h"

#include <math.h>

enum { UNITS_MAX = 40 };

struct sample {
	struct permutation_unit unit[UNITS_MAX];
	size_t n;
};

static uint64_t dice(uint64_t *state)
{
	*state = *state * 6364136223846793005 + 1442695040888963407;
	return *state >> 33;
}

/* Pairs of random values, whole numbers so that there are ties, and maybe one left over. */
static struct sample random_sample(uint64_t seed, int64_t pairs, bool left, double effect)
{
	struct sample s = { .n = (size_t)pairs * 2 + left };

	for (size_t i = 0; i < s.n; i++) {
		bool on = i % 2 ? !s.unit[i - 1].on : dice(&seed) % 2;
		s.unit[i] = (struct permutation_unit){ (int64_t)i / 2, on,
			(double)(dice(&seed) % 20) + (on ? effect : 0) };
	}
	return s;
}

static struct permutation tested(struct test *t, const struct sample *s)
{
	struct permutation p = { 0 };

	CHECK(t, permutation_test(t->mem, s->unit, s->n, 1, &p));
	return p;
}

/* The share of all arrangements that are as far from zero, in the plainest way, with a shift taken
   from the units that are on. */
static double plain_p(const struct sample *s, double shift)
{
	int64_t blocks = s->unit[s->n - 1].block + 1, far = 0, all = INT64_C(1) << blocks;
	double seen = 0;

	for (int64_t a = 0; a < all; a++) {
		double on = 0, off = 0;
		int n = 0;
		for (size_t i = 0; i < s->n; i++) {
			double v = s->unit[i].value - (s->unit[i].on ? shift : 0);
			if (s->unit[i].on != (a >> s->unit[i].block & 1)) {
				on += v;
				n++;
			} else {
				off += v;
			}
		}
		double diff = on / n - off / ((int)s->n - n);
		if (a == 0)
			seen = diff;
		far += fabs(diff) >= fabs(seen) - 1e-9;
	}
	return (double)far / (double)all;
}

static bool near(double a, double b)
{
	return fabs(a - b) < 1e-6;
}

/* 5 and 9 against 1 and 3: of 5, 1, -1 and -5 two are as far out as 5. */
void test_permutation_of_two_pairs_by_hand(struct test *t)
{
	struct sample s = { { { 0, true, 5 }, { 0, false, 1 }, { 1, true, 9 }, { 1, false, 3 } },
		4 };
	struct permutation p = tested(t, &s);

	CHECK(t, near(p.mean[1], 7) && near(p.mean[0], 2) && near(p.difference, 5));
	CHECK(t, near(p.p, 0.5) && near(p.least_p, 0.5) && p.counted == 4 && p.is_exact);
	CHECK(t, !p.can_tell && isinf(p.low) && isinf(p.high));
}

/* Pairs that differ by 1 to 6. Turning a set of pairs round counts for shifts between the mean of
   the set and the mean of the others; below 1 only two of 64 do (0.031), at 1 four (0.0625). */
void test_permutation_interval_of_six_pairs_by_hand(struct test *t)
{
	struct sample s = { .n = 12 };

	for (size_t i = 0; i < 12; i++)
		s.unit[i] = (struct permutation_unit){ (int64_t)i / 2, i % 2,
			(double)(i % 2 ? 10 + i / 2 + 1 : 10) };
	struct permutation p = tested(t, &s);
	CHECK(t, near(p.difference, 3.5) && near(p.p, 2.0 / 64) && p.can_tell);
	CHECK(t, near(p.low, 1) && near(p.high, 6));
}

void test_permutation_agrees_with_plain_enumeration(struct test *t)
{
	for (uint64_t seed = 1; seed <= 30; seed++) {
		struct sample s =
			random_sample(seed, 6 + (int64_t)(seed % 3), seed % 2, (double)(seed % 7));
		struct permutation p = tested(t, &s);
		CHECK(t, p.is_exact && near(p.p, plain_p(&s, 0)));
		CHECK(t, p.low <= p.difference && p.difference <= p.high);
		CHECK(t, plain_p(&s, p.low + 1e-5) > 0.05 && plain_p(&s, p.high - 1e-5) > 0.05);
		CHECK(t, plain_p(&s, p.low - 1e-5) <= 0.05 && plain_p(&s, p.high + 1e-5) <= 0.05);
	}
}

/* 16 pairs are too many to count all 65,536; the draws come near to them, and are the same again.
 */
void test_permutation_draws_come_near_to_all(struct test *t)
{
	struct sample s = random_sample(5, 16, false, 3);
	struct permutation p = tested(t, &s), again = tested(t, &s);
	double exact = plain_p(&s, 0);

	CHECK(t, !p.is_exact && p.counted == PERMUTATION_DRAWS + 1 && p.can_tell);
	CHECK(t, fabs(p.p - exact) < 4 * sqrt(exact * (1 - exact) / PERMUTATION_DRAWS) + 1e-4);
	CHECK(t, p.p >= p.least_p);
	CHECK(t, p.p == again.p && p.low == again.low && p.high == again.high);
	CHECK(t, fabs(plain_p(&s, p.low) - 0.05) < 0.01 && fabs(plain_p(&s, p.high) - 0.05) < 0.01);
}

/* When nothing has an effect, p is below a bound about as often as the bound says. */
void test_permutation_is_uniform_without_an_effect(struct test *t)
{
	enum { TRIALS = 1000 };
	int rare = 0, half = 0;

	for (uint64_t seed = 1; seed <= TRIALS; seed++) {
		struct sample s = random_sample(seed * 7919, 8, false, 0);
		struct permutation p = tested(t, &s);
		rare += p.p <= 0.05;
		half += p.p <= 0.5;
	}
	CHECK(t, rare >= 25 && rare <= 75);
	CHECK(t, half >= 430 && half <= 570);
}

void test_permutation_does_not_mind_a_shift(struct test *t)
{
	for (uint64_t seed = 1; seed <= 20; seed++) {
		struct sample s = random_sample(seed, 7, seed % 2, 2), all = s, on = s;
		for (size_t i = 0; i < s.n; i++) {
			all.unit[i].value += 1000;
			on.unit[i].value += s.unit[i].on ? 5 : 0;
		}
		struct permutation p = tested(t, &s), q = tested(t, &all), r = tested(t, &on);
		CHECK(t, near(p.p, q.p) && near(p.low, q.low) && near(p.high, q.high));
		CHECK(t, near(p.difference, q.difference) && near(r.difference, p.difference + 5));
		CHECK(t, near(r.low, p.low + 5) && near(r.high, p.high + 5));
	}
}

void test_permutation_needs_a_pair(struct test *t)
{
	struct sample s = { { { 0, true, 5 }, { 1, false, 1 } }, 2 };
	struct permutation p;

	CHECK(t, !permutation_test(t->mem, s.unit, 2, 1, &p));
	CHECK(t, !permutation_test(t->mem, s.unit, 0, 1, &p));
}
