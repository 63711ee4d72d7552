/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Prepared statements on SQLite or PostgreSQL. A statement is a constant; its text is the common
   subset of both. Names: sql_, row_, tx_, db_ */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include "base/ctx.h"
#include "store/stmt.h"

struct rows {
	struct ctx *c;
	const struct stmt *stmt;
	void *cursor;
	int at;
	bool own; /* the cursor is not the cached one */
};

/* Once, before the first database is opened and before there are threads. */
void db_begin(void);
/* sqlite:PATH, sqlite::memory: or postgresql://… ; NULL with a sentence in why when it cannot be
   opened. */
struct db *db_open(const char *url, char *why, size_t why_size);
void db_close(struct db *db);
bool db_is_sqlite(const struct db *db);
/* The page cache of an SQLite connection in KiB. */
void db_cache(struct db *db, int kib);

/* Several statements without parameters; for migrations and tests. */
MUST bool sql_script(struct ctx *c, const char *text);
MUST bool sql_run(struct ctx *c, const struct stmt *s, struct args in);
/* As sql_run; ret is the number of rows inserted, changed or deleted. */
MUST bool sql_count(struct ctx *c, const struct stmt *s, struct args in, int64_t *ret);
MUST bool sql_open(struct ctx *c, const struct stmt *s, struct args in, struct rows *ret);
/* False at the end and on a fault; ctx_ok tells which. The statement has then ended. */
MUST bool sql_next(struct rows *r);
void sql_end(struct rows *r); /* needed only when leaving before the end */
/* The first row, or FAULT_ABSENT; call sql_end after reading it. */
MUST bool sql_one(struct ctx *c, const struct stmt *s, struct args in, struct rows *ret);
/* Compiles s and throws it away: every statement of the program goes through this in the tests. */
MUST bool sql_check(struct ctx *c, const struct stmt *s);
/* How much the engine did for this connection's statements so far: steps of SQLite's machine, rows
   that PostgreSQL went through. A test compares what two ways cost with no clock. */
MUST bool sql_work(struct ctx *c, int64_t *ret);

int64_t row_int(const struct rows *r, int col);
double row_double(const struct rows *r, int col);
struct str row_str(const struct rows *r, int col);  /* copied to the arena */
struct str row_peek(const struct rows *r, int col); /* gone with the next sql_next or sql_end */
struct str row_bytes(const struct rows *r);	    /* of a statement of bytes; as row_peek */

enum tx_mode { TX_READ, TX_WRITE };
/* Inside another transaction these are a savepoint. */
MUST bool tx_begin(struct ctx *c, enum tx_mode mode);
/* Commits when the unit of work has no fault, else rolls back; true when it was committed. */
bool tx_end(struct ctx *c);
/* In a transaction that may write. */
bool tx_writes(const struct db *db);
/* False when the engine gave the transaction up by itself, as SQLite does on a full disk. */
bool tx_alive(const struct db *db);

#endif
