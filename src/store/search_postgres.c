/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"
#include "store/search_engine.h"
#include "store/search_word.h"
#include "store/sql.h"

enum { ENTRIES_MAX = 1 << 20 };

/* Texts come one by one from a thread of their own: none waits in a list that every question would
   have to read. */
static const char make[] =
	"CREATE TABLE search_terms (id BIGINT PRIMARY KEY REFERENCES search_doc (id)"
	" ON DELETE CASCADE, terms TSVECTOR NOT NULL);"
	"CREATE INDEX search_terms_by_term ON search_terms USING gin (terms)"
	" WITH (fastupdate = off);";
static const struct stmt there = { "search_there",
	"SELECT 1 WHERE to_regclass('search_terms') IS NOT NULL", "", "i" };
/* The newest ids that a question finds, $6 at the most, before any text is read. id + 0: the index
   of ids is not asked, which would bring all of them. */
#define SPAN(question, unless) \
	" AS MATERIALIZED (SELECT s.id FROM search_terms s WHERE " unless \
	"s.terms @@ CAST(" question " AS tsquery) AND s.id + 0 < CAST($5 AS BIGINT)" \
	" ORDER BY s.id DESC LIMIT CAST($6 AS BIGINT))"
#define NOT_FULL(span) "(SELECT count(*) FROM " span ") < CAST($6 AS BIGINT) AND "
#define NOT_FULL_YET NOT_FULL("a") NOT_FULL("b")
/* From the newest on: a span is asked when none before it fills the page, and has all that they
   have. One statement, since each is a way to the server and back. */
#define SPAN_A "a" SPAN("$1", "")
#define SPAN_B "b" SPAN("$2", NOT_FULL("a"))
#define SPAN_C "c" SPAN("$3", NOT_FULL_YET)
#define SPAN_ALL "e" SPAN("$4", NOT_FULL_YET NOT_FULL("c"))
#define WITH_FOUND \
	"WITH " SPAN_A ", " SPAN_B ", " SPAN_C ", " SPAN_ALL ", f AS (SELECT id FROM a" \
	" UNION SELECT id FROM b UNION SELECT id FROM c UNION SELECT id FROM e" \
	" ORDER BY id DESC LIMIT CAST($6 AS BIGINT))"
static const struct stmt find = { "search_find",
	WITH_FOUND " SELECT d.id, d.kind, d.parent, d.week, d.at, d.subject, d.byline, d.title,"
		   " d.body FROM f JOIN search_doc d ON d.id = f.id ORDER BY f.id DESC",
	"ssssii", "isiiissss" };
static const struct stmt find_ids = { "search_find_ids",
	WITH_FOUND " SELECT f.id FROM f ORDER BY f.id DESC", "ssssii", "i" };
static const struct stmt any = { "search_any",
	"SELECT 1 FROM search_terms s WHERE s.terms @@ CAST($1 AS tsquery) LIMIT 1", "s", "i" };
/* Another process may have been quicker. */
static const struct stmt add = { "search_terms_add",
	"INSERT INTO search_terms (id, terms) VALUES ($1, array_to_tsvector(CAST($2 AS TEXT[])))"
	" ON CONFLICT (id) DO NOTHING",
	"is", "" };

static const struct stmt words_add = { "search_words_add",
	"INSERT INTO search_word (entry) SELECT unnest(CAST($1 AS TEXT[]))"
	" ON CONFLICT (entry) DO NOTHING",
	"s", "" };
static const struct stmt words_of = { "search_words_of",
	"SELECT w.entry FROM search_word w WHERE w.entry = ANY(CAST($1 AS TEXT[]))", "s", "s" };
static const struct stmt newest = { "search_newest",
	"SELECT COALESCE(max(s.id), 0) FROM search_terms s WHERE s.id < $1", "i", "i" };
/* What is asked is not known when a plan is made, and the index of entries is the only one that
   answers any question soon. */
static const struct stmt before = { "search_before",
	"SELECT set_config('enable_seqscan', 'off', TRUE),"
	" set_config('enable_indexscan', 'off', TRUE)",
	"", "ss" };
static const struct stmt behind = { "search_behind",
	"SELECT set_config('enable_seqscan', 'on', TRUE),"
	" set_config('enable_indexscan', 'on', TRUE)",
	"", "ss" };

static void put(struct buf *out, struct str entry)
{
	buf_add(out, out->len > 1 ? S(",\"") : S("\""));
	buf_add(out, entry);
	buf_char(out, '"');
}

/* In which spans of time a text lies, for each of its scopes. */
static void put_spans(struct ctx *c, struct buf *out, int64_t id, struct str lines)
{
	struct str head = str_cut(&lines, '\n');

	while (head.len > 0) {
		struct str scope = str_cut(&head, ' ');
		for (int i = 0; i < SEARCH_SPANS; i++)
			put(out,
				arena_fmt(c->mem, "%.*sb%dx%lld", (int)scope.len, scope.at, i,
					(long long)search_span_of(id, i)));
	}
}

/* A text with more entries than fit is found by those that do. */
static bool index_doc(struct ctx *c, int64_t id, struct str lines, struct str entries)
{
	struct buf out;

	buf_init(&out, ENTRIES_MAX);
	buf_char(&out, '{');
	put_spans(c, &out, id, lines);
	while (entries.len > 0 && out.len + SEARCH_LINE_MAX < ENTRIES_MAX)
		put(&out, str_cut(&entries, '\n'));
	buf_char(&out, '}');
	struct str list = arena_str(c->mem, buf_str(&out));
	buf_free(&out);
	return sql_run(c, &add, ARGS(arg(id), arg(list)));
}

const struct search_engine search_postgres = { .make = make,
	.there = &there,
	.find = &find,
	.find_ids = &find_ids,
	.any = &any,
	.words_add = &words_add,
	.words_of = &words_of,
	.before = &before,
	.behind = &behind,
	.newest = &newest,
	.index = index_doc,
	.tongue = { "'", ":*", " & ", " | " },
	.listing = { '{', '}' } };
