/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"
#include "store/search_engine.h"
#include "store/search_word.h"
#include "store/sql.h"

enum { ENTRIES_MAX = 1 << 20 };

static const char make[] =
	"CREATE TABLE search_terms (id BIGINT PRIMARY KEY REFERENCES search_doc (id)"
	" ON DELETE CASCADE, terms TSVECTOR NOT NULL);"
	"CREATE INDEX search_terms_by_term ON search_terms USING gin (terms);";
static const struct stmt there = { "search_there",
	"SELECT 1 WHERE to_regclass('search_terms') IS NOT NULL", "", "i" };
static const struct stmt find = { "search_find",
	"SELECT d.id, d.kind, d.parent, d.week, d.at, d.subject, d.byline, d.title, d.body"
	" FROM search_terms s JOIN search_doc d ON d.id = s.id"
	" WHERE s.terms @@ CAST($1 AS tsquery) AND s.id < CAST($2 AS BIGINT)"
	" ORDER BY s.id DESC LIMIT CAST($3 AS BIGINT)",
	"sii", "isiiissss" };
static const struct stmt any = { "search_any",
	"SELECT 1 FROM search_terms s WHERE s.terms @@ CAST($1 AS tsquery) LIMIT 1", "s", "i" };
/* Another process may have been quicker. */
static const struct stmt add = { "search_terms_add",
	"INSERT INTO search_terms (id, terms) VALUES ($1, array_to_tsvector(CAST($2 AS TEXT[])))"
	" ON CONFLICT (id) DO NOTHING",
	"is", "" };

static int emit(void *data, const char *at, size_t len)
{
	struct buf *out = data;

	buf_add(out, out->len > 1 ? S(",\"") : S("\""));
	buf_add(out, (struct str){ at, len });
	buf_char(out, '"');
	return out->spilled;
}

/* A text with more entries than fit is found by those that do. */
static bool index_doc(struct ctx *c, int64_t id, struct str lines)
{
	struct search_words w;
	struct buf out;

	buf_init(&out, ENTRIES_MAX);
	buf_char(&out, '{');
	search_words_open(&w);
	(void)search_words_entries(&w, lines, emit, &out);
	search_words_close(&w);
	while (out.spilled && out.at[out.len - 1] != ',')
		out.len--;
	if (out.spilled)
		out.len--;
	out.spilled = false;
	struct str list = arena_fmt(c->mem, "%.*s}", (int)out.len, out.at);
	buf_free(&out);
	return sql_run(c, &add, ARGS(arg(id), arg(list)));
}

const struct search_engine search_postgres = { make, &there, &find, &any, NULL, NULL, index_doc,
	{ "'", ":*", " & ", " | " } };
