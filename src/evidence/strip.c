/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/strip.h"

enum {
	LEFT = 12,
	RIGHT = 348,
	TOP = 10,
	NAME = 14,
	MEAN = 16,
	LABELS = 16,
	GAP = 10,
	LEVELS = 512,
	END_WIDTH = 92
};

struct scale {
	struct ctx *c;
	int64_t most, radius;
};

static double place(const struct scale *s, double views)
{
	return LEFT + views * (RIGHT - LEFT) / (double)s->most;
}

static struct str coordinate(struct ctx *c, double x)
{
	return arena_fmt(c->mem, "%.1f", x);
}

/* 1, 2 or 5 times a power of ten, so that about six steps cover most. */
static int64_t step_of(int64_t most)
{
	static const int64_t times[] = { 1, 2, 5 };

	for (int64_t ten = 1;; ten *= 10)
		for (size_t i = 0; i < 3; i++)
			if (ten * times[i] * 6 >= most)
				return ten * times[i];
}

/* Views come falling, so dots are placed from the right; the lowest level whose last dot is far
   enough away takes the next one. Returns how many levels there are. */
static int64_t pile(const struct scale *s, const struct table1_part *p, struct strip_dot *dot)
{
	double last[LEVELS];
	int64_t levels = 0, apart = 2 * s->radius + 1;

	for (int64_t i = 0; i < p->stats.n; i++) {
		double x = place(s, (double)p->views[i]);
		int64_t k = 0;
		while (k < levels && last[k] - x < (double)apart)
			k++;
		if (k == LEVELS)
			k--;
		if (k == levels)
			levels++;
		last[k] = x;
		dot[i] = (struct strip_dot){ coordinate(s->c, x), k };
	}
	return levels;
}

/* Near the right end a text ends where it would otherwise start. */
static struct strip_label beside(const struct scale *s, double views, double off, int64_t y)
{
	double x = place(s, views);
	bool right = x > STRIP_WIDTH * 0.6;

	return (struct strip_label){ .x = coordinate(s->c, right ? x - off : x + off),
		.y = y,
		.anchor = right ? "end" : "start" };
}

/* «no. 19: 226 views», or how many share the value. */
static struct str end_text(struct ctx *c, const struct table1_part *p, int64_t end, int64_t step)
{
	const char *unit = p->views[end] == 1 ? "view" : "views";
	int64_t same = 0;

	for (int64_t i = end; i >= 0 && i < p->stats.n && p->views[i] == p->views[end]; i += step)
		same++;
	if (same > 1)
		return arena_fmt(c->mem, "%lld people: %lld %s", (long long)same,
			(long long)p->views[end], unit);
	return arena_fmt(c->mem, "no. %lld: %lld %s", (long long)p->numbers[end],
		(long long)p->views[end], unit);
}

/* The two ends of a row name their participants: that is where self-report and page views differ
   most. */
static void name_ends(
	const struct scale *s, const struct table1_part *p, int64_t y, struct strip_row *row)
{
	double room = place(s, (double)p->stats.max) - place(s, (double)p->stats.min);

	row->most = beside(s, (double)p->stats.max, -(double)s->radius, y);
	row->most.text = end_text(s->c, p, 0, 1);
	row->least = beside(s, (double)p->stats.min, -(double)s->radius, y);
	if (room > (row->most.anchor[0] == 's' ? END_WIDTH : 2 * END_WIDTH))
		row->least.text = end_text(s->c, p, p->stats.n - 1, -1);
}

/* Lays a row out from y down; returns where the next may start. */
static int64_t lay(
	const struct scale *s, const struct table1_part *p, int64_t y, struct strip_row *row)
{
	struct strip_dot *dot = arena_new(s->c->mem, struct strip_dot, (size_t)p->stats.n);
	int64_t apart = 2 * s->radius + 1, levels = pile(s, p, dot);
	int64_t floor = y + NAME + MEAN + levels * apart;

	for (int64_t i = 0; i < p->stats.n; i++)
		dot[i].y = floor - s->radius - dot[i].y * apart;
	row->dot = dot;
	row->n = (size_t)p->stats.n;
	row->name = (struct strip_label){ .x = coordinate(s->c, RIGHT),
		.y = y + NAME - 2,
		.anchor = "end",
		.text = arena_fmt(s->c->mem, "Said: %s (%lld)", p->label, (long long)p->stats.n) };
	row->mean = beside(s, p->stats.mean, 5, y + NAME + MEAN - 5);
	row->mean.text = arena_fmt(s->c->mem, "mean %.2f", p->stats.mean);
	row->mean_x = coordinate(s->c, place(s, p->stats.mean));
	row->mean_top = y + NAME;
	row->mean_height = floor - row->mean_top;
	name_ends(s, p, floor + LABELS - 3, row);
	return floor + LABELS + GAP;
}

static void tick(const struct scale *s, int64_t y, struct strip *ret)
{
	int64_t step = step_of(s->most);

	for (int64_t v = 0; v <= s->most && ret->ticks < STRIP_TICKS; v += step)
		ret->tick[ret->ticks++] =
			(struct strip_label){ .x = coordinate(s->c, place(s, (double)v)),
				.text = arena_fmt(s->c->mem, "%lld", (long long)v),
				.y = y,
				.anchor = "middle" };
}

static struct str sentence(struct ctx *c, const struct table1_part *p)
{
	return arena_fmt(c->mem, " %s: %lld people, %lld to %lld page views, mean %.2f.", p->label,
		(long long)p->stats.n, (long long)p->stats.min, (long long)p->stats.max,
		p->stats.mean);
}

bool strip_make(struct ctx *c, const struct table1 *t, struct strip *ret)
{
	struct strip strip = { .says = S("One dot is one participant.") };
	struct scale s = { c, t->all.max > 0 ? t->all.max : 1,
		t->n <= 60	      ? 5
			: t->n <= 250 ? 3
				      : 2 };
	int64_t y = TOP;

	if (t->n == 0 || t->n > STRIP_PEOPLE_MAX)
		return false;
	for (size_t i = 0; i < TABLE1_SAID; i++) {
		const struct table1_part *p = &t->said[i];
		if (p->stats.n == 0)
			continue;
		struct strip_row *row = &strip.row[strip.rows++];
		y = lay(&s, p, y, row);
		row->other = i == TABLE1_LESS;
		struct str more = sentence(c, p);
		strip.says = arena_fmt(c->mem, "%.*s%.*s", (int)strip.says.len, strip.says.at,
			(int)more.len, more.at);
	}
	strip.radius = s.radius;
	strip.axis = y;
	tick(&s, y + 16, &strip);
	strip.height = y + 36;
	*ret = strip;
	return true;
}
