/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/utf8.h"
#include "evidence/measure_by.h"
#include "evidence/tree.h"
#include "file/csv.h"

#include <stdio.h>

enum { STATS = 6, KEY_WIDTH = 24 };

static const char *const stat_names[STATS] = { "mean", "sd", "median", "min", "max", "sum" };

static const struct measure *measure_of(size_t fold)
{
	return &measure_table[measure_fold_table[fold]];
}

/* False where so few people say nothing. */
static bool stat(const struct stats_real *s, size_t which, double *ret)
{
	const double all[STATS] = { s->mean, s->sd, s->median, s->min, s->max, s->sum };

	*ret = all[which];
	return s->n > (which == 1 ? 1U : 0U);
}

/* ---- CSV ---- */

/* Sixteen digits after which nothing is lost; whole numbers stay whole. A number is no formula, so
   a minus sign stays. */
static void put_real(struct buf *out, bool known, double v)
{
	buf_char(out, ',');
	if (known)
		buf_fmt(out, "%.15g", v);
}

static size_t csv_keys(const struct measure_by *m, const struct measure_by_line *l, struct buf *out)
{
	size_t i = 0;

	for (; i < MEASURE_BY_KEYS && measure_by_keys[m->what][i]; i++)
		csv_put_text(out, i, l ? l->key[i] : str_of(measure_by_keys[m->what][i]));
	return i;
}

static void csv_persons(const struct measure_by *m, struct buf *out)
{
	size_t at = csv_keys(m, NULL, out);

	for (size_t k = 0; k < FOLDS; k++)
		csv_put_text(out, at + k, str_of(measure_of(k)->name));
	csv_put_end(out);
	for (size_t i = 0; i < m->n; i++) {
		(void)csv_keys(m, &m->line[i], out);
		for (size_t k = 0; k < FOLDS; k++)
			put_real(out, m->line[i].at[k].n > 0, m->line[i].at[k].mean);
		csv_put_end(out);
	}
}

static void csv_row(
	const struct measure_by *m, const struct measure_by_line *l, size_t k, struct buf *out)
{
	size_t at = csv_keys(m, l, out);
	double v;

	csv_put_text(out, at, str_of(measure_of(k)->name));
	csv_put_text(out, at + 1, str_of(measure_of(k)->unit));
	csv_put_int(out, at + 2, l->people);
	csv_put_int(out, at + 3, (int64_t)l->at[k].n);
	for (size_t i = 0; i < STATS; i++) {
		bool known = stat(&l->at[k], i, &v);
		put_real(out, known, v);
	}
	csv_put_end(out);
}

void measure_by_csv(const struct measure_by *m, struct buf *out)
{
	static const char *const more[] = { "measure", "unit", "people", "known" };

	if (m->what == BY_PERSON) {
		csv_persons(m, out);
		return;
	}
	size_t at = csv_keys(m, NULL, out);
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		csv_put_text(out, at++, str_of(more[i]));
	for (size_t i = 0; i < STATS; i++)
		csv_put_text(out, at++, str_of(stat_names[i]));
	csv_put_end(out);
	for (size_t i = 0; i < m->n; i++)
		for (size_t k = 0; k < FOLDS; k++)
			csv_row(m, &m->line[i], k, out);
}

/* ---- JSON ---- */

static json_t *stats_json(const struct measure_by_line *l, size_t k)
{
	json_t *j = tree_made(json_object());
	double v;

	tree_set(j, "known", json_integer((json_int_t)l->at[k].n));
	for (size_t i = 0; i < STATS; i++) {
		bool known = stat(&l->at[k], i, &v);
		tree_set(j, stat_names[i], known ? json_real(v) : json_null());
	}
	return j;
}

static json_t *line_json(const struct measure_by *m, const struct measure_by_line *l)
{
	json_t *j = tree_made(json_object());

	for (size_t i = 0; i < MEASURE_BY_KEYS && measure_by_keys[m->what][i]; i++)
		tree_set(j, measure_by_keys[m->what][i],
			l->key[i].len ? tree_text(l->key[i]) : json_null());
	if (m->what != BY_PERSON)
		tree_set(j, "people", json_integer(l->people));
	for (size_t k = 0; k < FOLDS; k++) {
		bool known = l->at[k].n > 0;
		tree_set(j, measure_of(k)->name,
			m->what != BY_PERSON ? stats_json(l, k)
				: known	     ? json_real(l->at[k].mean)
					     : json_null());
	}
	return j;
}

static json_t *definitions(void)
{
	json_t *all = tree_made(json_object());

	for (size_t k = 0; k < FOLDS; k++)
		tree_set(all, measure_of(k)->name,
			json_pack("{s:s, s:s, s:s}", "unit", measure_of(k)->unit, "counts",
				measure_of(k)->counts, "cannot_see", measure_of(k)->blind));
	return all;
}

void measure_by_json(const struct measure_by *m, struct buf *out)
{
	json_t *j = tree_made(json_object()), *lines = tree_made(json_array());

	tree_set(j, "study", tree_text(m->study.name));
	tree_set(j, "true_values", json_true());
	tree_set(j, "by", json_string(measure_by_words[m->what]));
	for (size_t i = 0; i < m->n; i++)
		tree_add(lines, line_json(m, &m->line[i]));
	tree_set(j, "rows", lines);
	tree_set(j, "measures", definitions());
	tree_end(j, 15, out);
}

/* ---- text ---- */

static void text_key(struct buf *out, struct str s)
{
	size_t len = utf8_length(s);

	if (len > KEY_WIDTH) {
		s = utf8_head(s, KEY_WIDTH);
		len = KEY_WIDTH;
	}
	buf_add(out, s);
	for (; len < KEY_WIDTH; len++)
		buf_char(out, ' ');
}

static void text_line(const struct measure_by *m, const struct measure_by_line *l, struct buf *out)
{
	for (size_t i = 0; i < MEASURE_BY_KEYS && measure_by_keys[m->what][i]; i++) {
		buf_fmt(out, "%s%s ", i ? ", " : "", measure_by_keys[m->what][i]);
		buf_add(out, l->key[i].len ? l->key[i] : S("-"));
	}
	if (m->what != BY_PERSON)
		buf_fmt(out, ": %lld people", (long long)l->people);
	buf_char(out, '\n');
	for (size_t k = 0; k < FOLDS; k++) {
		const struct stats_real *s = &l->at[k];
		buf_add(out, S("  "));
		text_key(out, str_of(measure_of(k)->title));
		if (s->n == 0)
			buf_fmt(out, "%12s\n", "-");
		else if (m->what == BY_PERSON)
			buf_fmt(out, "%12.2f %s\n", s->mean, measure_of(k)->unit);
		else
			buf_fmt(out, "%12.2f %s each, known of %zu\n", s->mean, measure_of(k)->unit,
				s->n);
	}
}

void measure_by_text(const struct measure_by *m, struct buf *out)
{
	buf_fmt(out, "Study %.*s: measures by %s. True values; - is not known.\n",
		(int)m->study.name.len, m->study.name.at, measure_by_words[m->what]);
	for (size_t i = 0; i < m->n; i++)
		text_line(m, &m->line[i], out);
	buf_char(out, '\n');
	for (size_t k = 0; k < FOLDS; k++)
		buf_fmt(out, "%s (%s). %s\nIt cannot see: %s\n", measure_of(k)->title,
			measure_of(k)->unit, measure_of(k)->counts, measure_of(k)->blind);
}
