/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The first line of an input is the content type, the rest is the body. */
#include "fuzz.h"

#include "http/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str body = fuzz_str(at, len);
	struct str whole = body, type = fuzz_line(&body), name, file, value;
	struct str boundary = multipart_boundary(type);
	size_t left = body.len;

	FUZZ_HOLDS(boundary.len <= MULTIPART_BOUNDARY_MAX);
	if (!boundary.len)
		return 0;
	while (multipart_next(&body, boundary, &name, &file, &value)) {
		FUZZ_HOLDS(fuzz_within(value, whole));
		FUZZ_HOLDS(fuzz_within(body, whole) && body.len < left);
		left = body.len;
	}
	return 0;
}
