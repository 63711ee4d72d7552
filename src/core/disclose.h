/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What may be said about a number of people to somebody who is not the researcher: the Standard
   Rounding Methodology of HESA's services. Names: disclose_ */
#ifndef CORE_DISCLOSE_H
#define CORE_DISCLOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* To the nearest multiple of 5, halves upwards; so 0, 1 and 2 are 0. */
int64_t disclose_count(int64_t n);
/* Whether a percentage of so many people may be shown: fewer than 22.5 may not. */
bool disclose_percent_may(int64_t of);
/* Whether an average over so many people may be shown: 7 or fewer may not. */
bool disclose_mean_may(int64_t of);

/* A count of a table; shown is DISCLOSE_HIDDEN where it must be left out. */
enum { DISCLOSE_HIDDEN = -1 };
struct disclose_cell {
	int64_t n, shown;
};
/* Makes shown of the cells of a table with one total, which is the sum of their n. Every number is
   rounded by itself, the total too, so that taking the others from the total gives a range and no
   number. The rule: total and other cells leave at least three values for each cell of fewer than
   22.5 people, as many as a count that is shown as 0 has. Where they would leave fewer, all cells
   of fewer than 22.5 people are hidden, since hiding some would show which they were; and the
   smallest others with them, until at least two are hidden and at least five values are possible
   for the sum of those. */
void disclose_table(struct disclose_cell *cell, size_t n, struct disclose_cell *total);
/* A share as a whole percentage, of two numbers that are shown, so that it tells no more than they
   do. DISCLOSE_HIDDEN when one of them is hidden or when the true number of people of whom it is
   the share is too small for disclose_percent_may. */
int64_t disclose_percent(int64_t shown, const struct disclose_cell *of);

#endif
