/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/said.h"
#include "evidence/tree.h"
#include "file/csv.h"

static const char *const words[2] = { "Active", "Less active" };
static const char *const sides[2] = { "at_or_below", "above" };

static const struct measure *measure_of(size_t m)
{
	return &measure_table[measure_fold_table[said_measures[m]]];
}

/* Active and not above, or less active and above. */
static bool is_mismatch(size_t said, size_t above)
{
	return said == above;
}

static double value_of(const struct said_cell *cell, size_t i, size_t m)
{
	return cell->row[i]->fold.value[said_measures[m]];
}

static void csv_cell(const struct said *s, size_t m, size_t k, struct buf *out)
{
	const struct said_cell *cell = &s->grid[m].cell[k / 2][k % 2];

	for (size_t i = 0; i < cell->n; i++) {
		csv_put_text(out, 0, str_of(measure_of(m)->name));
		csv_put_int(out, 1, cell->row[i]->who->number);
		csv_put_text(out, 2, str_of(words[k / 2]));
		buf_fmt(out, ",%.15g,%.15g", value_of(cell, i, m), s->grid[m].median);
		csv_put_text(out, 5, str_of(sides[k % 2]));
		csv_put_int(out, 6, is_mismatch(k / 2, k % 2));
		csv_put_end(out);
	}
}

void said_csv(const struct said *s, struct buf *out)
{
	static const char *const names[] = { "measure", "participant", "perceived_engagement",
		"value", "median", "side", "mismatch" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		csv_put_text(out, i, str_of(names[i]));
	csv_put_end(out);
	for (size_t m = 0; m < SAID_MEASURES; m++)
		for (size_t k = 0; k < 4; k++)
			csv_cell(s, m, k, out);
}

static json_t *cell_json(const struct said_cell *cell, size_t m, size_t k)
{
	json_t *people = tree_made(json_array());

	for (size_t i = 0; i < cell->n; i++)
		tree_add(people,
			json_pack("{s:I, s:f}", "participant",
				(json_int_t)cell->row[i]->who->number, "value",
				value_of(cell, i, m)));
	return tree_made(json_pack("{s:s, s:s, s:b, s:o}", "said", words[k / 2], "side",
		sides[k % 2], "mismatch", is_mismatch(k / 2, k % 2), "people", people));
}

static json_t *grid_json(const struct said *s, size_t m)
{
	const struct said_grid *g = &s->grid[m];
	json_t *cells = tree_made(json_array());

	for (size_t k = 0; k < 4; k++)
		tree_add(cells, cell_json(&g->cell[k / 2][k % 2], m, k));
	return tree_made(json_pack("{s:s, s:I, s:I, s:o, s:o}", "measure", measure_of(m)->name,
		"known", (json_int_t)g->known, "unknown", (json_int_t)g->unknown, "median",
		g->known ? json_real(g->median) : json_null(), "cells", cells));
}

void said_json(const struct said *s, struct buf *out)
{
	json_t *all = tree_made(json_array());

	for (size_t m = 0; m < SAID_MEASURES; m++)
		tree_add(all, grid_json(s, m));
	json_t *j = tree_made(
		json_pack("{s:o, s:b, s:I, s:I, s:I, s:o}", "study", tree_text(s->study.name),
			"true_values", 1, "active", (json_int_t)s->active, "less_active",
			(json_int_t)s->less, "not_asked", (json_int_t)s->unasked, "measures", all));
	tree_end(j, 15, out);
}

static void text_cell(
	const struct said_grid *g, size_t m, size_t said, size_t above, struct buf *out)
{
	const struct said_cell *cell = &g->cell[said][above];

	buf_fmt(out, "  said %s, %s the median: %zu", words[said], above ? "above" : "not above",
		cell->n);
	for (size_t i = 0; is_mismatch(said, above) && i < cell->n; i++)
		buf_fmt(out, "%s%lld (%.4g)", i ? ", " : ": participant ",
			(long long)cell->row[i]->who->number, value_of(cell, i, m));
	buf_char(out, '\n');
}

void said_text(const struct said *s, struct buf *out)
{
	buf_fmt(out,
		"Study %.*s: what people said, and what was counted. True values.\n"
		"%zu said Active, %zu said Less active, %zu were not asked.\n",
		(int)s->study.name.len, s->study.name.at, s->active, s->less, s->unasked);
	for (size_t m = 0; m < SAID_MEASURES; m++) {
		const struct said_grid *g = &s->grid[m];
		buf_fmt(out, "\n%s: ", measure_of(m)->title);
		if (g->known == 0) {
			buf_add(out, S("known of nobody.\n"));
			continue;
		}
		buf_fmt(out, "median %.4g %s, not known of %zu\n", g->median, measure_of(m)->unit,
			g->unknown);
		for (size_t k = 0; k < 4; k++)
			text_cell(g, m, k / 2, k % 2, out);
	}
}
