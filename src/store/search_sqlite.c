/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/search_engine.h"
#include "store/sql.h"

#include <sqlite3.h>

/* Without positions, sizes and a second copy of the text: an entry is a word and the ids that have
   it. The text is in search_doc, so what leaves there can be taken out word by word. */
static const char make[] =
	"CREATE VIRTUAL TABLE IF NOT EXISTS search_terms USING fts5(words, content='',"
	" columnsize=0, detail=none, tokenize='cairn');";
static const struct stmt there = { "search_there",
	"SELECT 1 FROM sqlite_master WHERE name = 'search_terms'", "", "i" };
static const struct stmt find = { "search_find",
	"SELECT d.id, d.kind, d.parent, d.week, d.at, d.subject, d.byline, d.title, d.body"
	" FROM search_terms CROSS JOIN search_doc d ON d.id = search_terms.rowid"
	" WHERE search_terms MATCH $1 AND search_terms.rowid < $2"
	" ORDER BY search_terms.rowid DESC LIMIT $3",
	"sii", "isiiissss" };
static const struct stmt find_ids = { "search_find_ids",
	"SELECT search_terms.rowid FROM search_terms WHERE search_terms MATCH $1"
	" AND search_terms.rowid < $2 ORDER BY search_terms.rowid DESC LIMIT $3",
	"sii", "i" };
static const struct stmt any = { "search_any",
	"SELECT 1 FROM search_terms WHERE search_terms MATCH $1 LIMIT 1", "s", "i" };
static const struct stmt add = { "search_terms_add",
	"INSERT INTO search_terms (rowid, words) VALUES ($1, $2)", "is", "" };
static const struct stmt drop = { "search_terms_drop",
	"INSERT INTO search_terms (search_terms, rowid, words) VALUES ('delete', $1, $2)", "is",
	"" };

static const struct stmt words_add = { "search_words_add",
	"INSERT INTO search_word (entry) SELECT j.value FROM json_each($1) j WHERE 1"
	" ON CONFLICT (entry) DO NOTHING",
	"s", "" };
static const struct stmt words_of = { "search_words_of",
	"SELECT w.entry FROM json_each($1) j CROSS JOIN search_word w ON w.entry = j.value", "s",
	"s" };

static bool index_doc(struct ctx *c, int64_t id, struct str lines, struct str entries)
{
	(void)lines;
	return sql_run(c, &add, ARGS(arg(id), arg(entries)));
}

const struct search_engine search_sqlite = { .make = make,
	.there = &there,
	.find = &find,
	.find_ids = &find_ids,
	.any = &any,
	.drop = &drop,
	.words_add = &words_add,
	.words_of = &words_of,
	.index = index_doc,
	.tongue = { "\"", "*", " AND ", " OR " },
	.listing = { '[', ']' } };

/* It needs nothing of its own, but must say where it is. */
static int teacher_open(void *world, const char **word, int n, Fts5Tokenizer **ret)
{
	static const char nothing;

	(void)world;
	(void)word;
	(void)n;
	*ret = (Fts5Tokenizer *)(uintptr_t)&nothing;
	return SQLITE_OK;
}

static void teacher_close(Fts5Tokenizer *t)
{
	(void)t;
}

/* Texts come as entries with line ends, see search_entries, and what is asked for as one entry, see
   search_query. */
static int teacher_read(Fts5Tokenizer *t, void *world, int flags, const char *text, int len,
	int (*token)(void *, int, const char *, int, int, int))
{
	struct str rest = { text, (size_t)len };
	int rc = SQLITE_OK;

	(void)t;
	if (flags & FTS5_TOKENIZE_QUERY)
		return token(world, 0, text, len, 0, len);
	while (rc == SQLITE_OK && rest.len > 0) {
		struct str entry = str_cut(&rest, '\n');
		rc = token(world, 0, entry.at, (int)entry.len, 0, 0);
	}
	return rc;
}

bool search_sqlite_teach(struct sqlite3 *db)
{
	fts5_tokenizer teacher = { teacher_open, teacher_close, teacher_read };
	fts5_api *api = NULL;
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &st, NULL) != SQLITE_OK)
		return false;
	sqlite3_bind_pointer(st, 1, &api, "fts5_api_ptr", NULL);
	sqlite3_step(st);
	sqlite3_finalize(st);
	return api && api->xCreateTokenizer(api, "cairn", NULL, &teacher, NULL) == SQLITE_OK;
}
