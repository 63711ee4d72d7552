/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Table 1 of the published study, from demo/table1.txt. Names: demo_table_ */
#ifndef APP_DEMO_TABLE_H
#define APP_DEMO_TABLE_H

#include "base/ctx.h"

enum { DEMO_TABLE_ROWS = 24 };

struct demo_row {
	int64_t number, views;
	struct str gender, subject, year, engagement;
};

/* All rows, in the published order. */
MUST bool demo_table_read(struct ctx *c, struct demo_row ret[DEMO_TABLE_ROWS]);
/* Faults: INTERNAL when there is no such number. */
MUST bool demo_table_find(struct ctx *c, const struct demo_row row[DEMO_TABLE_ROWS],
	struct str number, const struct demo_row **ret);

#endif
