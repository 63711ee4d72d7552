/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The first line of an input is the name of the cookie, the rest is the header. */
#include "fuzz.h"

#include "http/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str header = fuzz_str(at, len), name = fuzz_line(&header);

	FUZZ_HOLDS(fuzz_within(cookie_find(header, name), header));
	FUZZ_HOLDS(fuzz_within(cookie_find(header, S("session")), header));
	return 0;
}
