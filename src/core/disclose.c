/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/disclose.h"

enum { STEP = 5, PERCENT_LEAST = 23, MEAN_LEAST = 8 };

int64_t disclose_count(int64_t n)
{
	return (2 * n + STEP) / (2 * STEP) * STEP;
}

bool disclose_percent_may(int64_t of)
{
	return of >= PERCENT_LEAST;
}

bool disclose_mean_may(int64_t of)
{
	return of >= MEAN_LEAST;
}
