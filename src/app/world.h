/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What every command opens first: the data directory, its settings, its key, its database. Names:
 * world_ */
#ifndef APP_WORLD_H
#define APP_WORLD_H

#include "base/conf.h"
#include "base/ctx.h"

struct world_options {
	const char *data;	   /* directory; NULL is var */
	const char *database;	   /* URL; NULL is sqlite:DIR/cairn.db */
	const char *listen, *mail; /* NULL: as in DIR/cairn.conf */
	bool must_exist;	   /* an empty database is refused */
};
struct world {
	struct arena *mem;
	struct conf conf;
	struct ids ids;
	struct house house;
	struct keys *keys;
	const char *data, *url;
	struct db *db; /* one connection, for commands */
};

/* Brings the schema up to date. NULL after a sentence on standard error. */
struct world *world_open(const struct world_options *o);
void world_close(struct world *w);
/* A unit of work of the command line: actor 0, all roles, the system's clock. Its arena is the
 * world's. */
struct ctx *world_ctx(struct world *w);
/* Says on standard error what c failed with; returns exit code 1. */
int world_fault(const struct ctx *c);

#endif
