/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is held about a person: each domain lists its tables here, so that everybody can see,
   download and erase all of it. A test refuses a table about people that no list has.
   Names: holding_ */
#ifndef CORE_HOLDING_H
#define CORE_HOLDING_H

#include "base/ctx.h"
#include "store/stmt.h"

enum { HOLDING_COLUMNS = 16 };

struct holding {
	const char *name;	 /* in the file: posts */
	const char *title;	 /* on the page: What you wrote */
	const char *about;	 /* why it is kept, and how long: one or two sentences */
	const char *tables;	 /* that it speaks for, with a space between them */
	const struct stmt *rows; /* NULL: it is only erased. $1 is the person; newest first */
	/* A word for each column with a space between them; «:time» behind it is an instant,
	   «:yes» 0 or 1, «:file» the id of a core/blob of the person, «:sealed» text that open
	   makes readable. */
	const char *columns;
	MUST bool (*open)(
		struct ctx *c, struct person_id person, struct str sealed, struct str *ret);
	/* Run in their order when a person is erased; $1 is the person, and $2, where there is one,
	   the instant. NULL ends. */
	const struct stmt *const *erase;
	/* Before those: what statements alone cannot take away, such as the index of the search. */
	MUST bool (*forget)(struct ctx *c, struct person_id person);
};
/* In the order of the page; erased from the last to the first. */
struct holdings {
	const struct holding *at;
	const size_t *n;
};

enum holding_kind { HOLDING_TEXT, HOLDING_NUMBER, HOLDING_TIME, HOLDING_YES, HOLDING_FILE };
struct holding_cell {
	struct str name;
	enum holding_kind kind;
	struct str text; /* of a text */
	int64_t number;	 /* of the others */
};
struct holding_row {
	struct holding_cell cell[HOLDING_COLUMNS];
	size_t n;
};
struct holding_cursor;

/* What is held of c->actor. */
MUST bool holding_read(struct ctx *c, const struct holding *h, struct holding_cursor **ret);
/* False at the end and on a fault. Text lives until the next call. */
MUST bool holding_next(struct holding_cursor *rows, struct holding_row *ret);
void holding_end(struct holding_cursor *rows); /* needed only when leaving before the end */

/* Erases all of a person but what the lists say is kept: a row of the person that names nobody
   stays, because others' pages point to it. Only the person themself, or an administrator.
   Audited without a name. Faults: DENIED, ABSENT, CONFLICT for the last administrator. */
MUST bool holding_erase(
	struct ctx *c, struct person_id person, const struct holdings *lists, size_t n);

#endif
