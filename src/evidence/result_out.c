/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/result.h"
#include "evidence/tree.h"
#include "file/csv.h"

enum { NAME_WIDTH = 16 };

static const struct result_row *row_of(const struct result_part *p, size_t i)
{
	return i < p->n ? &p->row[i] : &p->total;
}

static bool is_in(const struct result *r, enum result_by by)
{
	return by != RESULT_TAG || r->has_tag;
}

static void put(struct buf *out, size_t at, int64_t shown)
{
	if (shown == DISCLOSE_HIDDEN)
		csv_put_text(out, at, S(""));
	else
		csv_put_int(out, at, shown);
}

static void csv_part(const struct result_part *p, struct buf *out)
{
	for (size_t i = 0; i <= p->n; i++) {
		const struct result_row *row = row_of(p, i);
		csv_put_text(out, 0, str_of(p->name));
		csv_put_text(out, 1, row->name);
		for (size_t k = 0; k < RESULT_COUNTS; k++)
			put(out, 2 + k, row->at[k].shown);
		put(out, 2 + RESULT_COUNTS, row->completed);
		put(out, 3 + RESULT_COUNTS, row->well);
		csv_put_end(out);
	}
}

void result_csv(const struct result *r, struct buf *out)
{
	csv_put_text(out, 0, S("by"));
	csv_put_text(out, 1, S("name"));
	for (size_t k = 0; k < RESULT_COUNTS; k++)
		csv_put_text(out, 2 + k, str_of(result_names[k]));
	csv_put_text(out, 2 + RESULT_COUNTS, S("completed_percent"));
	csv_put_text(out, 3 + RESULT_COUNTS, S("skilled_or_study_percent"));
	csv_put_end(out);
	for (enum result_by by = 0; by < RESULT_BYS; by++)
		if (is_in(r, by))
			csv_part(&r->part[by], out);
}

static json_t *shown(int64_t n)
{
	return n == DISCLOSE_HIDDEN ? json_null() : json_integer(n);
}

static json_t *part_json(const struct result_part *p)
{
	json_t *rows = tree_made(json_array());

	for (size_t i = 0; i <= p->n; i++) {
		const struct result_row *row = row_of(p, i);
		json_t *j = tree_made(json_object());
		tree_set(j, "name", tree_text(row->name));
		tree_set(j, "total", json_boolean(i == p->n));
		for (size_t k = 0; k < RESULT_COUNTS; k++)
			tree_set(j, result_names[k], shown(row->at[k].shown));
		tree_set(j, "completed_percent", shown(row->completed));
		tree_set(j, "skilled_or_study_percent", shown(row->well));
		tree_add(rows, j);
	}
	return rows;
}

void result_json(const struct result *r, struct buf *out)
{
	json_t *j = tree_made(json_object());

	tree_set(j, "study", tree_text(r->study.name));
	tree_set(j, "rounded", json_boolean(!r->is_true));
	for (enum result_by by = 0; by < RESULT_BYS; by++)
		if (is_in(r, by))
			tree_set(j, r->part[by].name, part_json(&r->part[by]));
	tree_end(j, 17, out);
}

static void text_number(struct buf *out, int64_t n)
{
	if (n == DISCLOSE_HIDDEN)
		buf_fmt(out, " %11s", "..");
	else
		buf_fmt(out, " %11lld", (long long)n);
}

static void text_part(const struct result_part *p, struct buf *out)
{
	static const char *const heads[] = { "people", "compl known", "completed", "after known",
		"skill/study", "% completed", "% skill/st" };

	buf_fmt(out, "\n%-*s", NAME_WIDTH, p->title);
	for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
		buf_fmt(out, " %11s", heads[k]);
	buf_char(out, '\n');
	for (size_t i = 0; i <= p->n; i++) {
		const struct result_row *row = row_of(p, i);
		buf_fmt(out, "%-*.*s", NAME_WIDTH, (int)row->name.len, row->name.at);
		for (size_t k = 0; k < RESULT_COUNTS; k++)
			text_number(out, row->at[k].shown);
		text_number(out, row->completed);
		text_number(out, row->well);
		buf_char(out, '\n');
	}
}

void result_text(const struct result *r, struct buf *out)
{
	buf_fmt(out, "Study %.*s: what became of its people\n", (int)r->study.name.len,
		r->study.name.at);
	for (enum result_by by = 0; by < RESULT_BYS; by++)
		if (is_in(r, by))
			text_part(&r->part[by], out);
	buf_add(out,
		S("\nNumbers are rounded to 5, each by itself, so they may not add up. .. is left "
		  "out: too\nfew people, or it would follow from the total. Who takes part chooses "
		  "to, so none of\nthis says that taking part was the cause.\n"));
}
