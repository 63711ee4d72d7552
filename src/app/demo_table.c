/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_table.h"

#include "app/demo_text.h"

bool demo_table_read(struct ctx *c, struct demo_row ret[DEMO_TABLE_ROWS])
{
	struct str file;
	struct demo_text t;
	size_t n = 0;

	if (!demo_text_find(c, "table1.txt", &file))
		return false;
	for (; n < DEMO_TABLE_ROWS && demo_text_next(&file, &t); n++) {
		struct demo_row *row = &ret[n];

		row->number = demo_text_number(&t.rest);
		row->gender = demo_text_field(&t.rest);
		row->subject = demo_text_field(&t.rest);
		row->year = demo_text_field(&t.rest);
		row->engagement = demo_text_field(&t.rest);
		row->views = demo_text_number(&t.rest);
	}
	return n == DEMO_TABLE_ROWS || fail(c, FAULT_INTERNAL, "demo/table1.txt has too few rows");
}

bool demo_table_find(struct ctx *c, const struct demo_row row[DEMO_TABLE_ROWS], struct str number,
	const struct demo_row **ret)
{
	int64_t wanted = demo_text_number(&number);

	for (size_t i = 0; i < DEMO_TABLE_ROWS; i++)
		if (row[i].number == wanted) {
			*ret = &row[i];
			return true;
		}
	return fail(c, FAULT_INTERNAL, "demo/table1.txt has no such participant");
}
