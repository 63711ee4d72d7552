/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/migrate.h"

#include "base/buf.h"
#include "base/embed.h"
#include "store/search.h"
#include "store/sql.h"

enum { STEP_MAX = 1 << 20, STEP_SEARCH = 13 };

static const char table[] = "CREATE TABLE IF NOT EXISTS schema_step (number BIGINT PRIMARY KEY,"
			    " name TEXT NOT NULL, applied_at BIGINT NOT NULL)";
static const struct stmt last = { "schema_last", "SELECT COALESCE(max(number), 0) FROM schema_step",
	"", "i" };
static const struct stmt note = { "schema_note",
	"INSERT INTO schema_step (number, name, applied_at) VALUES ($1, $2, $3)", "isi", "" };

bool migrate_version(struct ctx *c, int64_t *ret)
{
	struct rows r;

	if (!sql_script(c, table) || !sql_one(c, &last, NO_ARGS, &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}

static struct str line_of(struct str text)
{
	return str_cut(&text, '\n');
}

/* The engine's own text of a step; ends in NUL, and is empty when there is nothing to do. On SQLite
   a table lies in the order of its key, as an index does; one with an INTEGER PRIMARY KEY has one
   number for its key and grows at its end. Steps that are about that alone say «SQLite only» in
   their first line. */
static const char *dialect(struct ctx *c, struct str text)
{
	bool by_number = false;
	struct buf out;

	if (!db_is_sqlite(c->db))
		return str_has(line_of(text), S("SQLite only")) ? "" : arena_str(c->mem, text).at;
	buf_init(&out, STEP_MAX);
	while (text.len > 0) {
		struct str line = str_cut(&text, '\n');
		if (str_starts(line, S("CREATE TABLE ")))
			by_number = false;
		by_number = by_number || str_has(line, S(" INTEGER PRIMARY KEY"));
		bool end = !by_number && str_eq(line, S(");"));
		buf_add(&out, end ? S(") WITHOUT ROWID;") : line);
		buf_char(&out, '\n');
	}
	const char *at = arena_str(c->mem, buf_str(&out)).at;
	buf_free(&out);
	return at;
}

static bool apply(
	struct ctx *c, const struct embedded *step, int64_t number, const struct migrate_also *also)
{
	struct str text = { (const char *)step->at, step->len };

	if (!tx_begin(c, TX_WRITE))
		return false;
	const char *own = dialect(c, text);
	if ((!*own || sql_script(c, own)) && (also->number != number || also->run(c)))
		(void)!sql_run(c, &note, ARGS(arg(number), arg(str_of(step->name)), arg(c->now)));
	return tx_end(c);
}

/* SQLite leaves what a dropped table had in its free pages and in its log, unless it is told. */
static bool apply_and_overwrite(
	struct ctx *c, const struct embedded *step, int64_t number, const struct migrate_also *also)
{
	if (!db_is_sqlite(c->db) || also->number != number)
		return apply(c, step, number, also);
	return sql_script(c, "PRAGMA secure_delete = ON") && apply(c, step, number, also)
		&& sql_script(c, "PRAGMA secure_delete = FAST; PRAGMA wal_checkpoint(TRUNCATE)");
}

bool migrate_up(
	struct ctx *c, const struct embedded *step, size_t n, const struct migrate_also *also)
{
	int64_t at, number = 0;

	if (!migrate_version(c, &at))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!str_to_int((struct str){ step[i].name, 4 }, &number))
			return fail(c, FAULT_INTERNAL, "%s has no number", step[i].name);
		if (number > at && !apply_and_overwrite(c, &step[i], number, also))
			return false;
	}
	if (at > number)
		return fail(c, FAULT_CONFLICT,
			"The database was written by a newer version of Cairn (step %lld; this one "
			"knows %lld).",
			(long long)at, (long long)number);
	return number < STEP_SEARCH || search_begin(c);
}
