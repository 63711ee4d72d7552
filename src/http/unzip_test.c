/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/unzip_test.h"

#include "test/test.h"

#include <zlib.h>

struct str test_unzip(struct test *t, struct str packed, size_t room)
{
	char *at = arena_new(t->mem, char, room + 1);
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)packed.at,
		.avail_in = (unsigned)packed.len,
		.next_out = (unsigned char *)at,
		.avail_out = (unsigned)room + 1 };

	if (inflateInit2(&z, 15 + 16) != Z_OK)
		return S("");
	int said = inflate(&z, Z_FINISH);
	size_t len = room + 1 - z.avail_out;
	bool whole = said == Z_STREAM_END && z.avail_in == 0;
	inflateEnd(&z);
	return whole ? (struct str){ at, len } : S("");
}
