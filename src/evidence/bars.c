/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/bars.h"

#include "evidence/reach_out.h"

enum { ROOM = 276, ROW = 36, TOP = 8, NAME_DOWN = 13, BAR_DOWN = 19, END = 40, TICKS_WANTED = 5 };

/* In tenths of a percent. */
static int64_t tenths(const struct reach *r, const struct reach_row *row)
{
	return r->is_true ? row->percent : 10 * row->percent;
}

static int64_t most_of(const struct reach *r, const struct reach_part *p)
{
	int64_t most = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->row[i].in_table && tenths(r, &p->row[i]) > most)
			most = tenths(r, &p->row[i]);
	return most;
}

/* 1, 2 or 5 times a power of ten percent, so that a few steps cover most. */
static int64_t step_of(int64_t most)
{
	static const int64_t times[] = { 1, 2, 5 };

	for (int64_t ten = 10;; ten *= 10)
		for (size_t i = 0; i < 3; i++)
			if (ten * times[i] * TICKS_WANTED >= most)
				return ten * times[i];
}

static struct str coordinate(struct ctx *c, int64_t tenth, int64_t most)
{
	return arena_fmt(c->mem, "%.1f", (double)tenth * ROOM / (double)most);
}

static void put_row(struct ctx *c, const struct reach *r, enum reach_by by,
	const struct reach_row *row, struct bars *b)
{
	int64_t top = TOP + (int64_t)b->n * ROW, most = b->axis;
	struct bars_row *bar = &b->row[b->n++];
	int64_t share = row->percent == DISCLOSE_HIDDEN ? 0 : tenths(r, row);

	*bar = (struct bars_row){ .name = reach_out_name(by, row->name),
		.width = coordinate(c, share, most),
		.text_x = arena_fmt(
			c->mem, "%.1f", BARS_LEFT + 5 + (double)share * ROOM / (double)most),
		.text = row->percent == DISCLOSE_HIDDEN ? S("too few to say")
							: reach_percent(c, r, row),
		.name_y = top + NAME_DOWN,
		.bar_y = top + BAR_DOWN,
		.has_bar = share > 0 };
}

bool bars_make(struct ctx *c, const struct reach *r, enum reach_by by, struct bars *ret)
{
	const struct reach_part *p = &r->part[by];
	int64_t most = most_of(r, p), step = step_of(most), end = step;
	struct bars b = { 0 };
	size_t rows = 0, shares = 0;

	for (size_t i = 0; i < p->n; i++) {
		rows += p->row[i].in_table;
		shares += p->row[i].in_table && p->row[i].percent != DISCLOSE_HIDDEN;
	}
	if (shares == 0 || rows > BARS_MAX)
		return false;
	while (end < most)
		end += step;
	b.axis = end; /* the scale, until the rows stand */
	for (size_t i = 0; i < p->n; i++)
		if (p->row[i].in_table)
			put_row(c, r, by, &p->row[i], &b);
	for (int64_t at = 0; at <= end && b.ticks < BARS_TICKS; at += step)
		b.tick[b.ticks++] = (struct bars_tick){
			arena_fmt(c->mem, "%.1f", BARS_LEFT + (double)at * ROOM / (double)end),
			arena_fmt(c->mem, "%lld%%", (long long)(at / 10))
		};
	b.axis = TOP + (int64_t)b.n * ROW;
	b.height = b.axis + END;
	b.says = arena_fmt(c->mem,
		"%zu of %zu have a share that can be said; the largest is %lld percent. The table "
		"below has the numbers.",
		shares, rows, (long long)((most + 5) / 10));
	*ret = b;
	return true;
}
