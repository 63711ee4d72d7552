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
/* Of a group whose size others may know: never more than the largest multiple of 5 in it. Of 8 who
   all said so 10 would be shown, and 10 of 8 can only be all 8. */
int64_t disclose_count_of(int64_t n, int64_t of);
/* Whether a percentage of so many people may be shown: fewer than 22.5 may not. */
bool disclose_percent_may(int64_t of);
/* Whether an average over so many people may be shown: 7 or fewer may not. */
bool disclose_mean_may(int64_t of);

/* Words in the place of a number: somebody, from 1 on; a few; many. */
enum { DISCLOSE_FEW = 3, DISCLOSE_MANY = 10 };
/* Of n out of so many others how many the words may be made of. A word is said only where at least
   two more could have done it than it takes: «many» of ten others would mean each of them, and «a
   few» of four each but one. Of fewer than four others nothing is said. */
int64_t disclose_words(int64_t n, int64_t of);

/* A count of a table; shown is DISCLOSE_HIDDEN where it must be left out. */
enum { DISCLOSE_HIDDEN = -1 };
struct disclose_cell {
	int64_t n, shown;
};
/* Cells that add up to a total. */
struct disclose_part {
	struct disclose_cell *cell;
	size_t n;
	bool fixed; /* its shown was said before and stays; the other parts have to give way */
};
/* Makes shown of the cells of tables that have one total, which is the sum of their n: one study by
   subject and by year, say. Every number is rounded by itself, the total too, so that taking the
   others from the total gives a range and no number. The rule: all that is shown, the other tables
   too, leaves at least three values for each cell of fewer than 22.5 people, as many as a count
   that is shown as 0 has. Where it would leave fewer, all cells of fewer than 22.5 people are
   hidden in every table, since hiding some would show which they were; and the smallest others with
   them, until at least two of a table are hidden and five values are possible for their sum. */
void disclose_parts(struct disclose_part *part, size_t n, struct disclose_cell *total);
/* One table with its total. */
void disclose_table(struct disclose_cell *cell, size_t n, struct disclose_cell *total);
/* A share as a whole percentage, of two numbers that are shown, so that it tells no more than they
   do. DISCLOSE_HIDDEN when one of them is hidden or when the true number of people of whom it is
   the share is too small for disclose_percent_may. */
int64_t disclose_percent(int64_t shown, const struct disclose_cell *of);

#endif
