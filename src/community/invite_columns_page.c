/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/utf8.h"
#include "community/invite_list.h"
#include "community/invite_routes.h"
#include "http/request.h"
#include "site/layout.h"

enum { REFUSED_SHOWN = 50, HEADING_CHARS = 40 };

/* The fields of the form, in the order of enum invite_field. */
static const struct {
	const char *name, *label;
} fields[INVITE_FIELDS] = { { "column_0", "Mail address" }, { "column_1", "Whole name" },
	{ "column_2", "First name" }, { "column_3", "Last name" },
	{ "column_4", "Subject of studies" }, { "column_5", "Year of studies" } };

struct columns_view {
	struct invite_list list;
	struct invite_columns columns;
	struct invite_preview preview;
	struct str heading[INVITE_COLUMNS_MAX];
	struct str refused;
	size_t refused_n;
};

#include "invite_columns.html.h"

/* What is in the form, or the guess when it was not sent. */
static bool read_query(struct request *rq, struct invite_columns *columns)
{
	if (!query_str(rq, "look", 8).len)
		return ctx_ok(rq->ctx);
	columns->header = query_str(rq, "header", 8).len > 0;
	for (size_t i = 0; i < INVITE_FIELDS; i++)
		columns->at[i] = query_int(rq, fields[i].name, 0, INVITE_COLUMNS_MAX, 0);
	return ctx_ok(rq->ctx);
}

static bool load_list(struct request *rq, struct columns_view *v)
{
	struct invite_list_id id = { path_id(rq, "list") };

	return ctx_ok(rq->ctx) && invite_list_get(rq->ctx, id, &v->list);
}

static bool load_preview(struct request *rq, struct columns_view *v)
{
	struct ctx *c = rq->ctx;

	if (!invite_list_preview(c, v->list.id, &v->columns, &v->preview))
		return false;
	for (size_t i = 0; i < v->preview.first.n; i++) {
		struct str cell = v->preview.first.cell[i];
		bool cut = utf8_length(cell) > HEADING_CHARS;
		v->heading[i] = !cell.len
			? arena_fmt(c->mem, "column %d, which is empty here", (int)i + 1)
			: cut ? utf8_head(cell, HEADING_CHARS)
			      : cell;
	}
	v->refused_n = v->preview.refused_n < REFUSED_SHOWN ? v->preview.refused_n : REFUSED_SHOWN;
	return true;
}

static void show(struct request *rq, const struct columns_view *v)
{
	layout_open(rq, S("Which column is what"));
	columns_view(&rq->out, rq, v);
	layout_close(rq);
}

bool invite_columns_page(struct request *rq)
{
	struct columns_view *v = arena_new(rq->ctx->mem, struct columns_view, 1);

	if (!load_list(rq, v))
		return false;
	if (v->list.columns.len)
		return request_see(rq, URL("/list/%", { v->list.id.v }));
	if (!invite_list_guess(rq->ctx, v->list.id, &v->columns) || !read_query(rq, &v->columns)
		|| !load_preview(rq, v))
		return false;
	show(rq, v);
	return true;
}

/* The page is made before anything can be refused: after a fault nothing more is read. */
bool invite_columns_send(struct request *rq)
{
	static const char *const names[] = { "header", "look", "column_0", "column_1", "column_2",
		"column_3", "column_4", "column_5", NULL };
	struct columns_view *v = arena_new(rq->ctx->mem, struct columns_view, 1);
	struct ctx *c = rq->ctx;
	size_t field;

	if (!load_list(rq, v))
		return false;
	v->columns.header = form_has(rq, "header");
	for (size_t i = 0; i < INVITE_FIELDS; i++)
		v->columns.at[i] = form_int(rq, fields[i].name, 0, INVITE_COLUMNS_MAX, 0);
	if (invite_table_fault(&v->columns, &field) && !load_preview(rq, v))
		return false;
	if (form_only(rq, names) && invite_list_begin(c, v->list.id, &v->columns))
		return request_see(rq, URL("/list/%", { v->list.id.v }));
	if (!c->wrong)
		v->refused = str_of(c->fault.text);
	show(rq, v);
	return false;
}
