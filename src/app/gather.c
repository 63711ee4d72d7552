/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/gather.h"

#include <stdlib.h>

enum { FIRST_ROOM = 1024 };

static size_t home_of(const struct gather *g, uint64_t code)
{
	return (size_t)(code * UINT64_C(0x9e3779b97f4a7c15) >> 40) & (g->slots - 1);
}

/* The slot with this code, or the free one where it belongs. */
static uint32_t *slot_of(const struct gather *g, uint64_t code)
{
	size_t i = home_of(g, code);

	while (g->slot[i] && g->row[g->slot[i] - 1].code != code)
		i = (i + 1) & (g->slots - 1);
	return &g->slot[i];
}

static void grow(struct gather *g)
{
	g->room = g->room ? g->room * 2 : FIRST_ROOM;
	g->slots = g->room * 2;
	free(g->slot);
	g->slot = calloc(g->slots, sizeof *g->slot);
	g->row = realloc(g->row, g->room * sizeof *g->row);
	if (!g->slot || !g->row)
		abort();
	for (size_t i = 0; i < g->n; i++)
		*slot_of(g, g->row[i].code) = (uint32_t)i + 1;
}

bool gather_add(struct gather *g, const struct area_row *row)
{
	if (g->n == g->room)
		grow(g);
	uint32_t *slot = slot_of(g, row->code);
	if (*slot) {
		bool same = g->row[*slot - 1].rank == row->rank;
		g->differ += !same;
		return same;
	}
	g->row[g->n++] = *row;
	*slot = (uint32_t)g->n;
	if (row->rank > g->most)
		g->most = row->rank;
	return true;
}

void gather_free(struct gather *g)
{
	free(g->row);
	free(g->slot);
	*g = (struct gather){ 0 };
}

static int by_rank_down(const void *a, const void *b)
{
	const struct area_row *x = a, *y = b;

	return (x->rank < y->rank) - (x->rank > y->rank);
}

void gather_rank(struct gather *g)
{
	int64_t rank = 0, score = -1;

	if (g->n == 0)
		return;
	qsort(g->row, g->n, sizeof *g->row, by_rank_down);
	for (size_t i = 0; i < g->n; i++) {
		if (i == 0 || g->row[i].rank != score)
			rank = (int64_t)i + 1;
		score = g->row[i].rank;
		g->row[i].rank = rank;
	}
	g->most = rank;
}
