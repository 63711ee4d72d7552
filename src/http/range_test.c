/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/range.h"

#include "test/test.h"

struct sample {
	const char *header;
	enum range range;
	int64_t from, length;
};

void test_range_reads_what_browsers_ask_for(struct test *t)
{
	static const struct sample samples[] = { { "", RANGE_ALL, 0, 0 },
		{ "bytes=0-", RANGE_PART, 0, 1000 }, { "bytes=0-0", RANGE_PART, 0, 1 },
		{ "bytes=200-299", RANGE_PART, 200, 100 },
		{ "Bytes = 990-5000", RANGE_PART, 990, 10 }, { "bytes=-100", RANGE_PART, 900, 100 },
		{ "bytes=-5000", RANGE_PART, 0, 1000 }, { "bytes=999-", RANGE_PART, 999, 1 },
		{ "bytes=1000-", RANGE_NONE, 0, 0 }, { "bytes=-0", RANGE_NONE, 0, 0 },
		{ "bytes=5-4", RANGE_ALL, 0, 0 }, { "bytes=0-1,5-6", RANGE_ALL, 0, 0 },
		{ "lines=0-5", RANGE_ALL, 0, 0 }, { "bytes=", RANGE_ALL, 0, 0 },
		{ "bytes=x-y", RANGE_ALL, 0, 0 }, { "bytes=-", RANGE_ALL, 0, 0 },
		{ "bytes=99999999999999999999-", RANGE_ALL, 0, 0 } };

	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		int64_t from = 0, length = 0;
		enum range range = range_read(str_of(samples[i].header), 1000, &from, &length);
		CHECK(t, range == samples[i].range);
		CHECK(t, from == samples[i].from && length == samples[i].length);
	}
}
