/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/driver.h"

#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

enum { SLOTS = 2048 };

struct postgres {
	struct db base;
	PGconn *pg;
	const struct stmt *known[SLOTS]; /* prepared on this connection, by address */
};

static const struct stmt begin_read = { "begin_read",
	"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "", "" };
static const struct stmt begin_write = { "begin_write", "BEGIN ISOLATION LEVEL SERIALIZABLE", "",
	"" };

/* Within one transaction: what went before it may have been handed on to the server's sums. */
static const struct stmt work = { "postgres_work",
	"SELECT CAST(COALESCE(sum(seq_tup_read + idx_tup_fetch), 0) AS BIGINT)"
	" FROM pg_stat_xact_user_tables",
	"", "i" };

/* Source: PostgreSQL, appendix A, error codes. */
static enum fault_kind kind_of(struct str state)
{
	if (str_starts(state, S("23")))
		return FAULT_CONFLICT;
	/* 53200: no room for the locks of SERIALIZABLE; there is when the others are done. */
	if (str_starts(state, S("40")) || str_starts(state, S("55P03"))
		|| str_starts(state, S("57P")) || str_eq(state, S("53200")))
		return FAULT_BUSY;
	if (str_eq(state, S("53100")))
		return FAULT_FULL;
	return FAULT_INTERNAL;
}

static bool trouble(struct ctx *c, PGresult *res, const char *what)
{
	struct postgres *q = (struct postgres *)c->db;
	const char *state = res ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
	enum fault_kind kind = state ? kind_of(str_of(state)) : FAULT_BUSY;

	PQclear(res);
	return driver_trouble(c, kind, what, PQerrorMessage(q->pg));
}

static bool settled(const PGresult *res)
{
	ExecStatusType s = PQresultStatus(res);

	return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK;
}

static void p_close(struct db *db)
{
	struct postgres *q = (struct postgres *)db;

	PQfinish(q->pg);
	free(q);
}

static bool p_script(struct ctx *c, const char *text)
{
	PGresult *res = PQexec(((struct postgres *)c->db)->pg, text);

	if (!settled(res))
		return trouble(c, res, "script");
	PQclear(res);
	return true;
}

/* Temporary tables have no log, and this one is cut to nothing with every transaction, so that it
   does not grow by what was deleted. */
static bool make_open_key(PGconn *pg)
{
	PGresult *res = PQexec(pg,
		"CREATE TEMP TABLE open_key (study_id BIGINT NOT NULL, person_id BIGINT NOT NULL,"
		" participant_id BIGINT NOT NULL, PRIMARY KEY (study_id, person_id))"
		" ON COMMIT DELETE ROWS");
	bool made = settled(res);

	PQclear(res);
	return made;
}

static bool p_ready(struct ctx *c)
{
	struct postgres *q = (struct postgres *)c->db;

	if (PQstatus(q->pg) == CONNECTION_OK)
		return true;
	PQreset(q->pg);
	memset(q->known, 0, sizeof q->known);
	return (PQstatus(q->pg) == CONNECTION_OK && make_open_key(q->pg))
		|| fail(c, FAULT_BUSY, "The database is not there. Please try again in a moment.");
}

static bool p_in_tx(const struct db *db)
{
	return PQtransactionStatus(((const struct postgres *)db)->pg) != PQTRANS_IDLE;
}

static const struct stmt **slot_of(struct postgres *q, const struct stmt *s)
{
	size_t i = ((uintptr_t)s / sizeof *s) % SLOTS;

	for (int tries = 0; tries < SLOTS; tries++, i = (i + 1) % SLOTS)
		if (!q->known[i] || q->known[i] == s)
			return &q->known[i];
	return NULL;
}

static bool prepared(struct ctx *c, const struct stmt *s)
{
	struct postgres *q = (struct postgres *)c->db;
	const struct stmt **slot = slot_of(q, s);
	char name[32];

	if (!slot)
		return fail(c, FAULT_INTERNAL, "too many statements");
	if (*slot == s)
		return true;
	snprintf(name, sizeof name, "s%" PRIxPTR, (uintptr_t)s);
	PGresult *res = PQprepare(q->pg, name, s->text, 0, NULL);
	if (!settled(res))
		return trouble(c, res, s->name);
	PQclear(res);
	*slot = s;
	return true;
}

static bool p_check(struct ctx *c, const struct stmt *s)
{
	struct postgres *q = (struct postgres *)c->db;
	PGresult *res = PQprepare(q->pg, "", s->text, 0, NULL);

	if (!settled(res))
		return trouble(c, res, s->name);
	PQclear(res);
	res = PQdescribePrepared(q->pg, "");
	bool fits = settled(res) && PQnparams(res) == (int)strlen(s->in)
		&& PQnfields(res) == (int)strlen(s->out);
	PQclear(res);
	return fits || fail(c, FAULT_INTERNAL, "%s: signature does not fit", s->name);
}

static void clear_result(void *res)
{
	PQclear(res);
}

static const char *text_of(struct ctx *c, const struct arg *a)
{
	if (a->type == 'i')
		return arena_fmt(c->mem, "%" PRId64, a->i).at;
	if (a->type == 'd')
		return arena_fmt(c->mem, "%.17g", a->d).at;
	if (a->type == 'b')
		return a->s.len ? a->s.at : "";
	return arena_str(c->mem, a->s).at;
}

static bool p_open(struct ctx *c, const struct stmt *s, struct args in, struct rows *ret)
{
	char name[32];

	if (!prepared(c, s))
		return false;
	const char **value = arena_new(c->mem, const char *, in.n + 1);
	int *length = arena_new(c->mem, int, in.n + 1), *binary = arena_new(c->mem, int, in.n + 1);
	for (size_t i = 0; i < in.n; i++) {
		value[i] = text_of(c, &in.at[i]);
		binary[i] = in.at[i].type == 'b';
		length[i] = (int)in.at[i].s.len;
	}
	snprintf(name, sizeof name, "s%" PRIxPTR, (uintptr_t)s);
	PGresult *res = PQexecPrepared(((struct postgres *)c->db)->pg, name, (int)in.n, value,
		length, binary, s->out[0] == 'b');
	if (!settled(res))
		return trouble(c, res, s->name);
	arena_defer(c->mem, clear_result, res);
	ret->cursor = res;
	return true;
}

static bool p_next(struct rows *r)
{
	return ++r->at < PQntuples(r->cursor);
}

static void p_end(struct rows *r)
{
	r->at = PQntuples(r->cursor);
}

static int64_t p_changed(const struct rows *r)
{
	int64_t n = 0;

	return str_to_int(str_of(PQcmdTuples(r->cursor)), &n) ? n : 0;
}

static struct str p_str(const struct rows *r, int col)
{
	return (struct str){ PQgetvalue(r->cursor, r->at, col),
		(size_t)PQgetlength(r->cursor, r->at, col) };
}

/* A condition as a column is t or f here, and 1 or 0 in SQLite. */
static int64_t p_int(const struct rows *r, int col)
{
	const char *at = PQgetvalue(r->cursor, r->at, col);

	return *at == 't' ? 1 : strtoll(at, NULL, 10);
}

static double p_double(const struct rows *r, int col)
{
	return strtod(PQgetvalue(r->cursor, r->at, col), NULL);
}

static struct str p_bytes(const struct rows *r)
{
	return p_str(r, 0);
}

static bool p_work(struct ctx *c, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &work, NO_ARGS, &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}

const struct driver postgres_driver = { p_close, p_script, p_open, p_next, p_end, p_check, p_ready,
	p_in_tx, p_changed, p_int, p_double, p_str, p_bytes, p_work,
	{ &begin_read, &begin_write } };

static void quiet(void *data, const char *message)
{
	(void)data;
	(void)message;
}

struct db *postgres_open(const char *url, char *why, size_t why_size)
{
	struct postgres *q = calloc(1, sizeof *q);

	if (!q)
		abort();
	q->base.driver = &postgres_driver;
	q->pg = PQconnectdb(url);
	if (PQstatus(q->pg) != CONNECTION_OK || !make_open_key(q->pg)) {
		snprintf(why, why_size, "%s", PQerrorMessage(q->pg));
		p_close(&q->base);
		return NULL;
	}
	PQsetNoticeProcessor(q->pg, quiet, NULL);
	return &q->base;
}
