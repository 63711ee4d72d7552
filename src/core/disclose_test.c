/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/disclose.h"
#include "test/test.h"

void test_disclose_rounds_as_hesa_does(struct test *t)
{
	static const int64_t pair[][2] = { { 0, 0 }, { 1, 0 }, { 2, 0 }, { 3, 5 }, { 5, 5 },
		{ 7, 5 }, { 8, 10 }, { 12, 10 }, { 13, 15 }, { 222, 220 }, { 223, 225 } };

	for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
		CHECK(t, disclose_count(pair[i][0]) == pair[i][1]);
}

void test_disclose_keeps_percentages_and_averages_of_few_people(struct test *t)
{
	CHECK(t, !disclose_percent_may(22));
	CHECK(t, disclose_percent_may(23));
	CHECK(t, !disclose_mean_may(7));
	CHECK(t, disclose_mean_may(8));
}
