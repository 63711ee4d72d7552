/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The difference between the two arms of a trial whose groups were drawn by lot, judged by that lot
   alone: what would have come out, had it fallen otherwise? Pure. Names: permutation_

   Units are groups. The lot fell once for each block: a block of two has one group on and one off,
   a block of one is a group that was left over. An arrangement turns some blocks round. The
   statistic is the mean of the groups that are on minus the mean of those that are off.
   - With at most PERMUTATION_EXACT blocks all arrangements are counted, and p is the share of those
     whose statistic is at least as far from zero as the one that was seen (two-sided).
   - With more, PERMUTATION_DRAWS are drawn, and p = (b + 1) / (m + 1): Phipson and Smyth,
     «Permutation P-values should never be zero», Statistical Applications in Genetics and Molecular
     Biology 9(1), 2010, article 39. The same units and seed draw the same.
   - The interval has all shifts d for which the test, with d taken from the groups that are on,
     gives p > 0.05 (Gail, Mark, Carroll, Green and Pee, «On design considerations and
     randomization-based inference for community intervention trials», Statistics in Medicine 15,
     1996). Each arrangement counts for the shifts between two bounds around the difference that was
     seen, so the ends of the interval are order statistics of those bounds and no search is needed.
   - An arrangement and its mirror image always count, so p is never below 2 / 2^blocks: with fewer
     than PERMUTATION_BLOCKS blocks nothing can be told, whatever was seen. */
#ifndef EVIDENCE_PERMUTATION_H
#define EVIDENCE_PERMUTATION_H

#include "base/arena.h"

enum { PERMUTATION_EXACT = 14, PERMUTATION_DRAWS = 19999, PERMUTATION_BLOCKS = 6 };

struct permutation_unit {
	int64_t block; /* from 0, without gaps; one or two units each */
	bool on;
	double value;
};
struct permutation {
	double mean[2]; /* of groups, by off and on */
	double difference, p, low, high;
	double least_p;		 /* that could have come out */
	int64_t blocks, counted; /* arrangements that were counted, the one seen among them */
	bool is_exact;
	bool can_tell; /* false: too few groups; low and high are then infinite */
};

/* False unless some block has one unit on and one off. */
bool permutation_test(struct arena *mem, const struct permutation_unit *unit, size_t n,
	uint64_t seed, struct permutation *ret);

#endif
