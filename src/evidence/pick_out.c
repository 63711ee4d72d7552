/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/pick.h"
#include "evidence/tree.h"
#include "file/csv.h"

static bool has(const struct pick *p, size_t column)
{
	return p->columns >> column & 1;
}

static struct str about(const struct participant *who, size_t column)
{
	const struct str all[PICK_ABOUT] = { who->gender, who->subject, who->year,
		who->engagement };

	return all[column];
}

/* ---- CSV ---- */

static void csv_row(const struct pick *p, const struct pick_row *row, struct buf *out)
{
	size_t at = 1;

	csv_put_int(out, 0, row->who->number);
	for (size_t i = 0; i < PICK_ABOUT; i++)
		if (has(p, i))
			csv_put_text(out, at++, about(row->who, i));
	for (size_t m = 0; m < FOLDS; m++) {
		if (!has(p, PICK_ABOUT + m))
			continue;
		buf_char(out, ',');
		if (row->fold.known[m])
			buf_fmt(out, "%.15g", row->fold.value[m]);
	}
	csv_put_end(out);
}

void pick_csv(const struct pick *p, struct buf *out)
{
	size_t at = 1;

	csv_put_text(out, 0, S("participant"));
	for (size_t i = 0; i < PICK_COLUMNS; i++)
		if (has(p, i))
			csv_put_text(out, at++, str_of(pick_name(i)));
	csv_put_end(out);
	for (size_t i = 0; i < p->n; i++)
		csv_row(p, &p->row[i], out);
}

/* ---- JSON ---- */

static json_t *row_json(const struct pick *p, const struct pick_row *row)
{
	json_t *j = tree_made(json_object());

	tree_set(j, "participant", json_integer(row->who->number));
	for (size_t i = 0; i < PICK_ABOUT; i++)
		if (has(p, i))
			tree_set(j, pick_name(i), tree_text(about(row->who, i)));
	for (size_t m = 0; m < FOLDS; m++)
		if (has(p, PICK_ABOUT + m))
			tree_set(j, pick_name(PICK_ABOUT + m),
				row->fold.known[m] ? json_real(row->fold.value[m]) : json_null());
	return j;
}

static json_t *stats_json(const struct stats_real *s)
{
	json_t *j = tree_made(json_object());
	bool any = s->n > 0;

	tree_set(j, "known", json_integer((json_int_t)s->n));
	tree_set(j, "mean", any ? json_real(s->mean) : json_null());
	tree_set(j, "sd", s->n > 1 ? json_real(s->sd) : json_null());
	tree_set(j, "median", any ? json_real(s->median) : json_null());
	tree_set(j, "min", any ? json_real(s->min) : json_null());
	tree_set(j, "max", any ? json_real(s->max) : json_null());
	return j;
}

static json_t *summary(const struct pick *p)
{
	json_t *all = tree_made(json_object());

	for (size_t m = 0; m < FOLDS; m++) {
		json_t *one = tree_made(json_object());
		for (size_t part = 0; part < PICK_PARTS; part++)
			tree_set(one, pick_parts[part], stats_json(&p->stats[m][part]));
		if (has(p, PICK_ABOUT + m))
			tree_set(all, pick_name(PICK_ABOUT + m), one);
		else
			json_decref(one);
	}
	return all;
}

void pick_json(const struct pick *p, struct buf *out)
{
	json_t *j = tree_made(json_object()), *rows = tree_made(json_array());

	tree_set(j, "study", tree_text(p->study.name));
	tree_set(j, "true_values", json_true());
	for (size_t i = 0; i < p->n; i++)
		tree_add(rows, row_json(p, &p->row[i]));
	tree_set(j, "rows", rows);
	tree_set(j, "summary", summary(p));
	tree_end(j, 15, out);
}

/* ---- text ---- */

static void text_stats(const struct pick *p, size_t m, struct buf *out)
{
	buf_fmt(out, "\n%s\n", pick_title(PICK_ABOUT + m));
	for (size_t part = 0; part < PICK_PARTS; part++) {
		const struct stats_real *s = &p->stats[m][part];
		if (s->n > 1)
			buf_fmt(out, "  %-12s known of %zu, mean %.2f, SD %.2f, median %.2f\n",
				pick_parts[part], s->n, s->mean, s->sd, s->median);
		else if (s->n == 1)
			buf_fmt(out, "  %-12s known of 1: %.2f\n", pick_parts[part], s->mean);
	}
}

void pick_text(const struct pick *p, struct buf *out)
{
	buf_fmt(out, "Study %.*s: its numbered participants. True values.\n\n",
		(int)p->study.name.len, p->study.name.at);
	pick_csv(p, out);
	for (size_t m = 0; m < FOLDS; m++)
		if (has(p, PICK_ABOUT + m))
			text_stats(p, m, out);
}
