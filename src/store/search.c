/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/search.h"

#include "base/buf.h"
#include "store/search_dictionary.h"
#include "store/search_engine.h"
#include "store/search_entry.h"
#include "store/sql.h"

static const struct stmt doc_add = { "search_doc_add",
	"INSERT INTO search_doc (id, kind, parent, week, at, head, subject, byline, title, body)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
	"isiiisssss", "" };
static const struct stmt doc_drop = { "search_doc_drop", "DELETE FROM search_doc WHERE id = $1",
	"i", "" };
static const struct stmt doc_get = { "search_doc_get",
	"SELECT kind, parent, week, at, head, subject, byline, title, body FROM search_doc"
	" WHERE id = $1",
	"i", "siiisssss" };
static const struct stmt doc_lines = { "search_doc_lines",
	"SELECT id, head, kind, week, subject, byline, title, body FROM search_doc WHERE id = $1"
	" AND ready = $2",
	"ii", "ississss" };

const struct search_engine *search_engine_of(const struct ctx *c)
{
	return db_is_sqlite(c->db) ? &search_sqlite : &search_postgres;
}

bool search_exists(struct ctx *c, const struct stmt *s, struct args in, bool *ret)
{
	struct rows r;

	if (!sql_open(c, s, in, &r))
		return false;
	*ret = sql_next(&r);
	if (*ret)
		sql_end(&r);
	return ctx_ok(c);
}

bool search_begin(struct ctx *c)
{
	const struct search_engine *e = search_engine_of(c);
	bool there;

	if (!tx_begin(c, TX_WRITE))
		return false;
	if (search_exists(c, e->there, NO_ARGS, &there) && !there)
		(void)!sql_script(c, e->make);
	return tx_end(c);
}

static struct str head_of(struct ctx *c, const struct search_doc *d)
{
	if (d->reach == SEARCH_GROUP)
		return arena_fmt(c->mem, "g%lld r%lld a", (long long)d->group, (long long)d->round);
	if (d->reach == SEARCH_ROUND)
		return arena_fmt(c->mem, "m%lld a", (long long)d->round);
	return S("e a");
}

static bool add(struct ctx *c, const struct search_doc *d, struct str head)
{
	struct str body = d->body;

	if (body.len > SEARCH_BODY_MAX)
		body.len = SEARCH_BODY_MAX;
	while (body.len < d->body.len && ((unsigned char)body.at[body.len] & 0xc0) == 0x80)
		body.len--;
	return sql_run(c, &doc_add,
		ARGS(arg(d->id), arg(d->kind), arg(d->parent), arg(d->week), arg(d->at), arg(head),
			arg(d->subject), arg(d->byline), arg(d->title), arg(body)));
}

bool search_add(struct ctx *c, const struct search_doc *d)
{
	return add(c, d, head_of(c, d));
}

struct str search_lines(struct ctx *c, const struct rows *r)
{
	struct buf out;

	buf_init(&out, 2 * SEARCH_BODY_MAX);
	buf_add(&out, row_peek(r, 1));
	buf_char(&out, '\n');
	buf_add(&out, row_peek(r, 2));
	buf_char(&out, '\n');
	buf_int(&out, row_int(r, 3));
	for (int i = 4; i < 8; i++) {
		buf_char(&out, '\n');
		buf_add(&out, row_peek(r, i));
	}
	struct str all = arena_str(c->mem, buf_str(&out));
	buf_free(&out);
	return all;
}

bool search_lines_of(struct ctx *c, int64_t id, bool ready, struct str *ret)
{
	struct rows r;

	*ret = S("");
	if (!sql_open(c, &doc_lines, ARGS(arg(id), arg((int64_t)ready)), &r))
		return false;
	if (sql_next(&r)) {
		*ret = search_lines(c, &r);
		sql_end(&r);
	}
	return ctx_ok(c);
}

/* The words of a text that is in the index wait to be looked at, see search_dictionary. */
static bool forget(struct ctx *c, int64_t id)
{
	const struct stmt *own = search_engine_of(c)->drop;
	struct str lines;

	if (!search_lines_of(c, id, true, &lines) || lines.len == 0)
		return ctx_ok(c);
	struct str entries = search_entries(c, lines);
	return (!own || sql_run(c, own, ARGS(arg(id), arg(entries))))
		&& search_dictionary_gone(c, entries);
}

bool search_drop(struct ctx *c, int64_t id)
{
	return forget(c, id) && sql_run(c, &doc_drop, ARGS(arg(id)));
}

bool search_put(struct ctx *c, const struct search_doc *d)
{
	return search_drop(c, d->id) && search_add(c, d);
}

