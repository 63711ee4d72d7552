/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What may be said about a number of people to somebody who is not the researcher: the Standard
   Rounding Methodology of HESA's services. Names: disclose_ */
#ifndef CORE_DISCLOSE_H
#define CORE_DISCLOSE_H

#include <stdbool.h>
#include <stdint.h>

/* To the nearest multiple of 5, halves upwards; so 0, 1 and 2 are 0. */
int64_t disclose_count(int64_t n);
/* Whether a percentage of so many people may be shown: fewer than 22.5 may not. */
bool disclose_percent_may(int64_t of);
/* Whether an average over so many people may be shown: 7 or fewer may not. */
bool disclose_mean_may(int64_t of);

#endif
