/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/near.h"

#include <math.h>
#include <stdlib.h>

static int compare(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = memcmp(a.at, b.at, n);

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static const struct stem *find(const struct stems *s, struct str stem)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = compare(s->at[middle].stem, stem);
		if (order == 0)
			return &s->at[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

struct told {
	double weight[NEAR_SAID];
};

/* Keeps the words that count most, the heaviest first. */
static void keep(struct near *to, struct told *t, struct str word, double weight)
{
	size_t at = to->words;

	while (at > 0 && t->weight[at - 1] < weight)
		at--;
	if (at == NEAR_SAID)
		return;
	if (to->words < NEAR_SAID)
		to->words++;
	for (size_t i = to->words - 1; i > at; i--) {
		t->weight[i] = t->weight[i - 1];
		to->said[i] = to->said[i - 1];
	}
	t->weight[at] = weight;
	to->said[at] = word;
}

static int by_score(const void *a, const void *b)
{
	const struct near *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return (x->text > y->text) - (x->text < y->text);
}

size_t near_order(struct ctx *c, const struct stems *wish, const struct stems *text, size_t n,
	struct near *ret, size_t max)
{
	struct near *all = arena_new(c->mem, struct near, n + 1);
	struct told *told = arena_new(c->mem, struct told, n + 1);
	size_t good = 0;

	for (size_t i = 0; i < n; i++)
		all[i].text = i;
	for (size_t w = 0; w < wish->n; w++) {
		double have = 0;
		for (size_t i = 0; i < n; i++)
			have += find(&text[i], wish->at[w].stem) != NULL;
		double weight = have > 0 ? log(((double)n + 1) / have) : 0;
		for (size_t i = 0; have > 0 && i < n; i++) {
			const struct stem *s = find(&text[i], wish->at[w].stem);
			if (!s)
				continue;
			all[i].score += weight;
			keep(&all[i], &told[i], s->word, weight);
		}
	}
	qsort(all, n, sizeof *all, by_score);
	while (good < n && good < max && all[good].score > 0) {
		ret[good] = all[good];
		good++;
	}
	return good;
}
