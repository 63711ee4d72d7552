/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What each database does for search.c in its own way. Only the files of store include this.
   Names: search_ */
#ifndef STORE_SEARCH_ENGINE_H
#define STORE_SEARCH_ENGINE_H

#include "base/ctx.h"
#include "store/stmt.h"

struct sqlite3;
struct search_ask;
struct search_query;

/* How a question to the index is written. */
struct search_tongue {
	const char *quote, *star, *both, *either;
};
struct search_engine {
	const char *make; /* the index, where there is none */
	const struct stmt *there, *find, *any;
	/* The entries from one on and before another; NULL: they cannot be listed. */
	const struct stmt *entries;
	const struct stmt *drop; /* before a row of search_doc goes; NULL: not needed */
	/* lines as search_words_entries has them. */
	bool (*index)(struct ctx *c, int64_t id, struct str lines);
	struct search_tongue tongue;
};
extern const struct search_engine search_sqlite, search_postgres;
/* Makes the words of search_word known to a connection. */
bool search_sqlite_teach(struct sqlite3 *db);

/* What somebody looks for. */
enum { SEARCH_WORDS = 8 };
struct search_query *search_query_read(struct ctx *c, const struct search_ask *ask);
size_t search_query_words(const struct search_query *q);
/* The question in the engine's words. which is one word alone without the filters, or -1 for all of
   it. */
MUST bool search_query_text(struct ctx *c, const struct search_query *q,
	const struct search_tongue *t, int which, struct str *ret);
/* From now on beginnings count too, where they did not: for who reads everything they are many. */
bool search_query_begins(struct search_query *q);
/* From now on words one letter away count too; false when the word is too short or too long for
   that. Those whose first letters are right are learned from the entries of a scope between from
   and to, where an engine can list them, and looked up one by one else. */
bool search_query_widen(struct search_query *q, size_t which, bool learns);
void search_query_range(struct ctx *c, const struct search_query *q, size_t which, size_t scope,
	struct str *ret_from, struct str *ret_to);
void search_query_learn(
	struct ctx *c, struct search_query *q, size_t which, size_t scope, struct str entry);

struct search_piece;
/* The part of a body around its first hit, in pieces. */
void search_query_snip(struct ctx *c, const struct search_query *q, struct str body,
	struct search_piece **ret, size_t *ret_n);

#endif
