/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/disclose.h"

enum { STEP = 5, OFF = 2, PERCENT_LEAST = 23, MEAN_LEAST = 8, HIDDEN_LEAST = 2, VALUES_LEAST = 3 };
enum { OTHERS_LEAST = 4, MORE_LEAST = 2 };

int64_t disclose_count(int64_t n)
{
	return (2 * n + STEP) / (2 * STEP) * STEP;
}

int64_t disclose_count_of(int64_t n, int64_t of)
{
	int64_t shown = disclose_count(n), most = of / STEP * STEP;

	return shown < most ? shown : most;
}

bool disclose_percent_may(int64_t of)
{
	return of >= PERCENT_LEAST;
}

bool disclose_mean_may(int64_t of)
{
	return of >= MEAN_LEAST;
}

int64_t disclose_words(int64_t n, int64_t of)
{
	static const int64_t words[] = { DISCLOSE_FEW, DISCLOSE_MANY };

	if (of < OTHERS_LEAST)
		return 0;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (n >= words[i] && of < words[i] + MORE_LEAST)
			return words[i] - 1;
	return n;
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
/* What a total may be, by its own rounding and by all tables that it is the sum of. Tables with one
   total say nothing else about each other: whatever their sides are, there is a table by both. */
struct range {
	int64_t least, most;
};

static struct sight sight_of(const struct disclose_part *p)
{
	struct sight s = { 0 };

	for (size_t i = 0; i < p->n; i++) {
		if (p->cell[i].shown == DISCLOSE_HIDDEN) {
			s.hidden++;
			continue;
		}
		s.low += low(p->cell[i].shown);
		s.high += high(p->cell[i].shown);
	}
	return s;
}

static struct range range_of(const struct disclose_part *part, size_t n, int64_t total)
{
	struct range r = { low(total), high(total) };

	for (size_t i = 0; i < n; i++) {
		struct sight s = sight_of(&part[i]);
		r.least = s.low > r.least ? s.low : r.least;
		r.most = s.hidden == 0 && s.high < r.most ? s.high : r.most;
	}
	return r;
}

/* The total and the other cells leave fewer than VALUES_LEAST values for this one. Of many people a
   count may be told: it points to nobody. One pass is enough, since what follows from one sum for
   one of its parts follows from what is shown of the others. */
static bool is_told(const struct sight *s, int64_t shown, struct range total)
{
	int64_t most = total.most - (s->low - low(shown));
	int64_t least = s->hidden ? 0 : total.least - (s->high - high(shown));

	if (disclose_percent_may(shown))
		return false;
	most = most < high(shown) ? most : high(shown);
	least = least > low(shown) ? least : low(shown);
	return most - least + 1 < VALUES_LEAST;
}

static bool hide_smallest(struct disclose_part *p)
{
	size_t at = p->n;

	for (size_t i = 0; i < p->n; i++)
		if (p->cell[i].shown != DISCLOSE_HIDDEN
			&& (at == p->n || p->cell[i].n < p->cell[at].n))
			at = i;
	if (at < p->n)
		p->cell[at].shown = DISCLOSE_HIDDEN;
	return at < p->n;
}

/* Whether total and other cells tell one that is shown. */
static bool tells(const struct disclose_part *p, struct range total)
{
	struct sight s = sight_of(p);

	for (size_t i = 0; i < p->n; i++)
		if (p->cell[i].shown != DISCLOSE_HIDDEN && is_told(&s, p->cell[i].shown, total))
			return true;
	return false;
}

/* All cells of few people go together, in every table: which of them would have been told is then
   not seen, and neither at which end of its range each one is. */
static void hide_few(struct disclose_part *part, size_t n)
{
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < part[k].n && !part[k].fixed; i++)
			if (!disclose_percent_may(part[k].cell[i].shown))
				part[k].cell[i].shown = DISCLOSE_HIDDEN;
}

/* A table that stays as it is was told by the others: the last that can gives way. */
static bool give_way(struct disclose_part *part, size_t n)
{
	while (n-- > 0)
		if (!part[n].fixed && hide_smallest(&part[n]))
			return true;
	return false;
}

/* Hides where it must be; false when nothing more has to be or can be. */
static bool hide(struct disclose_part *part, size_t n, size_t at, struct range total)
{
	struct disclose_part *p = &part[at];
	struct sight s = sight_of(p);

	if (tells(p, total)) {
		if (p->fixed)
			return give_way(part, n);
		hide_few(part, n);
		return true;
	}
	if (p->fixed || s.hidden == 0
		|| (s.hidden >= HIDDEN_LEAST && total.most - s.low + 1 >= VALUES_LEAST + OFF))
		return false;
	return hide_smallest(p);
}

void disclose_parts(struct disclose_part *part, size_t n, struct disclose_cell *total)
{
	bool more = true;

	total->n = 0;
	for (size_t i = 0; n > 0 && i < part[0].n; i++)
		total->n += part[0].cell[i].n;
	total->shown = disclose_count(total->n);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < part[i].n && !part[i].fixed; k++)
			part[i].cell[k].shown = disclose_count(part[i].cell[k].n);
	while (more) {
		more = false;
		for (size_t i = 0; i < n; i++)
			more = hide(part, n, i, range_of(part, n, total->shown)) || more;
	}
}

void disclose_table(struct disclose_cell *cell, size_t n, struct disclose_cell *total)
{
	disclose_parts(&(struct disclose_part){ .cell = cell, .n = n }, 1, total);
}

int64_t disclose_percent(int64_t shown, const struct disclose_cell *of)
{
	if (shown == DISCLOSE_HIDDEN || of->shown <= 0 || !disclose_percent_may(of->n))
		return DISCLOSE_HIDDEN;
	return (200 * shown + of->shown) / (2 * of->shown);
}
