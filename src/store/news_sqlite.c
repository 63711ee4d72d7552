/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/news_engine.h"
#include "store/sql.h"

#include <stdlib.h>
#include <time.h>

enum { CACHE_KIB = 64 };

/* Differs from the last time when another connection, of this process or another, has committed. */
static const struct stmt commits = { "news_commits", "PRAGMA data_version", "", "i" };

struct listener {
	struct db *db;
	struct arena *mem;
	int64_t seen;
};

static void *open_listener(const char *url)
{
	struct listener *l = calloc(1, sizeof *l);
	char why[256];

	if (!l)
		abort();
	l->db = db_open(url, why, sizeof why);
	if (!l->db) {
		free(l);
		return NULL;
	}
	db_cache(l->db, CACHE_KIB);
	l->mem = arena_open();
	return l;
}

static bool look(void *own, int ms, struct news_heard *ret)
{
	struct timespec pause = { ms / 1000, (long)(ms % 1000) * 1000000 };
	struct listener *l = own;
	struct ctx c = { .mem = l->mem, .db = l->db };
	struct rows r;
	int64_t now;

	nanosleep(&pause, NULL);
	if (!sql_one(&c, &commits, NO_ARGS, &r))
		return false;
	now = row_int(&r, 0);
	sql_end(&r);
	arena_reset(l->mem);
	ret->any = now != l->seen;
	l->seen = now;
	return true;
}

static void close_listener(void *own)
{
	struct listener *l = own;

	db_close(l->db);
	arena_close(l->mem);
	free(l);
}

const struct news_engine news_sqlite = { NULL, open_listener, look, close_listener };
