/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/reach_out.h"

#include "base/utf8.h"
#include "evidence/reach.h"
#include "evidence/tree.h"
#include "file/csv.h"

enum { NAME_WIDTH = 36 };

struct str reach_out_name(enum reach_by by, struct str name)
{
	if (name.len)
		return name;
	return by == REACH_TAG ? S("Not known") : S("Not said");
}

/* One function for each row of each part that was counted, its total last. */
struct walker {
	void (*row)(void *to, enum reach_by by, struct str name, const struct reach_row *row);
	void (*part)(void *to, enum reach_by by); /* before its rows; may be NULL */
	void *to;
};

static void walk(const struct reach *r, const struct walker *w)
{
	for (enum reach_by by = 0; by < REACH_BYS; by++) {
		const struct reach_part *p = &r->part[by];
		if (by == REACH_TAG && !r->has_tag)
			continue;
		if (w->part)
			w->part(w->to, by);
		for (size_t i = 0; i < p->n; i++)
			w->row(w->to, by, reach_out_name(by, p->row[i].name), &p->row[i]);
		w->row(w->to, by, p->total.name, &p->total);
	}
}

/* A whole percentage for people; programs get tenths where the values are true. */
static double percent_of(const struct reach *r, const struct reach_row *row)
{
	return r->is_true ? (double)row->percent / 10 : (double)row->percent;
}

static bool has_percent(const struct reach_row *row)
{
	return row->in_table && row->population.n > 0 && row->percent != DISCLOSE_HIDDEN;
}

/* ---- CSV ---- */

struct csv_to {
	const struct reach *r;
	struct buf *out;
};

static void csv_number(struct buf *out, size_t at, const struct disclose_cell *cell, bool known)
{
	if (known && cell->shown != DISCLOSE_HIDDEN)
		csv_put_int(out, at, cell->shown);
	else
		csv_put_text(out, at, S(""));
}

static void csv_row(void *to, enum reach_by by, struct str name, const struct reach_row *row)
{
	const struct csv_to *t = to;
	char percent[32] = "";

	if (has_percent(row))
		snprintf(percent, sizeof percent, t->r->is_true ? "%.1f" : "%.0f",
			percent_of(t->r, row));
	csv_put_text(t->out, 0, str_of(t->r->part[by].name));
	csv_put_text(t->out, 1, name);
	csv_number(t->out, 2, &row->population, row->in_table);
	csv_number(t->out, 3, &row->reached, true);
	csv_put_text(t->out, 4, str_of(percent));
	csv_put_end(t->out);
}

void reach_out_csv(const struct reach *r, struct buf *out)
{
	struct csv_to to = { r, out };

	buf_add(out, S("by,name,enrolled,reached,percent\n"));
	walk(r, &(struct walker){ .row = csv_row, .to = &to });
}

/* ---- JSON ---- */

struct json_to {
	const struct reach *r;
	json_t *top, *part;
};

static json_t *json_number(const struct disclose_cell *cell, bool known)
{
	return known && cell->shown != DISCLOSE_HIDDEN ? json_integer(cell->shown) : json_null();
}

static void json_part(void *to, enum reach_by by)
{
	struct json_to *t = to;

	t->part = tree_made(json_array());
	tree_set(t->top, t->r->part[by].name, t->part);
}

static void json_row(void *to, enum reach_by by, struct str name, const struct reach_row *row)
{
	struct json_to *t = to;
	json_t *j = tree_made(json_object());

	(void)by;
	tree_set(j, "name", tree_text(name));
	tree_set(j, "enrolled", json_number(&row->population, row->in_table));
	tree_set(j, "reached", json_number(&row->reached, true));
	tree_set(j, "percent", has_percent(row) ? json_real(percent_of(t->r, row)) : json_null());
	if (row == &t->r->part[by].total)
		tree_set(j, "total", json_true());
	tree_add(t->part, j);
}

void reach_out_json(const struct reach *r, struct buf *out)
{
	struct json_to to = { r, tree_made(json_object()), NULL };

	tree_set(to.top, "study", tree_text(r->study.name));
	tree_set(to.top, "rounded", json_boolean(!r->is_true));
	walk(r, &(struct walker){ json_row, json_part, &to });
	tree_set(to.top, "outside_study", json_number(&r->outside, true));
	tree_end(to.top, 15, out);
}

/* ---- text ---- */

static void text_name(struct buf *out, struct str name)
{
	size_t len = utf8_length(name);

	if (len > NAME_WIDTH)
		name = utf8_head(name, NAME_WIDTH);
	buf_add(out, name);
	for (; len < NAME_WIDTH; len++)
		buf_char(out, ' ');
}

static void text_number(struct buf *out, const struct disclose_cell *cell, bool known)
{
	if (!known)
		buf_fmt(out, " %10s", "-");
	else if (cell->shown == DISCLOSE_HIDDEN)
		buf_fmt(out, " %10s", "..");
	else
		buf_fmt(out, " %10lld", (long long)cell->shown);
}

static void text_row(void *to, enum reach_by by, struct str name, const struct reach_row *row)
{
	const struct csv_to *t = to;

	(void)by;
	text_name(t->out, name);
	text_number(t->out, &row->population, row->in_table);
	text_number(t->out, &row->reached, true);
	if (has_percent(row))
		buf_fmt(t->out, t->r->is_true ? " %8.1f%%\n" : " %8.0f%%\n", percent_of(t->r, row));
	else
		buf_fmt(t->out, " %9s\n", row->in_table && row->population.n ? ".." : "-");
}

static void text_part(void *to, enum reach_by by)
{
	const struct csv_to *t = to;

	buf_char(t->out, '\n');
	text_name(t->out, str_of(t->r->part[by].title));
	buf_fmt(t->out, " %10s %10s %9s\n", "enrolled", "reached", "share");
}

void reach_out_text(const struct reach *r, struct buf *out)
{
	struct csv_to to = { r, out };

	buf_fmt(out, "Study %.*s: whom its rounds reach\n", (int)r->study.name.len,
		r->study.name.at);
	if (!r->uploaded)
		buf_add(out, S("There is no enrolment table, so there are no shares.\n"));
	walk(r, &(struct walker){ text_row, text_part, &to });
	buf_fmt(out, "\nJoined a round and not in the study: %lld\n", (long long)r->outside.shown);
	if (r->is_true)
		buf_add(out, S("These are true values, for the researcher alone.\n"));
	else
		buf_add(out,
			S("Numbers are rounded to 5, each by itself, so they may not add up.\n"
			  ".. is left out: too few people, or it would follow from the total.\n"
			  "They stay as they are until at least ten people have come or gone.\n"));
}
