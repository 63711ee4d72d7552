/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/permutation.h"

#include <math.h>
#include <stdlib.h>

/* Of an arrangement: the statistic of the values, and of «was on» in their place. */
struct arranged {
	double value, share;
};
struct bounds {
	double *low, *high;
	int64_t n, as_far;
};

/* SplitMix64 (Steele, Lea and Flood 2014). */
static uint64_t next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static struct arranged arrange(const struct permutation_unit *unit, size_t n, const bool *turned)
{
	double sum[2] = { 0 }, was[2] = { 0 };
	double groups[2] = { 0 };

	for (size_t i = 0; i < n; i++) {
		bool on = unit[i].on != turned[unit[i].block];
		sum[on] += unit[i].value;
		was[on] += unit[i].on;
		groups[on]++;
	}
	return (struct arranged){ sum[1] / groups[1] - sum[0] / groups[0],
		was[1] / groups[1] - was[0] / groups[0] };
}

/* An arrangement counts for a shift d when |value - d share| >= |seen - d|. Between the two roots
   it does; where both sides are the same line it always does. */
static void note(struct bounds *b, double seen, struct arranged a, double slack)
{
	double low = -INFINITY, high = INFINITY;

	if (1 - fabs(a.share) > 1e-9) {
		double one = (seen - a.value) / (1 - a.share);
		double two = (seen + a.value) / (1 + a.share);
		low = one < two ? one : two;
		high = one < two ? two : one;
	}
	b->low[b->n] = low;
	b->high[b->n++] = high;
	b->as_far += fabs(a.value) >= fabs(seen) - slack;
}

static int rising(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int falling(const void *a, const void *b)
{
	return rising(b, a);
}

/* The first shift at which more than one in twenty count. */
static void judge(struct bounds *b, struct permutation *p)
{
	int64_t at = b->n / 20;

	p->p = (double)b->as_far / (double)b->n;
	p->counted = b->n;
	p->can_tell = p->blocks >= PERMUTATION_BLOCKS;
	qsort(b->low, (size_t)b->n, sizeof *b->low, rising);
	qsort(b->high, (size_t)b->n, sizeof *b->high, falling);
	p->low = p->can_tell ? b->low[at] : -INFINITY;
	p->high = p->can_tell ? b->high[at] : INFINITY;
}

static void turn_exact(bool *turned, int64_t blocks, uint64_t bits)
{
	for (int64_t k = 0; k < blocks; k++)
		turned[k] = bits >> k & 1;
}

static void turn_drawn(bool *turned, int64_t blocks, uint64_t *state)
{
	uint64_t bits = 0;

	for (int64_t k = 0; k < blocks; k++, bits >>= 1) {
		if (k % 64 == 0)
			bits = next(state);
		turned[k] = bits & 1;
	}
}

/* Sets blocks, means and difference; false unless some block has both. */
static bool describe(const struct permutation_unit *unit, size_t n, struct permutation *p)
{
	double sum[2] = { 0 }, groups[2] = { 0 };
	int64_t in_pairs = 0;

	for (size_t i = 0; i < n; i++) {
		if (unit[i].block >= p->blocks)
			p->blocks = unit[i].block + 1;
		sum[unit[i].on] += unit[i].value;
		groups[unit[i].on]++;
	}
	in_pairs = (int64_t)n - p->blocks;
	if (in_pairs < 1 || groups[0] == 0 || groups[1] == 0)
		return false;
	p->mean[0] = sum[0] / groups[0];
	p->mean[1] = sum[1] / groups[1];
	p->difference = p->mean[1] - p->mean[0];
	return true;
}

bool permutation_test(struct arena *mem, const struct permutation_unit *unit, size_t n,
	uint64_t seed, struct permutation *ret)
{
	struct permutation p = { 0 };
	double slack = 0;

	if (!describe(unit, n, &p))
		return false;
	p.is_exact = p.blocks <= PERMUTATION_EXACT;
	p.least_p = p.is_exact ? ldexp(2, (int)-p.blocks) : 1.0 / (PERMUTATION_DRAWS + 1);
	int64_t all = p.is_exact ? INT64_C(1) << p.blocks : PERMUTATION_DRAWS + 1;
	bool *turned = arena_new(mem, bool, (size_t)p.blocks);
	struct bounds b = { arena_new(mem, double, (size_t)all),
		arena_new(mem, double, (size_t)all), 0, 0 };
	/* Sums in another order differ in their last digits; what is equal must count as equal. */
	for (size_t i = 0; i < n; i++)
		slack = fmax(slack, fabs(unit[i].value) * 1e-10);
	/* The first is the one that was seen. */
	note(&b, p.difference, arrange(unit, n, turned), slack);
	while (b.n < all) {
		if (p.is_exact)
			turn_exact(turned, p.blocks, (uint64_t)b.n);
		else
			turn_drawn(turned, p.blocks, &seed);
		note(&b, p.difference, arrange(unit, n, turned), slack);
	}
	judge(&b, &p);
	*ret = p;
	return true;
}
