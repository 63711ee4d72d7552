/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/table1.h"

#include <stdlib.h>

static const char *const said_labels[TABLE1_SAID] = {
	[TABLE1_ACTIVE] = "Active",
	[TABLE1_LESS] = "Less active",
	[TABLE1_UNASKED] = "Not asked",
};

static int by_views(const void *a, const void *b)
{
	const struct measure_row *x = a, *y = b;

	if (x->page_views != y->page_views)
		return x->page_views < y->page_views ? 1 : -1;
	return x->who.number < y->who.number ? -1 : x->who.number > y->who.number;
}

static enum table1_said said_of(const struct measure_row *row)
{
	for (size_t i = 0; i < TABLE1_UNASKED; i++)
		if (str_same(row->who.engagement, str_of(said_labels[i])))
			return (enum table1_said)i;
	return TABLE1_UNASKED;
}

static struct table1_part part_of(struct ctx *c, const struct table1 *t, enum table1_said said)
{
	int64_t *views = arena_new(c->mem, int64_t, t->n + 1);
	int64_t *numbers = arena_new(c->mem, int64_t, t->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		if (said_of(&t->row[i]) != said)
			continue;
		views[n] = t->row[i].page_views;
		numbers[n++] = t->row[i].who.number;
	}
	return (struct table1_part){ said_labels[said], views, numbers,
		stats_of(views, n, TABLE1_MANY) };
}

bool table1_make(struct ctx *c, const struct measure_study *study, struct table1 *ret)
{
	struct measure_row *row;
	struct table1 t = { .study = *study };

	if (!measure_rows(c, study->id, &row, &t.n))
		return false;
	qsort(row, t.n, sizeof *row, by_views);
	t.row = row;
	int64_t *views = arena_new(c->mem, int64_t, t.n + 1);
	for (size_t i = 0; i < t.n; i++)
		views[i] = row[i].page_views;
	t.all = stats_of(views, t.n, TABLE1_MANY);
	for (size_t i = 0; i < TABLE1_SAID; i++)
		t.said[i] = part_of(c, &t, (enum table1_said)i);
	const struct table1_part *a = &t.said[TABLE1_ACTIVE], *b = &t.said[TABLE1_LESS];
	t.has_pairs = stats_ordered(
		a->views, (size_t)a->stats.n, b->views, (size_t)b->stats.n, &t.pairs_ordered);
	*ret = t;
	return true;
}
