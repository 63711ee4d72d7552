/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/find.h"

#include "community/find_routes.h"
#include "community/when.h"
#include "core/activity.h"
#include "core/place.h"
#include "http/html.h"
#include "site/layout.h"

enum { WEEKS_MAX = 12, KIND_MAX = 20, SUBJECT_MAX = 200 };

/* What can be found, and where it stands. Numbers of an address: see where_of. */
struct find_kind {
	const char *name, *many, *one, *address;
	bool in_parent; /* the address is its parent's, and its own number follows twice */
};
static const struct find_kind kinds[] = {
	{ "post", "Posts that begin a thread", "Post", "/thread/%?at=%#p%", true },
	{ "answer", "Answers", "Answer", "/thread/%?at=%#p%", true },
	{ "question", "Interview questions", "Interview question", "/questions/%", false },
};
enum { KINDS = sizeof kinds / sizeof *kinds };

struct find_view {
	const struct find_ask *ask;
	const struct find_result *result;
	const struct find_kind *kind; /* all there are */
	const struct str *subject;
	size_t subjects;
	int64_t weeks, group; /* group: where the reader could ask instead, or 0 */
	struct url script;
};
struct find_row {
	const struct find_hit *h;
	const char *one;
	struct url where;
	struct when *when;
};

/* On one line, so that no blank comes between a word and the comma behind it. */
static void put_pieces(struct buf *out, const struct find_hit *h)
{
	for (size_t i = 0; i < h->pieces; i++) {
		if (h->piece[i].hit)
			buf_add(out, S("<mark>"));
		html_put_str(out, h->piece[i].text);
		if (h->piece[i].hit)
			buf_add(out, S("</mark>"));
	}
}

#include "find.html.h"

static const struct find_kind *kind_of(struct str name)
{
	for (size_t i = 0; i < KINDS; i++)
		if (str_eq(name, str_of(kinds[i].name)))
			return &kinds[i];
	return &kinds[0];
}

static struct url where_of(const struct find_kind *k, const struct find_hit *h)
{
	return k->in_parent ? URL(k->address, { h->parent, h->id, h->id })
			    : URL(k->address, { h->id, h->parent });
}

static void put_hits(struct request *rq, const struct find_view *v)
{
	struct when when = { 0 };
	struct str zone = S("");

	find_list_open(&rq->out, v);
	for (size_t i = 0; i < v->result->n; i++) {
		const struct find_hit *h = &v->result->hit[i];
		const struct find_kind *k = kind_of(h->kind);
		struct str own = h->zone.len ? h->zone : rq->place->zone;
		if (i == 0 || !str_eq(own, zone))
			when_init(&when, rq->ctx, own.len ? own : S("Europe/London"), h->at);
		zone = own;
		struct find_row row = { h, k->one, where_of(k, h), &when };
		find_row_put(&rq->out, &row);
	}
	find_list_close(&rq->out, v);
}

static void put_found(struct request *rq, const struct find_view *v)
{
	find_found_open(&rq->out);
	if (v->ask->words.len == 0)
		find_nothing_yet(&rq->out);
	else if (v->result->words == 0)
		find_too_common(&rq->out, v);
	else if (v->result->n == 0)
		find_none(&rq->out, v);
	else
		put_hits(rq, v);
	find_found_close(&rq->out);
}

static struct find_ask read_ask(struct request *rq)
{
	return (struct find_ask){ .words = str_trim(query_str(rq, "q", FIND_WORDS_MAX)),
		.kind = query_str(rq, "kind", KIND_MAX),
		.subject = query_str(rq, "subject", SUBJECT_MAX),
		.week = query_int(rq, "week", 0, WEEKS_MAX, 0),
		.before = query_int(rq, "before", 0, INT64_MAX, 0) };
}

bool find_page(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct find_ask ask = read_ask(rq);
	struct find_result result = { 0 };
	struct str *subject;
	struct find_view v = { .ask = &ask, .result = &result, .kind = kinds };

	if (!ctx_ok(c) || (ask.words.len && !find_run(c, &ask, &result))
		|| !find_subjects(c, &subject, &v.subjects))
		return false;
	v.subject = subject;
	v.weeks = rq->place->round ? rq->place->weeks : 4;
	v.group = rq->place->week > 0 && rq->place->week <= rq->place->weeks ? rq->place->group : 0;
	v.script = layout_asset(rq, "/asset/$/js/search.js");
	layout_visit(rq, OBJECT_PAGE, 0);
	layout_open(rq, S("Search"));
	find_top(&rq->out, &v);
	put_found(rq, &v);
	layout_close(rq);
	return true;
}
