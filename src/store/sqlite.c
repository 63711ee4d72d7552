/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/driver.h"
#include "store/search_engine.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

enum { SLOTS = 2048, BUSY_MS = 10000, CACHE_KIB = 2048 };

struct slot {
	const struct stmt *key;
	sqlite3_stmt *st;
};
struct sqlite {
	struct db base;
	sqlite3 *db;
	struct slot slot[SLOTS];
};

static const struct stmt begin_read = { "begin_read", "BEGIN", "", "" };
static const struct stmt begin_write = { "begin_write", "BEGIN IMMEDIATE", "", "" };

static enum fault_kind kind_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_CONSTRAINT: return FAULT_CONFLICT;
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return FAULT_BUSY;
	case SQLITE_FULL: return FAULT_FULL;
	/* SQLite itself knows ENOSPC; a quota or a limit on the size of files is as full. */
	case SQLITE_IOERR: return rc == SQLITE_IOERR_WRITE ? FAULT_FULL : FAULT_INTERNAL;
	default: return FAULT_INTERNAL;
	}
}

static bool trouble(struct ctx *c, int rc, const char *what)
{
	struct sqlite *q = (struct sqlite *)c->db;
	enum fault_kind kind = kind_of(rc);

	return driver_trouble(c, kind, what, sqlite3_errmsg(q->db));
}

static void s_close(struct db *db)
{
	struct sqlite *q = (struct sqlite *)db;

	for (int i = 0; i < SLOTS; i++)
		sqlite3_finalize(q->slot[i].st);
	sqlite3_close(q->db);
	free(q);
}

static bool s_script(struct ctx *c, const char *text)
{
	struct sqlite *q = (struct sqlite *)c->db;
	int rc = sqlite3_exec(q->db, text, NULL, NULL, NULL);

	return rc == SQLITE_OK || trouble(c, rc, "script");
}

/* SQLite numbers $N by first appearance; ?N is what PostgreSQL means by $N. */
static char *renumber(struct ctx *c, const char *text)
{
	char *copy = arena_new(c->mem, char, strlen(text) + 1), *to = copy;

	for (const char *p = text; *p; p++)
		*to++ = p[0] == '$' && p[1] >= '1' && p[1] <= '9' ? '?' : *p;
	return copy;
}

static bool compile(struct ctx *c, const struct stmt *s, sqlite3_stmt **ret)
{
	struct sqlite *q = (struct sqlite *)c->db;
	int rc = sqlite3_prepare_v3(
		q->db, renumber(c, s->text), -1, SQLITE_PREPARE_PERSISTENT, ret, NULL);

	return rc == SQLITE_OK || trouble(c, rc, s->name);
}

static bool s_check(struct ctx *c, const struct stmt *s)
{
	sqlite3_stmt *st;

	if (!compile(c, s, &st))
		return false;
	bool fits = sqlite3_bind_parameter_count(st) == (int)strlen(s->in)
		&& sqlite3_column_count(st) == (int)strlen(s->out);
	sqlite3_finalize(st);
	return fits || fail(c, FAULT_INTERNAL, "%s: signature does not fit", s->name);
}

/* The cached statement, or one of its own when that is in use further up the stack. */
static bool prepare(struct ctx *c, const struct stmt *s, struct rows *ret)
{
	struct sqlite *q = (struct sqlite *)c->db;
	size_t i = ((uintptr_t)s / sizeof *s) % SLOTS;
	sqlite3_stmt *st;

	for (int tries = 0; tries < SLOTS && q->slot[i].key && q->slot[i].key != s; tries++)
		i = (i + 1) % SLOTS;
	struct slot *slot = &q->slot[i];
	bool usable = !slot->key || slot->key == s;
	if (usable && slot->st && !sqlite3_stmt_busy(slot->st)) {
		ret->cursor = slot->st;
		return true;
	}
	if (!compile(c, s, &st))
		return false;
	ret->cursor = st;
	ret->own = !usable || slot->st;
	if (!ret->own)
		*slot = (struct slot){ s, st };
	return true;
}

static void s_end(struct rows *r)
{
	if (r->own)
		sqlite3_finalize(r->cursor);
	else
		sqlite3_reset(r->cursor);
	r->cursor = NULL;
}

static int bind(sqlite3_stmt *st, int at, const struct arg *a)
{
	if (a->type == 'i')
		return sqlite3_bind_int64(st, at, a->i);
	if (a->type == 'd')
		return sqlite3_bind_double(st, at, a->d);
	if (a->type == 'b')
		return sqlite3_bind_blob64(
			st, at, a->s.len ? a->s.at : "", a->s.len, SQLITE_STATIC);
	return sqlite3_bind_text64(
		st, at, a->s.at ? a->s.at : "", a->s.len, SQLITE_STATIC, SQLITE_UTF8);
}

