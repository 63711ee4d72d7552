/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz.h"

#include "http/form.h"

enum { NAMES = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct arena *mem = arena_open();
	struct str text = fuzz_str(at, len), name, value;

	for (size_t i = 0; i < NAMES && form_name(mem, text, i, &name); i++) {
		FUZZ_HOLDS(name.len <= len);
		FUZZ_HOLDS(form_find(mem, text, name, 0, &value) && value.len <= len);
	}
	(void)form_find(mem, text, S("title"), 1, &value);
	FUZZ_HOLDS(form_decode(mem, text, true).len <= len);
	FUZZ_HOLDS(form_decode(mem, text, false).len <= len);
	arena_close(mem);
	return 0;
}
