/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "../tools/template.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct template_fault fault = { 0 };
	char *c = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&c, &n);

	FUZZ_HOLDS(out);
	bool good = template_compile("fuzz.html", (const char *)at, len, out, &fault);
	FUZZ_HOLDS(good || (fault.line > 0 && fault.why[0]));
	fclose(out);
	FUZZ_HOLDS(!good || !memchr(c, '\0', n));
	free(c);
	return 0;
}
