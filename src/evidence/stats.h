/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What can be said of a handful of whole numbers. Names: stats_ */
#ifndef EVIDENCE_STATS_H
#define EVIDENCE_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stats {
	int64_t n, min, max, zero,
		above;	     /* zero: how many are 0; above: how many are above the bound */
	double mean, median; /* of n > 0 */
	double sd;	     /* of a sample, with n - 1; of n > 1 */
};

/* The values must be in rising or falling order. */
struct stats stats_of(const int64_t *v, size_t n, int64_t bound);

/* Of numbers that need not be whole. */
struct stats_real {
	size_t n;
	double sum, mean, median, min, max; /* of n > 0 */
	double sd;			    /* of a sample; of n > 1 */
};
/* Sorts the values. */
struct stats_real stats_real_of(double *v, size_t n);

/* How probable it is that of one value of a and one of b, drawn at random, the one of a is the
   larger; a tie counts half (source: Mann and Whitney 1947, U / (n m)). False when a or b is empty.
   */
bool stats_ordered(const int64_t *a, size_t n, const int64_t *b, size_t m, double *ret);

#endif
