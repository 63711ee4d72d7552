/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* lookup_time DATA FILE: looks up each line of FILE, a postcode, in the imported tables of DATA.
   Prints the seconds of the first pass, when everything is read from the database, of a second one
   in another order, and of a plain binary search for the same postcodes in a sorted array; then how
   many were found, the bytes in memory and the districts in them. */
#include "app/world.h"
#include "core/postcodes.h"
#include "store/sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LINE = 32, STEP = 1000003 }; /* a prime: every line comes once, far from the one before */

struct line {
	char text[LINE - sizeof(size_t)];
	size_t len;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static struct line *read_lines(const char *path, size_t *ret_n)
{
	FILE *f = fopen(path, "rb");
	size_t n = 0, room = 1 << 20;
	struct line *all = malloc(room * sizeof *all);

	while (f && all && fgets(all[n].text, sizeof all[n].text, f)) {
		all[n].len = strcspn(all[n].text, "\n");
		if (++n == room)
			all = realloc(all, (room *= 2) * sizeof *all);
	}
	if (f)
		fclose(f);
	*ret_n = n;
	return all;
}

static size_t find_all(struct ctx *c, const struct line *line, size_t n, size_t step)
{
	size_t found = 0;

	for (size_t i = 0, at = 0; i < n; i++, at = (at + step) % n) {
		struct postcode_place place;
		struct postcode p;
		char why[POSTCODE_WHY];
		if (postcode_read((struct str){ line[at].text, line[at].len }, &p, why)
			&& postcodes_find(c, &p, &place))
			found += place.values > 0;
	}
	return found;
}

static uint64_t key_of(struct str text)
{
	uint64_t key = 0;

	for (size_t i = 0; i < text.len; i++)
		key = key << 8 | (unsigned char)text.at[i];
	return key;
}

static int by_key(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double plain_search(const struct line *line, size_t n, size_t *ret_found)
{
	uint64_t *sorted = malloc(n * sizeof *sorted);

	if (!sorted)
		abort();
	for (size_t i = 0; i < n; i++)
		sorted[i] = key_of((struct str){ line[i].text, line[i].len });
	qsort(sorted, n, sizeof *sorted, by_key);
	double start = now();
	for (size_t i = 0, at = 0; i < n; i++, at = (at + STEP) % n) {
		uint64_t key = key_of((struct str){ line[at].text, line[at].len });
		*ret_found += bsearch(&key, sorted, n, sizeof key, by_key) != NULL;
	}
	double seconds = now() - start;
	free(sorted);
	return seconds;
}

int main(int argc, char **argv)
{
	size_t n = 0, districts = 0, plain_found = 0;
	struct line *line = argc == 3 ? read_lines(argv[2], &n) : NULL;
	struct world_options o = { .data = argc == 3 ? argv[1] : NULL, .must_exist = true };

	db_begin();
	struct world *w = n > 0 ? world_open(&o) : NULL;
	if (!w) {
		fprintf(stderr, "usage: lookup_time DATA FILE\n");
		free(line);
		return 2;
	}
	w->house.postcodes = postcodes_open(0);
	struct ctx *c = world_ctx(w);
	double start = now();
	(void)find_all(c, line, n, 1);
	double cold = now() - start;
	start = now();
	size_t found = find_all(c, line, n, STEP);
	double warm = now() - start;
	double plain = plain_search(line, n, &plain_found);
	size_t bytes = postcodes_memory(w->house.postcodes, &districts);
	printf("%.6f %.6f %.6f\n%zu %zu %zu %zu\n", cold, warm, plain, n, found, bytes, districts);
	postcodes_close(w->house.postcodes);
	w->house.postcodes = NULL;
	world_close(w);
	free(line);
	return ctx_ok(c) && plain_found == n ? EXIT_SUCCESS : EXIT_FAILURE;
}
