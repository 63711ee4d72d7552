/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/pick.h"

#include "evidence/measure_walk.h"

#include <stdlib.h>

const char *const pick_parts[PICK_PARTS] = { "All", "Active", "Less active", "Not asked" };

static const char *const about_names[PICK_ABOUT] = { "gender", "subject", "year",
	"perceived_engagement" };
static const char *const about_titles[PICK_ABOUT] = { "Gender", "Subject", "Year",
	"Perceived engagement" };

const char *pick_name(size_t column)
{
	return column < PICK_ABOUT ? about_names[column]
				   : measure_table[measure_fold_table[column - PICK_ABOUT]].name;
}

const char *pick_title(size_t column)
{
	return column < PICK_ABOUT ? about_titles[column]
				   : measure_table[measure_fold_table[column - PICK_ABOUT]].title;
}

size_t pick_find(struct str name)
{
	size_t i = 0;

	while (i < PICK_COLUMNS && !str_eq(name, str_of(pick_name(i))))
		i++;
	return i;
}

static enum table1_said said_of(const struct participant *p)
{
	for (size_t i = 0; i < TABLE1_UNASKED; i++)
		if (str_same(p->engagement, str_of(pick_parts[i + 1])))
			return (enum table1_said)i;
	return TABLE1_UNASKED;
}

static int by_number(const void *a, const void *b)
{
	const struct pick_row *x = a, *y = b;

	return (x->who->number > y->who->number) - (x->who->number < y->who->number);
}

/* Of part 0 everybody, of the others those who said so. */
static struct stats_real part_of(const struct pick *p, size_t m, size_t part, double *scratch)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		bool is_in = part == 0 || p->row[i].said == part - 1;
		if (is_in && p->row[i].fold.known[m])
			scratch[n++] = p->row[i].fold.value[m];
	}
	return stats_real_of(scratch, n);
}

static void describe(struct ctx *c, struct pick *p)
{
	double *scratch = arena_new(c->mem, double, p->n + 1);

	for (size_t m = 0; m < FOLDS; m++)
		for (size_t part = 0; part < PICK_PARTS; part++)
			p->stats[m][part] = part_of(p, m, part, scratch);
}

bool pick_make(struct ctx *c, const struct measure_study *study, int64_t columns, struct pick *ret)
{
	static const struct measure_fold_scope all;
	struct pick p = { .study = *study,
		.columns = columns & (((int64_t)1 << PICK_COLUMNS) - 1) };
	struct measure_walk w;
	struct measure_walk_one one;

	if (!measure_walk_open(c, study->id, &w))
		return false;
	if (p.columns == 0)
		p.columns = PICK_USUAL;
	w.numbered_only = true;
	p.row = arena_new(c->mem, struct pick_row, w.n + 1);
	while (measure_walk_next(&w, &one)) {
		struct pick_row *row = &p.row[p.n++];
		*row = (struct pick_row){ .who = one.who, .said = said_of(one.who) };
		measure_walk_fold(&w, &one, &all, &row->fold);
	}
	if (ctx_ok(c))
		qsort(p.row, p.n, sizeof *p.row, by_number);
	describe(c, &p);
	*ret = p;
	return ctx_ok(c);
}
