/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "http/form.h"
#include "http/request.h"

static const char *const patterns[] = { "/", "/thread/{thread}", "/group/{group}/thread/{thread}",
	"/{a}/{b}/{c}/{d}", "/css/site.css" };

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct arena *mem = arena_open();

	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		struct pair param[PATH_PARAMS] = { 0 };
		if (!route_match(mem, fuzz_str(at, len), patterns[i], param, PATH_PARAMS))
			continue;
		for (size_t k = 0; k < PATH_PARAMS && param[k].name.len; k++) {
			struct str v = param[k].value;
			FUZZ_HOLDS(v.len > 0 && !memchr(v.at, '/', v.len));
			FUZZ_HOLDS(!memchr(v.at, '\0', v.len));
		}
	}
	arena_close(mem);
	return 0;
}
