/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/data_json.h"

#include "base/instant.h"

#include <jansson.h>

#include <stdlib.h>

static json_t *value(struct ctx *c, const struct holding_cell *cell)
{
	if (cell->kind == HOLDING_TEXT)
		return json_stringn(cell->text.at, cell->text.len);
	if (cell->kind == HOLDING_YES)
		return json_boolean(cell->number != 0);
	if (cell->kind == HOLDING_NUMBER)
		return json_integer(cell->number);
	if (cell->kind == HOLDING_FILE) {
		struct str path = arena_fmt(c->mem, "/me/file/%lld", (long long)cell->number);
		return json_stringn(path.at, path.len);
	}
	if (cell->number == 0)
		return json_null();
	struct str at = instant_text(c->mem, cell->number);
	return json_stringn(at.at, at.len);
}

/* Row by row, so that a long list is never a tree in memory. */
static void put_row(struct ctx *c, const struct holding_row *row, struct buf *out)
{
	json_t *object = json_object();

	for (size_t i = 0; i < row->n; i++) {
		const char *name = arena_str(c->mem, row->cell[i].name).at;
		if (json_object_set_new(object, name, value(c, &row->cell[i])) != 0)
			abort();
	}
	char *text = json_dumps(object, JSON_COMPACT | JSON_PRESERVE_ORDER);
	if (!text)
		abort();
	buf_add(out, str_of(text));
	free(text);
	json_decref(object);
}

static bool put_holding(struct ctx *c, const struct holding *h, struct buf *out)
{
	struct holding_cursor *rows;
	struct holding_row row;
	int n = 0;

	if (!holding_read(c, h, &rows))
		return false;
	buf_fmt(out, "\"%s\": [", h->name);
	while (holding_next(rows, &row)) {
		buf_add(out, n++ ? S(",\n  ") : S("\n  "));
		put_row(c, &row, out);
	}
	buf_add(out, S("\n]"));
	return ctx_ok(c);
}

bool data_json(struct ctx *c, const struct holdings *lists, size_t n, struct buf *out)
{
	struct str now = instant_text(c->mem, c->now);

	buf_fmt(out, "{\n\"made\": \"%.*s\"", (int)now.len, now.at);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < *lists[i].n; j++) {
			if (!lists[i].at[j].rows)
				continue;
			buf_add(out, S(",\n"));
			if (!put_holding(c, &lists[i].at[j], out))
				return false;
		}
	buf_add(out, S("\n}\n"));
	return true;
}
