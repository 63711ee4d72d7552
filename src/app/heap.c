/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/heap.h"

#include <stdlib.h>

enum { ROOM = 1 << 18 };

void heap_open(struct heap *h)
{
	*h = (struct heap){
		.row = malloc(ROOM * sizeof *h->row), .sorted = true, .mem = arena_open()
	};
	if (!h->row)
		abort();
}

void heap_close(struct heap *h)
{
	free(h->row);
	arena_close(h->mem);
}

bool heap_full(const struct heap *h)
{
	return h->n == ROOM;
}

static int compare(const struct postcode *a, const struct postcode *b)
{
	int by_name = memcmp(a->outward, b->outward, sizeof a->outward);

	return by_name ? by_name : (a->inward > b->inward) - (a->inward < b->inward);
}

void heap_add(struct heap *h, const struct district_row *row)
{
	/* Of equals the later one is kept, so they may stand only in a heap that is sorted anew. */
	if (h->n > 0 && compare(&h->row[h->n - 1].postcode, &row->postcode) >= 0)
		h->sorted = false;
	h->row[h->n++] = *row;
}

static int by_postcode(const void *a, const void *b, void *rows)
{
	const struct district_row *row = rows;
	const uint32_t *x = a, *y = b;
	int order = compare(&row[*x].postcode, &row[*y].postcode);

	return order ? order : (*x > *y) - (*x < *y);
}

/* Indices are sorted, so that of equals it is known which came later. */
static void sort(struct heap *h)
{
	uint32_t *index = malloc(h->n * sizeof *index);
	struct district_row *sorted = malloc(ROOM * sizeof *sorted);
	size_t n = 0;

	if (!index || !sorted)
		abort();
	for (size_t i = 0; i < h->n; i++)
		index[i] = (uint32_t)i;
	qsort_r(index, h->n, sizeof *index, by_postcode, h->row);
	for (size_t i = 0; i < h->n; i++) {
		const struct district_row *row = &h->row[index[i]];
		n -= n > 0 && compare(&sorted[n - 1].postcode, &row->postcode) == 0;
		sorted[n++] = *row;
	}
	free(index);
	free(h->row);
	h->row = sorted;
	h->n = n;
	h->sorted = true;
}

static size_t same_district(const struct heap *h, size_t from)
{
	size_t n = 1;

	while (from + n < h->n
		&& strcmp(h->row[from].postcode.outward, h->row[from + n].postcode.outward) == 0)
		n++;
	return n;
}

bool heap_write(struct ctx *c, struct heap *h)
{
	struct ctx one = *c;

	if (!h->sorted)
		sort(h);
	for (size_t i = 0, n; i < h->n; i += n) {
		n = same_district(h, i);
		arena_reset(h->mem);
		one.mem = h->mem; /* what packing needs is gone with the district */
		if (!postcodes_put(&one, h->row + i, n)) {
			c->fault = one.fault;
			return false;
		}
	}
	c->statements = one.statements;
	h->n = 0;
	return true;
}
