/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A table is read twice, from memory and from a file: both ways must see the same records. */
#include "fuzz.h"

#include "file/csv.h"

static bool same(const struct csv_record *a, const struct csv_record *b)
{
	if (a->n != b->n || a->line != b->line || !a->why != !b->why)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!str_eq(a->cell[i], b->cell[i]))
			return false;
	return true;
}

static void compare(struct csv *a, struct csv *b, size_t len)
{
	struct csv_record x, y;
	int64_t line = 0;

	FUZZ_HOLDS(csv_delimiter(a) == csv_delimiter(b));
	while (csv_next(a, &x)) {
		FUZZ_HOLDS(csv_next(b, &y) && same(&x, &y));
		FUZZ_HOLDS(x.line > line && x.line <= (int64_t)len + 1);
		FUZZ_HOLDS(x.n <= CSV_FIELDS_MAX && (x.why || x.n > 0));
		for (size_t i = 0; i < x.n; i++)
			FUZZ_HOLDS(x.cell[i].len <= CSV_FIELD_MAX);
		line = x.line;
	}
	FUZZ_HOLDS(!csv_next(b, &y) && !csv_broken(a) && !csv_broken(b));
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	char why[256] = "", why_file[256] = "";
	FILE *f = len ? fmemopen((void *)(uintptr_t)at, len, "rb") : fopen("/dev/null", "rb");
	struct csv *a = csv_open_str(fuzz_str(at, len), why, sizeof why);
	struct csv *b = f ? csv_open_file(f, why_file, sizeof why_file) : NULL;

	FUZZ_HOLDS(f && !a == !b && !a == (why[0] != '\0'));
	if (a && b)
		compare(a, b, len);
	csv_close(a);
	csv_close(b);
	fclose(f);
	return 0;
}
