/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The columns of the database, read from the migrations themselves, so that a table that is added
   later is looked at without a word in a test. Names: schema_ */
#ifndef TEST_SCHEMA_H
#define TEST_SCHEMA_H

#include "base/str.h"

enum { SCHEMA_COLUMNS = 900 };

struct schema_column {
	struct str table, name;
	bool text; /* else a whole number */
};

/* How many there are. */
size_t schema_columns(struct schema_column ret[SCHEMA_COLUMNS]);

#endif
