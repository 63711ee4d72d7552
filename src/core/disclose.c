/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/disclose.h"

enum { STEP = 5, OFF = 2, PERCENT_LEAST = 23, MEAN_LEAST = 8, HIDDEN_LEAST = 2, VALUES_LEAST = 3 };

int64_t disclose_count(int64_t n)
{
	return (2 * n + STEP) / (2 * STEP) * STEP;
}

bool disclose_percent_may(int64_t of)
{
	return of >= PERCENT_LEAST;
}

bool disclose_mean_may(int64_t of)
{
	return of >= MEAN_LEAST;
}

/* What a count that is shown may be. */
static int64_t low(int64_t shown)
{
	return shown > OFF ? shown - OFF : 0;
}

static int64_t high(int64_t shown)
{
	return shown + OFF;
}

/* A table as its reader sees it. */
struct sight {
	int64_t low, high; /* sums over the cells that are shown */
	size_t hidden;
};

static struct sight sight_of(const struct disclose_cell *cell, size_t n)
{
	struct sight s = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (cell[i].shown == DISCLOSE_HIDDEN) {
			s.hidden++;
			continue;
		}
		s.low += low(cell[i].shown);
		s.high += high(cell[i].shown);
	}
	return s;
}

/* Total and other cells leave fewer than VALUES_LEAST values for this one. Of many people a count
   may be told: it points to nobody. One pass is enough, since what follows from one sum for one of
   its parts follows from what is shown of the others. */
static bool is_told(const struct sight *s, int64_t shown, int64_t total)
{
	int64_t most = high(total) - (s->low - low(shown));
	int64_t least = s->hidden ? 0 : low(total) - (s->high - high(shown));

	if (disclose_percent_may(shown))
		return false;
	most = most < high(shown) ? most : high(shown);
	least = least > low(shown) ? least : low(shown);
	return most - least + 1 < VALUES_LEAST;
}

static size_t smallest_shown(const struct disclose_cell *cell, size_t n)
{
	size_t at = n;

	for (size_t i = 0; i < n; i++)
		if (cell[i].shown != DISCLOSE_HIDDEN && (at == n || cell[i].n < cell[at].n))
			at = i;
	return at;
}

/* Whether total and other cells tell one that is shown. */
static bool tells(const struct disclose_cell *cell, size_t n, int64_t total)
{
	struct sight s = sight_of(cell, n);

	for (size_t i = 0; i < n; i++)
		if (cell[i].shown != DISCLOSE_HIDDEN && is_told(&s, cell[i].shown, total))
			return true;
	return false;
}

/* Hides where it must be. All cells of few people go together: which of them would have been told
   is then not seen, and neither at which end of its range each one is. */
static bool hide(struct disclose_cell *cell, size_t n, int64_t total)
{
	struct sight s = sight_of(cell, n);
	size_t at;

	if (tells(cell, n, total)) {
		for (size_t i = 0; i < n; i++)
			if (!disclose_percent_may(cell[i].shown))
				cell[i].shown = DISCLOSE_HIDDEN;
		return true;
	}
	if (s.hidden == 0
		|| (s.hidden >= HIDDEN_LEAST && high(total) - s.low + 1 >= VALUES_LEAST + OFF))
		return false;
	at = smallest_shown(cell, n);
	if (at == n)
		return false;
	cell[at].shown = DISCLOSE_HIDDEN;
	return true;
}

void disclose_table(struct disclose_cell *cell, size_t n, struct disclose_cell *total)
{
	total->n = 0;
	for (size_t i = 0; i < n; i++) {
		cell[i].shown = disclose_count(cell[i].n);
		total->n += cell[i].n;
	}
	total->shown = disclose_count(total->n);
	while (hide(cell, n, total->shown))
		continue;
}

int64_t disclose_percent(int64_t shown, const struct disclose_cell *of)
{
	if (shown == DISCLOSE_HIDDEN || of->shown <= 0 || !disclose_percent_may(of->n))
		return DISCLOSE_HIDDEN;
	return (200 * shown + of->shown) / (2 * of->shown);
}
