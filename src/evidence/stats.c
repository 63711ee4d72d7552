/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/stats.h"

#include <math.h>
#include <stdlib.h>

/* Two passes: the squares of small differences from the mean lose nothing, unlike the difference of
   two large sums of squares. */
static double deviation(const int64_t *v, size_t n, double mean)
{
	double squares = 0;

	for (size_t i = 0; i < n; i++)
		squares += ((double)v[i] - mean) * ((double)v[i] - mean);
	return sqrt(squares / (double)(n - 1));
}

struct stats stats_of(const int64_t *v, size_t n, int64_t bound)
{
	struct stats s = { .n = (int64_t)n };
	int64_t sum = 0;

	if (n == 0)
		return s;
	for (size_t i = 0; i < n; i++) {
		sum += v[i];
		s.zero += v[i] == 0;
		s.above += v[i] > bound;
	}
	s.min = v[0] < v[n - 1] ? v[0] : v[n - 1];
	s.max = v[0] < v[n - 1] ? v[n - 1] : v[0];
	s.mean = (double)sum / (double)n;
	s.median = n % 2 ? (double)v[n / 2] : ((double)v[n / 2 - 1] + (double)v[n / 2]) / 2;
	s.sd = n > 1 ? deviation(v, n, s.mean) : 0;
	return s;
}

bool stats_ordered(const int64_t *a, size_t n, const int64_t *b, size_t m, double *ret)
{
	int64_t halves = 0; /* 2 for a pair in order, 1 for a tie: whole numbers have no rounding */

	if (n == 0 || m == 0)
		return false;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m; k++)
			halves += a[i] > b[k] ? 2 : a[i] == b[k];
	*ret = (double)halves / 2 / ((double)n * (double)m);
	return true;
}

static int rising(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

struct stats_real stats_real_of(double *v, size_t n)
{
	struct stats_real s = { .n = n };
	double squares = 0;

	if (n == 0)
		return s;
	qsort(v, n, sizeof *v, rising);
	for (size_t i = 0; i < n; i++)
		s.sum += v[i];
	s.mean = s.sum / (double)n;
	for (size_t i = 0; i < n; i++)
		squares += (v[i] - s.mean) * (v[i] - s.mean);
	s.sd = n > 1 ? sqrt(squares / (double)(n - 1)) : 0;
	s.median = (v[(n - 1) / 2] + v[n / 2]) / 2;
	s.min = v[0];
	s.max = v[n - 1];
	return s;
}
