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

/* How a question to the index is written, and how a list of entries. */
struct search_tongue {
	const char *quote, *star, *both, *either;
};
struct search_listing {
	char open, close;
};
struct search_engine {
	const char *make; /* the index, where there is none */
	const struct stmt *there, *any;
	/* $1 the question, with spans $1 to $4 in each; then the id before which, and how many. */
	const struct stmt *find, *find_ids;
	/* With the id and the entries, before a row of search_doc goes; NULL: not needed. */
	const struct stmt *drop;
	/* Of the dictionary, for a list of entries. */
	const struct stmt *words_add, *words_of;
	/* Around a question; NULL: nothing is needed. */
	const struct stmt *before, *behind;
	/* lines as search_words_entries has them, and the entries of search_entries. */
	bool (*index)(struct ctx *c, int64_t id, struct str lines, struct str entries);
	/* The newest texts are asked for first, in spans that grow; NULL: an index in order of time
	   needs none. */
	const struct stmt *newest;
	struct search_tongue tongue;
	struct search_listing listing;
};
extern const struct search_engine search_sqlite, search_postgres;
/* Makes the words of search_word known to a connection. */
bool search_sqlite_teach(struct sqlite3 *db);

const struct search_engine *search_engine_of(const struct ctx *c);
/* Whether it gives a row. */
MUST bool search_exists(struct ctx *c, const struct stmt *s, struct args in, bool *ret);
/* Whether a text has this entry. */
MUST bool search_entry_known(struct ctx *c, struct str entry, bool *ret);

/* What somebody looks for. */
enum { SEARCH_WORDS = 8, SEARCH_SPANS = 3 };
struct search_query *search_query_read(struct ctx *c, const struct search_ask *ask);
size_t search_query_words(const struct search_query *q);
/* An id is a time: the first span is 72 minutes, each further one sixteen times longer. */
enum { SEARCH_SPAN_FIRST = 38, SEARCH_SPAN_NEXT = 4 };
static inline int64_t search_span_of(int64_t id, int span)
{
	return id >> (SEARCH_SPAN_FIRST + span * SEARCH_SPAN_NEXT);
}
/* The question in the engine's words. which is one word alone without the filters, or -1 for all of
   it. span: only of the newest texts before the id behind, 0 the fewest; SEARCH_SPANS: of all. */
struct search_part {
	int which, span;
	int64_t behind;
};
MUST bool search_query_text(struct ctx *c, const struct search_query *q,
	const struct search_tongue *t, const struct search_part *part, struct str *ret);
struct str search_query_scope(struct ctx *c, const struct search_query *q, size_t scope);
/* Adds the words of the dictionary that begin as somebody typed; ret_cut: they are too many. */
MUST bool search_query_begin(struct ctx *c, struct search_query *q, bool *ret_cut);
/* From now on words one letter away count too; false when the word is too short or too long for
   that. */
MUST bool search_query_widen(struct ctx *c, struct search_query *q, size_t which, bool *ret);

struct search_piece;
/* The part of a body around its first hit, in pieces. */
void search_query_snip(struct ctx *c, const struct search_query *q, struct str body,
	struct search_piece **ret, size_t *ret_n);

#endif
