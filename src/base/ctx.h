/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One unit of work: a request, a job, a command or a test. It carries all that the work may touch.
   Names: ctx_ */
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include "base/arena.h"
#include "base/fault.h"

#include <stdatomic.h>

struct cellar;
struct conf;
struct db;
struct key_ring;
struct keys;
struct ledger;
struct postcodes;
struct shelf;
struct writer;

struct person_id {
	int64_t v; /* 0 is nobody */
};

/* Where ids come from. salt (0 to 63) tells processes on one database apart. */
struct ids {
	_Atomic int64_t last;
	int64_t salt;
};

/* What the process keeps for all units of work. Any of them may be NULL in a test or a command. */
struct house {
	const struct conf *conf;
	const struct keys *keys;     /* core/secret: the key file of the data directory */
	struct writer *writer;	     /* store/writer: the queue of units that write */
	struct ledger *ledger;	     /* core/ledger: traces on their way to the disk */
	struct postcodes *postcodes; /* core/postcodes: districts that were looked up */
	struct key_ring *ring;	     /* core/key: which participants people are */
	struct shelf *shelf;	     /* base/shelf: pages' parts that many readers ask for */
	struct cellar *cellar;	     /* base/cellar: those that the shelf has no room for */
};

struct ctx {
	struct arena *mem;
	struct db *db;
	struct person_id actor;
	int64_t roles; /* of the actor: bits of core/person */
	int64_t now;   /* microseconds, UTC; a test sets it */
	struct ids *ids;
	const struct house *house;
	struct fault fault; /* the first one; a transaction with a fault cannot commit */
	struct wrong *wrong;
	int64_t statements; /* how many were run; for the log */
	int64_t rows;	    /* that they gave */
};

/* Records the first fault and returns false, so that a caller can return it. fmt is an English
   sentence with positional values: the key under which a translation is found. */
bool ctx_fail(struct ctx *c, enum fault_kind kind, const char *where, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
#define fail(c, kind, ...) ctx_fail((c), (kind), __func__, __VA_ARGS__)

/* Refuses one field of a form with FAULT_INVALID. Unlike fail it also keeps the later ones, so that
   a form can show them all. Returns false. */
bool ctx_wrong(struct ctx *c, const char *field, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* A new id: unique among processes of different salt, rising in this one, never 0. */
int64_t ctx_id(struct ctx *c);

static inline bool ctx_ok(const struct ctx *c)
{
	return c->fault.kind == FAULT_NONE;
}

#endif
