/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Units of work that write, and the queue they wait in. On SQLite one thread serves all: the units
   that wait share one durable commit, each in its own savepoint. On PostgreSQL each of a few
   threads commits one unit at a time and repeats it when the database asks for that. Names:
   writer_ */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "base/ctx.h"

struct writer;

/* One unit. The maker owns it and its ctx until done is called; both must then still be there. */
struct unit {
	struct ctx *c; /* c->db is lent by the writer while run is at work */
	/* Does the work; the result is in c->fault. May be called again from the start. */
	void (*run)(struct unit *u);
	/* Called on the writer's thread once all is on disk, or c has a fault. Must not wait. */
	void (*done)(struct unit *u);
	void *data;
	struct unit *next; /* the writer's */
	int tries;	   /* the writer's */
};

/* Opens 1 connection to an SQLite database, or threads connections to PostgreSQL; NULL says why
   not. */
struct writer *writer_open(const char *url, int threads, char *why, size_t why_size);
/* Finishes every unit that is queued, then ends; accepts NULL. */
void writer_close(struct writer *w);
void writer_submit(struct writer *w, struct unit *u);
/* Submits and waits; true when it is on disk. u->done is not used. */
bool writer_wait(struct writer *w, struct unit *u);
/* Units that were committed and commits that carried them, since the start; for the metrics. */
void writer_counts(struct writer *w, int64_t *ret_units, int64_t *ret_commits);

#endif
