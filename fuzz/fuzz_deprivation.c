/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A table about areas or schools: its header is known or not, each of its lines is read within its
   cells or refused with a reason. */
#include "fuzz.h"

#include "file/deprivation.h"
#include "file/schools.h"

static void read_areas(struct csv *csv, const struct deprivation *d)
{
	struct deprivation_line l;
	struct csv_record r;

	while (csv_next(csv, &r)) {
		if (deprivation_read(d, &r, &l))
			continue;
		FUZZ_HOLDS(l.rank >= 0 && l.rank <= 99999 && l.decile >= 0 && l.decile <= 10);
		FUZZ_HOLDS(l.quintile >= 0 && l.quintile <= 5 && l.value >= -1);
		FUZZ_HOLDS(l.code11.len <= 9 && l.code21.len <= 9);
		(void)deprivation_measure(d, l.code11);
	}
}

static void read_schools(struct csv *csv, const struct schools *s)
{
	struct schools_line l;
	struct csv_record r;

	while (csv_next(csv, &r)) {
		if (schools_read(s, &r, &l))
			continue;
		FUZZ_HOLDS(l.code.len > 0 && l.name.len > 0);
		FUZZ_HOLDS(l.fsm >= -1 && l.fsm <= 1000);
		FUZZ_HOLDS(l.deprived_share >= -1 && l.deprived_share <= 1000);
	}
}

static void read_table(struct str text)
{
	char why[256];
	struct csv *csv = csv_open_str(text, why, sizeof why);
	struct deprivation d;
	struct schools s;
	struct csv_record r;

	if (csv && csv_next(csv, &r) && !r.why) {
		if (deprivation_header(&r, &d))
			read_areas(csv, &d);
		else if (schools_header(&r, &s))
			read_schools(csv, &s);
	}
	csv_close(csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct buf other;

	read_table(fuzz_str(at, len));
	buf_init(&other, 4 * len + 1);
	if (schools_from_windows(fuzz_str(at, len), &other)) {
		FUZZ_HOLDS(!other.spilled);
		read_table(buf_str(&other));
	}
	buf_free(&other);
	return 0;
}
