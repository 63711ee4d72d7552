/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/side.h"
#include "evidence/tree.h"
#include "file/csv.h"

enum { NAME_WIDTH = 30 };

static const struct measure *measure_of(size_t m)
{
	return &measure_table[measure_fold_table[side_measures[m]]];
}

/* The rows of a round, its total behind them. */
static const struct side_row *row_of(const struct side_round *r, size_t i)
{
	return i < r->n ? &r->row[i] : &r->total;
}

static void put(struct buf *out, size_t at, int64_t shown)
{
	if (shown == DISCLOSE_HIDDEN)
		csv_put_text(out, at, S(""));
	else
		csv_put_int(out, at, shown);
}

void side_csv(const struct side *s, struct buf *out)
{
	static const char *const names[] = { "round", "group" };

	for (size_t i = 0; i < 2; i++)
		csv_put_text(out, i, str_of(names[i]));
	for (size_t m = 0; m < SIDE_MEASURES; m++)
		csv_put_text(out, 2 + m, str_of(measure_of(m)->name));
	csv_put_end(out);
	for (size_t k = 0; k < s->n; k++) {
		for (size_t i = 0; i <= s->round[k].n; i++) {
			const struct side_row *row = row_of(&s->round[k], i);
			csv_put_text(out, 0, s->round[k].name);
			csv_put_text(out, 1, row->name);
			for (size_t m = 0; m < SIDE_MEASURES; m++)
				put(out, 2 + m, row->at[m].shown);
			csv_put_end(out);
		}
	}
}

static json_t *shown(int64_t n)
{
	return n == DISCLOSE_HIDDEN ? json_null() : json_integer(n);
}

static json_t *row_json(const struct side_round *r, size_t i)
{
	const struct side_row *row = row_of(r, i);
	json_t *j = tree_made(
		json_pack("{s:o, s:b}", "group", tree_text(row->name), "total", i == r->n));

	for (size_t m = 0; m < SIDE_MEASURES; m++)
		tree_set(j, measure_of(m)->name, shown(row->at[m].shown));
	return j;
}

void side_json(const struct side *s, struct buf *out)
{
	json_t *rounds = tree_made(json_array());

	for (size_t k = 0; k < s->n; k++) {
		json_t *rows = tree_made(json_array());
		for (size_t i = 0; i <= s->round[k].n; i++)
			tree_add(rows, row_json(&s->round[k], i));
		tree_add(rounds,
			json_pack("{s:o, s:o}", "round", tree_text(s->round[k].name), "groups",
				rows));
	}
	json_t *j = tree_made(json_pack("{s:o, s:b, s:o}", "study", tree_text(s->study.name),
		"rounded", 1, "rounds", rounds));
	tree_end(j, 17, out);
}

static void text_number(struct buf *out, int64_t n)
{
	if (n == DISCLOSE_HIDDEN)
		buf_fmt(out, " %8s", "..");
	else
		buf_fmt(out, " %8lld", (long long)n);
}

void side_text(const struct side *s, struct buf *out)
{
	buf_fmt(out, "Study %.*s: the groups of each round side by side; means for each person.\n",
		(int)s->study.name.len, s->study.name.at);
	for (size_t m = 0; m < SIDE_MEASURES; m++)
		buf_fmt(out, "  %zu  %s, in %s\n", m + 1, measure_of(m)->title,
			measure_of(m)->unit);
	for (size_t k = 0; k < s->n; k++) {
		buf_fmt(out, "\n%-*.*s", NAME_WIDTH, (int)s->round[k].name.len,
			s->round[k].name.at);
		for (size_t m = 0; m < SIDE_MEASURES; m++)
			buf_fmt(out, " %8zu", m + 1);
		buf_char(out, '\n');
		for (size_t i = 0; i <= s->round[k].n; i++) {
			const struct side_row *row = row_of(&s->round[k], i);
			buf_fmt(out, "%-*.*s", NAME_WIDTH, (int)row->name.len, row->name.at);
			for (size_t m = 0; m < SIDE_MEASURES; m++)
				text_number(out, row->at[m].shown);
			buf_char(out, '\n');
		}
	}
	buf_add(out,
		S("\n.. is left out: a group of fewer than 9, or a mean over 7 or fewer people.\n"
		  "The numbers of a group stay until 8 of its people have been here again.\n"));
}
