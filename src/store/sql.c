/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/driver.h"
#include "store/open_key.h"

#include <assert.h>
#include <stdio.h>

static const struct stmt savepoint = { "savepoint", "SAVEPOINT unit", "", "" };
static const struct stmt release = { "release", "RELEASE SAVEPOINT unit", "", "" };
static const struct stmt rollback_to = { "rollback_to", "ROLLBACK TO SAVEPOINT unit", "", "" };
static const struct stmt commit = { "commit", "COMMIT", "", "" };
static const struct stmt rollback = { "rollback", "ROLLBACK", "", "" };

bool driver_trouble(struct ctx *c, enum fault_kind kind, const char *what, const char *detail)
{
	if (kind == FAULT_FULL)
		return fail(c, kind, "The disk is full. Nothing was saved.");
	if (kind == FAULT_BUSY)
		return fail(c, kind, "The database is busy. Please try again in a moment.");
	if (kind == FAULT_CONFLICT)
		return fail(c, kind, "This does not fit with what is stored (%s).", what);
	return fail(c, kind, "%s: %s", what, detail);
}

void db_begin(void)
{
	sqlite_begin();
}

struct db *db_open(const char *url, char *why, size_t why_size)
{
	struct str u = str_of(url), sqlite = S("sqlite:");

	if (str_starts(u, S("postgresql:")) || str_starts(u, S("postgres:")))
		return postgres_open(url, why, why_size);
	if (str_starts(u, sqlite))
		return sqlite_open(url + sqlite.len, why, why_size);
	snprintf(why, why_size, "a database is named sqlite:PATH or postgresql://…, not %s", url);
	return NULL;
}

void db_close(struct db *db)
{
	if (db)
		db->driver->close(db);
}

bool db_is_sqlite(const struct db *db)
{
	return db->driver == &sqlite_driver;
}

void db_cache(struct db *db, int kib)
{
	if (db_is_sqlite(db))
		sqlite_cache(db, kib);
}

bool sql_script(struct ctx *c, const char *text)
{
	return ctx_ok(c) && c->db->driver->script(c, text);
}

bool sql_check(struct ctx *c, const struct stmt *s)
{
	return ctx_ok(c) && c->db->driver->check(c, s);
}

bool sql_work(struct ctx *c, int64_t *ret)
{
	return ctx_ok(c) && c->db->driver->work(c, ret);
}

bool sql_next(struct rows *r)
{
	bool there = ctx_ok(r->c) && r->cursor && r->c->db->driver->next(r);

	r->c->rows += there;
	return there;
}

void sql_end(struct rows *r)
{
	if (r->cursor)
		r->c->db->driver->end(r);
	r->cursor = NULL;
}

bool sql_open(struct ctx *c, const struct stmt *s, struct args in, struct rows *ret)
{
	assert(strlen(s->in) == in.n);
	for (size_t i = 0; i < in.n; i++) {
		assert(s->in[i] == in.at[i].type);
		if (in.at[i].type == 's' && in.at[i].s.len
			&& memchr(in.at[i].s.at, '\0', in.at[i].s.len))
			return fail(c, FAULT_INVALID, "Text cannot hold a NUL character.");
	}
	*ret = (struct rows){ .c = c, .stmt = s, .at = -1 };
	c->statements++;
	return ctx_ok(c) && c->db->driver->open(c, s, in, ret);
}

bool sql_count(struct ctx *c, const struct stmt *s, struct args in, int64_t *ret)
{
	struct rows r;

	if (!sql_open(c, s, in, &r))
		return false;
	while (sql_next(&r)) {
	}
	if (ctx_ok(c) && ret)
		*ret = r.c->db->driver->changed(&r);
	return ctx_ok(c);
}

bool sql_run(struct ctx *c, const struct stmt *s, struct args in)
{
	return sql_count(c, s, in, NULL);
}

bool sql_one(struct ctx *c, const struct stmt *s, struct args in, struct rows *ret)
{
	if (!sql_open(c, s, in, ret))
		return false;
	if (sql_next(ret))
		return true;
	return fail(c, FAULT_ABSENT, "There is no such thing here.");
}

int64_t row_int(const struct rows *r, int col)
{
	assert(r->stmt->out[col] == 'i');
	return r->c->db->driver->col_int(r, col);
}

double row_double(const struct rows *r, int col)
{
	assert(r->stmt->out[col] == 'd');
	return r->c->db->driver->col_double(r, col);
}

struct str row_peek(const struct rows *r, int col)
{
	assert(r->stmt->out[col] == 's');
	return r->c->db->driver->col_str(r, col);
}

struct str row_bytes(const struct rows *r)
{
	assert(strcmp(r->stmt->out, "b") == 0);
	return r->c->db->driver->col_bytes(r);
}

struct str row_str(const struct rows *r, int col)
{
	return arena_str(r->c->mem, row_peek(r, col));
}

bool tx_begin(struct ctx *c, enum tx_mode mode)
{
	if (!ctx_ok(c))
		return false;
	if (c->db->depth == 0 && !c->db->driver->ready(c))
		return false;
	if (!sql_run(c, c->db->depth ? &savepoint : c->db->driver->begin[mode], NO_ARGS))
		return false;
	if (c->db->depth++ == 0)
		c->db->mode = mode;
	return true;
}

/* Undoes the unit of work; what it failed with stays the fault that is told. */
static void undo(struct ctx *c, bool nested)
{
	struct fault kept = c->fault;

	c->fault = (struct fault){ 0 };
	if (c->db->driver->in_tx(c->db)) {
		if (!nested)
			(void)!sql_run(c, &rollback, NO_ARGS);
		else if (sql_run(c, &rollback_to, NO_ARGS))
			(void)!sql_run(c, &release, NO_ARGS);
	}
	if (kept.kind != FAULT_NONE)
		c->fault = kept;
}

bool tx_end(struct ctx *c)
{
	bool nested = c->db->depth > 1;

	if (c->db->depth == 0)
		return false;
	if (ctx_ok(c) && (!c->db->has_key || open_key_clear(c))
		&& sql_run(c, nested ? &release : &commit, NO_ARGS)) {
		c->db->depth--;
		return true;
	}
	undo(c, nested);
	c->db->depth--;
	return false;
}

bool tx_writes(const struct db *db)
{
	return db->depth > 0 && db->mode == TX_WRITE;
}

bool tx_alive(const struct db *db)
{
	return db->driver->in_tx(db);
}
