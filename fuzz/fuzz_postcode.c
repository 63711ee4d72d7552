/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A postcode that is read prints as one that reads the same; whatever is not read is told why. A
   block of a district is read or refused, and what was read packs to what reads the same. */
#include "fuzz.h"

#include "base/utf8.h"
#include "core/district.h"

#include <stdlib.h>

static void read_one(struct str text)
{
	char why[POSTCODE_WHY] = "", print[POSTCODE_PRINT] = "";
	struct postcode p, again;

	if (!postcode_read(text, &p, why)) {
		FUZZ_HOLDS(why[0] != '\0' && !postcode_parse(text, &p));
		FUZZ_HOLDS(!utf8_is_text(text) || utf8_is_text(str_of(why)));
		return;
	}
	FUZZ_HOLDS(p.inward < POSTCODE_INWARDS);
	postcode_print(&p, print);
	FUZZ_HOLDS(postcode_parse(str_of(print), &again) && again.inward == p.inward);
	FUZZ_HOLDS(strcmp(again.outward, p.outward) == 0);
}

static void unpack(struct str text)
{
	size_t size = 0, again_size = 0;
	struct district *d = district_unpack(text, &size);

	if (!d)
		return;
	struct ctx c = { .mem = arena_open() };
	struct str packed = district_pack(&c, district_rows(&c, d, "FK8"), d->n);
	struct district *again = district_unpack(packed, &again_size);
	FUZZ_HOLDS(again && again->n == d->n && again_size <= size);
	for (size_t i = 0; i < d->n; i++) {
		FUZZ_HOLDS(district_find(d, (uint16_t)(d->entry[i] >> 13)) == i);
		FUZZ_HOLDS((again->entry[i] ^ d->entry[i]) >> 13 == 0);
	}
	free(again);
	free(d);
	arena_close(c.mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	read_one(fuzz_str(at, len));
	unpack(fuzz_str(at, len));
	return 0;
}
