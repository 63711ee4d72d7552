/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The schema, step by step and forward only. Names: migrate_ */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "base/ctx.h"

struct embedded;

/* What a step does that statements cannot: in its transaction, behind its statements. What such a
   step takes away is overwritten on the disk. */
struct migrate_also {
	int64_t number; /* of the step */
	MUST bool (*run)(struct ctx *c);
};

/* Brings the database up to the last of the n steps, each in a transaction of its own. A step is a
   file NNNN_name.sql in the common subset whose CREATE TABLE statements end in a line of their own,
   «);». On SQLite tables are made WITHOUT ROWID: the primary key is then the order of the rows on
   disk. Faults: CONFLICT when the database was written by a newer version of the program. */
MUST bool migrate_up(
	struct ctx *c, const struct embedded *step, size_t n, const struct migrate_also *also);
/* The number of the last step that was applied; 0 for an empty database. */
MUST bool migrate_version(struct ctx *c, int64_t *ret);

#endif