bool search_sign(struct ctx *c, int64_t id, struct str byline)
{
	struct rows r;

	if (!sql_open(c, &doc_get, ARGS(arg(id)), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c);
	struct str head = row_str(&r, 4);
	struct search_doc d = { .id = id,
		.kind = row_str(&r, 0),
		.parent = row_int(&r, 1),
		.week = row_int(&r, 2),
		.at = row_int(&r, 3),
		.subject = row_str(&r, 5),
		.byline = byline,
		.title = row_str(&r, 7),
		.body = row_str(&r, 8) };
	sql_end(&r);
	return search_drop(c, id) && add(c, &d, head);
}

/* What an engine needs around a question: one row that says nothing. */
static bool run_one(struct ctx *c, const struct stmt *s)
{
	struct rows r;

	if (!s)
		return true;
	if (!sql_one(c, s, NO_ARGS, &r))
		return false;
	sql_end(&r);
	return true;
}

/* Whether a text has what is asked. */
static bool any(struct ctx *c, struct str text, bool *ret)
{
	const struct search_engine *e = search_engine_of(c);

	return run_one(c, e->before) && search_exists(c, e->any, ARGS(arg(text)), ret)
		&& run_one(c, e->behind);
}

bool search_entry_known(struct ctx *c, struct str entry, bool *ret)
{
	const struct search_engine *e = search_engine_of(c);

	return any(c,
		arena_fmt(c->mem, "%s%.*s%s", e->tongue.quote, (int)entry.len, entry.at,
			e->tongue.quote),
		ret);
}

static struct search_hit read_hit(struct ctx *c, const struct search_query *q, const struct rows *r)
{
	struct search_hit h = { .doc = { .id = row_int(r, 0),
					.kind = row_str(r, 1),
					.parent = row_int(r, 2),
					.week = row_int(r, 3),
					.at = row_int(r, 4),
					.subject = row_str(r, 5),
					.byline = row_str(r, 6),
					.title = row_str(r, 7),
					.body = row_str(r, 8) } };

	search_query_snip(c, q, h.doc.body, &h.piece, &h.pieces);
	return h;
}

static bool read_hits(struct ctx *c, const struct search_query *q, const struct search_ask *ask,
	struct rows *r, struct search_found *ret)
{
	ret->n = 0;
	ret->more = false;
	while (sql_next(r)) {
		if (ret->n == ask->max) {
			ret->more = true;
			sql_end(r);
			break;
		}
		if (ask->bare)
			ret->hit[ret->n++].doc.id = row_int(r, 0);
		else
			ret->hit[ret->n++] = read_hit(c, q, r);
	}
	return ctx_ok(c);
}

/* The id before which an engine that asks in spans begins; 0: it does not, or nothing is there. */
static bool newest(struct ctx *c, int64_t before, int64_t *ret)
{
	const struct search_engine *e = search_engine_of(c);
	struct rows r;

	*ret = 0;
	if (!e->newest)
		return true;
	if (!sql_one(c, e->newest, ARGS(arg(before)), &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}

/* The question of each span; behind: what newest said. */
static bool find_texts(struct ctx *c, const struct search_query *q, int64_t behind,
	struct str ret[SEARCH_SPANS + 1])
{
	struct search_part part = { .which = -1, .behind = behind };

	for (; part.span <= SEARCH_SPANS; part.span++)
		if (!search_query_text(c, q, &search_engine_of(c)->tongue, &part, &ret[part.span]))
			return false;
	return true;
}

static bool open_hits(struct ctx *c, const struct search_query *q, const struct search_ask *ask,
	int64_t behind, struct rows *ret)
{
	const struct search_engine *e = search_engine_of(c);
	const struct stmt *find = ask->bare ? e->find_ids : e->find;
	const struct search_part whole = { .which = -1, .span = SEARCH_SPANS };
	int64_t before = ask->before ? ask->before : INT64_MAX, max = (int64_t)ask->max + 1;
	struct str text[SEARCH_SPANS + 1];

	_Static_assert(SEARCH_SPANS == 3, "the statements take a question for each span");
	if (!e->newest)
		return search_query_text(c, q, &e->tongue, &whole, &text[0])
			&& sql_open(c, find, ARGS(arg(text[0]), arg(before), arg(max)), ret);
	return find_texts(c, q, behind, text)
		&& sql_open(c, find,
			ARGS(arg(text[0]), arg(text[1]), arg(text[2]), arg(text[3]), arg(before),
				arg(max)),
			ret);
}

static bool run(struct ctx *c, const struct search_query *q, const struct search_ask *ask,
	int64_t behind, struct search_found *ret)
{
	const struct search_engine *e = search_engine_of(c);
	struct rows r;

	return run_one(c, e->before) && open_hits(c, q, ask, behind, &r)
		&& read_hits(c, q, ask, &r, ret) && run_one(c, e->behind);
}

/* A word that nothing the reader may read has is taken for a slip of the finger. */
static bool widen(struct ctx *c, struct search_query *q, bool *ret)
{
	const struct search_engine *e = search_engine_of(c);

	*ret = false;
	for (size_t i = 0; i < search_query_words(q); i++) {
		const struct search_part one = { .which = (int)i, .span = SEARCH_SPANS };
		bool known, wide = false;
		struct str text;
		if (!search_query_text(c, q, &e->tongue, &one, &text) || !any(c, text, &known)
			|| (!known && !search_query_widen(c, q, i, &wide)))
			return false;
		*ret |= wide;
	}
	return true;
}

static bool look(struct ctx *c, struct search_query *q, const struct search_ask *ask,
	int64_t behind, struct search_found *ret)
{
	if (!run(c, q, ask, behind, ret))
		return false;
	if (ret->n > 0)
		return true;
	return widen(c, q, &ret->near) && (!ret->near || run(c, q, ask, behind, ret));
}

bool search_find(struct ctx *c, const struct search_ask *ask, struct search_found *ret)
{
	struct search_query *q = search_query_read(c, ask);
	int64_t behind;

	*ret = (struct search_found){ .hit = arena_new(c->mem, struct search_hit, ask->max),
		.words = search_query_words(q) };
	if (ret->words == 0 || ask->scopes == 0)
		return true;
	if (!newest(c, ask->before ? ask->before : INT64_MAX, &behind)
		|| !search_query_begin(c, q, &ret->cut))
		return false;
	return look(c, q, ask, behind, ret);
}
