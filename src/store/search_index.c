/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/search_index.h"
#include "base/buf.h"
#include "store/search.h"
#include "store/search_dictionary.h"
#include "store/search_engine.h"
#include "store/search_entry.h"
#include "store/search_word.h"
#include "store/sql.h"

enum { ENTRIES_MAX = 1 << 20 };

static const struct stmt gone_waits = { "search_gone_waits", "SELECT 1 FROM search_gone LIMIT 1",
	"", "i" };
/* The newest first: who just wrote looks for that, not for what an import left waiting. */
static const struct stmt doc_waiting = { "search_doc_waiting",
	"SELECT id, head, kind, week, subject, byline, title, body FROM search_doc WHERE ready = 0"
	" ORDER BY id DESC LIMIT $1",
	"i", "ississss" };
static const struct stmt doc_ready = { "search_doc_ready",
	"UPDATE search_doc SET ready = 1 WHERE id = $1 AND ready = 0", "i", "" };

struct search_load {
	int64_t id[SEARCH_BATCH];
	struct str lines[SEARCH_BATCH], entries[SEARCH_BATCH];
	size_t n;
	bool gone; /* words of texts that went wait */
};

static int emit(void *data, const char *at, size_t len)
{
	struct buf *out = data;

	buf_add(out, (struct str){ at, len });
	buf_char(out, '\n');
	return out->spilled;
}

static struct str entries_by(struct ctx *c, struct search_words *w, struct str lines)
{
	struct buf out;

	buf_init(&out, ENTRIES_MAX);
	(void)search_words_entries(w, lines, emit, &out);
	while (out.spilled && out.len > 0 && out.at[out.len - 1] != '\n')
		out.len--;
	out.spilled = false;
	struct str all = arena_str(c->mem, buf_str(&out));
	buf_free(&out);
	return all;
}

struct str search_entries(struct ctx *c, struct str lines)
{
	struct search_words w;

	search_words_open(&w);
	struct str entries = entries_by(c, &w, lines);
	search_words_close(&w);
	return entries;
}

bool search_load(struct ctx *c, struct search_load **ret)
{
	struct search_load *l = arena_new(c->mem, struct search_load, 1);
	struct search_words w;
	struct rows r;

	*ret = NULL;
	if (!sql_open(c, &doc_waiting, ARGS(arg((int64_t)SEARCH_BATCH)), &r))
		return false;
	search_words_open(&w);
	for (; sql_next(&r) && l->n < SEARCH_BATCH; l->n++) {
		l->id[l->n] = row_int(&r, 0);
		l->lines[l->n] = search_lines(c, &r);
		l->entries[l->n] = entries_by(c, &w, l->lines[l->n]);
	}
	search_words_close(&w);
	if (!ctx_ok(c) || (l->n == 0 && !search_exists(c, &gone_waits, NO_ARGS, &l->gone)))
		return false;
	*ret = l->n > 0 || l->gone ? l : NULL;
	return true;
}

/* Oldest of them first: an index in order of time likes that. A text that was changed meanwhile
   waits on. */
static bool store(struct ctx *c, const struct search_load *l)
{
	struct str stored[SEARCH_BATCH], now;
	size_t n = 0;

	for (size_t i = l->n; i-- > 0;) {
		if (!search_lines_of(c, l->id[i], false, &now))
			return false;
		if (!str_eq(now, l->lines[i]))
			continue;
		if (!search_engine_of(c)->index(c, l->id[i], l->lines[i], l->entries[i])
			|| !sql_run(c, &doc_ready, ARGS(arg(l->id[i]))))
			return false;
		stored[n++] = l->entries[i];
	}
	return search_dictionary_add(c, stored, n);
}

bool search_store(struct ctx *c, const struct search_load *l, size_t *ret_n)
{
	bool any = false;

	if (l->n > 0 ? !store(c, l) : !search_dictionary_settle(c, &any))
		return false;
	*ret_n = any ? 1 : l->n;
	return true;
}

bool search_index(struct ctx *c, size_t *ret_n)
{
	struct search_load *l;

	*ret_n = 0;
	return search_load(c, &l) && (!l || search_store(c, l, ret_n));
}
