/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an engine gives to sql.c. Only the files of store include this. */
#ifndef STORE_DRIVER_H
#define STORE_DRIVER_H

#include "store/sql.h"

struct driver {
	void (*close)(struct db *db);
	bool (*script)(struct ctx *c, const char *text);
	bool (*open)(struct ctx *c, const struct stmt *s, struct args in, struct rows *ret);
	bool (*next)(struct rows *r);
	void (*end)(struct rows *r);
	bool (*check)(struct ctx *c, const struct stmt *s);
	/* Makes sure that the connection is there before a transaction begins. */
	bool (*ready)(struct ctx *c);
	bool (*in_tx)(const struct db *db);
	int64_t (*changed)(const struct rows *r);
	int64_t (*col_int)(const struct rows *r, int col);
	double (*col_double)(const struct rows *r, int col);
	struct str (*col_str)(const struct rows *r, int col);
	struct str (*col_bytes)(const struct rows *r);
	bool (*work)(struct ctx *c, int64_t *ret);
	const struct stmt *begin[2]; /* by tx_mode */
};

struct db {
	const struct driver *driver;
	int depth;	   /* of transactions: 1 is a real one, more are savepoints */
	enum tx_mode mode; /* of the real one */
	bool has_key;	   /* store/open_key has rows */
};

/* Says for a person what an engine refused; detail is for the log. Returns false. */
bool driver_trouble(struct ctx *c, enum fault_kind kind, const char *what, const char *detail);

extern const struct driver sqlite_driver, postgres_driver;
void sqlite_begin(void);
struct db *sqlite_open(const char *path, char *why, size_t why_size);
void sqlite_cache(struct db *db, int kib);
struct db *postgres_open(const char *url, char *why, size_t why_size);

#endif
