/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/data_page.h"

#include "base/instant.h"
#include "core/collect.h"
#include "core/holding.h"
#include "core/person.h"
#include "core/place.h"
#include "core/zone.h"
#include "site/data_json.h"
#include "site/gate.h"
#include "site/layout.h"

enum { DATA_SHOWN = 20, NAME_BYTES = 4 * PERSON_NAME_MAX };

struct data_head {
	struct str name, name_wrong;
};
struct data_erase {
	struct str address, typed, wrong;
};

#include "data.html.h"

/* «last_used» reads «last used». */
static struct str label(struct ctx *c, struct str name)
{
	char *text = arena_new(c->mem, char, name.len + 1);

	memcpy(text, name.at, name.len);
	for (size_t i = 0; i < name.len; i++)
		if (text[i] == '_')
			text[i] = ' ';
	return (struct str){ text, name.len };
}

/* Empty for what is not there: an instant that did not come, a text nobody wrote. */
static struct str words(struct request *rq, const struct holding_cell *cell)
{
	struct ctx *c = rq->ctx;
	struct str zone = rq->place->zone.len ? rq->place->zone : S("Europe/London");

	if (cell->kind == HOLDING_TEXT)
		return cell->text;
	if (cell->kind == HOLDING_TIME)
		return cell->number ? zone_text(c, zone, cell->number) : S("");
	if (cell->kind == HOLDING_YES)
		return cell->number ? S("yes") : S("no");
	return arena_fmt(c->mem, "%lld", (long long)cell->number);
}

static void put_row(struct request *rq, const struct holding_row *row)
{
	data_row_open(&rq->out);
	for (size_t i = 0; i < row->n; i++) {
		struct str text = words(rq, &row->cell[i]);
		if (row->cell[i].kind == HOLDING_FILE)
			data_cell_file(
				&rq->out, label(rq->ctx, row->cell[i].name), row->cell[i].number);
		else if (text.len > 0)
			data_cell(&rq->out, label(rq->ctx, row->cell[i].name), text);
	}
	data_row_close(&rq->out);
}

/* The newest, or all. */
static bool put_holding(struct request *rq, const struct holding *h, bool whole)
{
	struct holding_cursor *rows;
	struct holding_row row;
	int n = 0;

	if (!holding_read(rq->ctx, h, &rows))
		return false;
	data_holding_open(&rq->out, h);
	while (holding_next(rows, &row)) {
		if (n == 0)
			data_rows_open(&rq->out, whole);
		if (n++ == DATA_SHOWN && !whole) {
			data_more(&rq->out);
			holding_end(rows);
			break;
		}
		put_row(rq, &row);
	}
	if (n == 0)
		data_none(&rq->out);
	else
		data_rows_close(&rq->out);
	data_holding_close(&rq->out);
	return ctx_ok(rq->ctx);
}

static bool put_all(struct request *rq, bool whole)
{
	const struct gate *g = rq->gate;

	for (size_t i = 0; i < g->holdings_n; i++)
		for (size_t j = 0; j < *g->holdings[i].n; j++)
			if (g->holdings[i].at[j].rows
				&& !put_holding(rq, &g->holdings[i].at[j], whole))
				return false;
	return true;
}

static bool put_collects(struct request *rq)
{
	int64_t off;

	if (rq->place->study == 0)
		return true;
	if (!collect_off(rq->ctx, rq->place->study, &off))
		return false;
	data_collects(&rq->out, off);
	return true;
}

bool data_show(struct request *rq)
{
	struct data_head h = { .name = S("") };
	struct person p;

	if (!person_get(rq->ctx, rq->ctx->actor, &p))
		return false;
	h.name = p.name;
	layout_open(rq, S("My data"));
	data_top(&rq->out);
	if (!put_all(rq, false) || !put_collects(rq))
		return false;
	data_correct(&rq->out, &h);
	layout_close(rq);
	return true;
}

bool data_whole_page(struct request *rq)
{
	struct person p;

	if (!person_get(rq->ctx, rq->ctx->actor, &p))
		return false;
	struct str zone = rq->place->zone.len ? rq->place->zone : S("Europe/London");
	data_whole_open(&rq->out, p.name, zone_text(rq->ctx, zone, rq->ctx->now));
	if (!put_all(rq, true))
		return false;
	data_whole_close(&rq->out);
	rq->type = "text/html; charset=utf-8";
	rq->download = S("my-cairn-data.html");
	return true;
}

bool data_file(struct request *rq)
{
	rq->type = "application/json; charset=utf-8";
	rq->download = S("my-cairn-data.json");
	return data_json(rq->ctx, rq->gate->holdings, rq->gate->holdings_n, &rq->out);
}

bool data_name_send(struct request *rq)
{
	static const char *const fields[] = { "name", NULL };
	struct data_head h = { .name = form_str(rq, "name", NAME_BYTES) };

	if (form_only(rq, fields) && ctx_ok(rq->ctx)
		&& person_set_name(rq->ctx, rq->ctx->actor, h.name))
		return request_see(rq, URL("/me/data#correct"));
	h.name_wrong = layout_wrong_at(rq, "name");
	layout_open(rq, S("Correct something"));
	layout_wrong(rq);
	data_correct(&rq->out, &h);
	layout_close(rq);
	return false;
}

static bool put_erase(struct request *rq, struct str address, struct str typed)
{
	struct data_erase e = { address, typed, layout_wrong_at(rq, "address") };

	layout_open(rq, S("Erase everything"));
	layout_wrong(rq);
	data_erase_form(&rq->out, &e);
	layout_close(rq);
	return ctx_ok(rq->ctx);
}

bool data_erase_start(struct request *rq)
{
	struct person p;

	return person_get(rq->ctx, rq->ctx->actor, &p) && put_erase(rq, p.address, S(""));
}

bool data_erase_send(struct request *rq)
{
	static const char *const fields[] = { "address", NULL };
	struct str typed = str_trim(form_str(rq, "address", PERSON_ADDRESS_MAX));
	struct ctx *c = rq->ctx;
	struct person p;

	if (!form_only(rq, fields) || !ctx_ok(c) || !person_get(c, c->actor, &p))
		return false;
	if (!str_same(typed, p.address)) {
		(void)!ctx_wrong(
			c, "address", "This is not the address that you are signed in with.");
		return put_erase(rq, p.address, typed);
	}
	if (!holding_erase(c, c->actor, rq->gate->holdings, rq->gate->holdings_n))
		return false;
	rq->forget = true;
	return request_see(rq, URL("/gone"));
}

bool data_gone_show(struct request *rq)
{
	layout_open(rq, S("It is erased"));
	data_gone(&rq->out);
	layout_close(rq);
	return true;
}