static bool s_open(struct ctx *c, const struct stmt *s, struct args in, struct rows *ret)
{
	if (!prepare(c, s, ret))
		return false;
	for (size_t i = 0; i < in.n; i++) {
		int rc = bind(ret->cursor, (int)i + 1, &in.at[i]);
		if (rc != SQLITE_OK) {
			s_end(ret);
			return trouble(c, rc, s->name);
		}
	}
	return true;
}

static bool s_next(struct rows *r)
{
	int rc = sqlite3_step(r->cursor);

	if (rc == SQLITE_ROW)
		return true;
	if (rc != SQLITE_DONE)
		(void)!trouble(r->c, rc, r->stmt->name);
	s_end(r);
	return false;
}

static bool s_ready(struct ctx *c)
{
	(void)c;
	return true;
}

static bool s_in_tx(const struct db *db)
{
	return !sqlite3_get_autocommit(((const struct sqlite *)db)->db);
}

static int64_t s_changed(const struct rows *r)
{
	return sqlite3_changes(((struct sqlite *)r->c->db)->db);
}

static int64_t s_int(const struct rows *r, int col)
{
	return sqlite3_column_int64(r->cursor, col);
}

static double s_double(const struct rows *r, int col)
{
	return sqlite3_column_double(r->cursor, col);
}

/* Looks the column up once. Only the thread that steps the cursor may ask such a value, which here
   is the only one that has it. */
static struct str s_str(const struct rows *r, int col)
{
	sqlite3_value *value = sqlite3_column_value(r->cursor, col);
	const unsigned char *at = sqlite3_value_text(value);

	return (struct str){ at ? (const char *)at : "", (size_t)sqlite3_value_bytes(value) };
}

static struct str s_bytes(const struct rows *r)
{
	const void *at = sqlite3_column_blob(r->cursor, 0);

	return (struct str){ at ? at : "", (size_t)sqlite3_column_bytes(r->cursor, 0) };
}

/* Of the statements that are kept; those that were in use twice at once are few. */
static bool s_work(struct ctx *c, int64_t *ret)
{
	struct sqlite *q = (struct sqlite *)c->db;

	*ret = 0;
	for (int i = 0; i < SLOTS; i++)
		if (q->slot[i].st)
			*ret += sqlite3_stmt_status(q->slot[i].st, SQLITE_STMTSTATUS_VM_STEP, 0);
	return true;
}

const struct driver sqlite_driver = { s_close, s_script, s_open, s_next, s_end, s_check, s_ready,
	s_in_tx, s_changed, s_int, s_double, s_str, s_bytes, s_work,
	{ &begin_read, &begin_write } };

void sqlite_cache(struct db *db, int kib)
{
	char text[64];

	snprintf(text, sizeof text, "PRAGMA cache_size = %d", -kib);
	sqlite3_exec(((struct sqlite *)db)->db, text, NULL, NULL, NULL);
}

/* A checkpoint holds up every writer that waits for its commit: at 64 MB of log fewer than one post
   in a hundred of a busy hour, but long; at the usual 4 MB one in ten. At 32 MB the slowest post in
   a hundred takes 12 times as long as most, where it took 18 times, and as many are written. The
   log is not cut shorter than that, or it would have to grow again each time.
   FULL: an answer that says «saved» leaves after the bytes are on the disk. No mapping of the whole
   file: it would count as memory once per connection and grow with the database. What is deleted
   is overwritten where its page is written anyway: keys of files that are gone, for one. */
static const char settings[] =
	"PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
	"PRAGMA foreign_keys = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"
	"PRAGMA secure_delete = FAST; PRAGMA trusted_schema = OFF;"
	" PRAGMA journal_size_limit = 50000000;"
	"PRAGMA wal_autocheckpoint = 8000";

/* In memory, by temp_store. */
static const char open_key[] =
	"CREATE TEMP TABLE open_key (study_id BIGINT NOT NULL, person_id BIGINT NOT NULL,"
	" participant_id BIGINT NOT NULL, PRIMARY KEY (study_id, person_id)) WITHOUT ROWID";

/* Without its own count of memory SQLite needs no lock for each piece that it takes; two threads
   that serve pages would meet there a hundred times a page. */
void sqlite_begin(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

struct db *sqlite_open(const char *path, char *why, size_t why_size)
{
	struct sqlite *q = calloc(1, sizeof *q);

	if (!q)
		abort();
	q->base.driver = &sqlite_driver;
	int rc = sqlite3_open_v2(path, &q->db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK) {
		sqlite3_extended_result_codes(q->db, 1);
		sqlite3_busy_timeout(q->db, BUSY_MS);
		rc = sqlite3_exec(q->db, settings, NULL, NULL, NULL);
	}
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(q->db, open_key, NULL, NULL, NULL);
	if (rc == SQLITE_OK && !search_sqlite_teach(q->db))
		rc = SQLITE_ERROR;
	if (rc != SQLITE_OK) {
		snprintf(
			why, why_size, "%s: %s", path, q->db ? sqlite3_errmsg(q->db) : "no memory");
		s_close(&q->base);
		return NULL;
	}
	sqlite_cache(&q->base, CACHE_KIB);
	return &q->base;
}
