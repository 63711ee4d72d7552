/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_plan.h"

#include "app/demo_round.h"

#include <stdlib.h>

enum {
	MINUTE_DAY = 24 * 60,
	NIGHT_HOURS = 6,     /* from one o'clock on, in which nobody taps */
	TAP_HOURS = 30,	     /* after the post, at the latest */
	SITTING_MAX = 9,     /* pages in one sitting */
	READ_MAX_S = 420,    /* longest look at a page, in seconds */
	ACROSS_PERCENT = 12, /* of looks at threads: into another group */
};

static int64_t instant(const struct demo_round *r, struct demo_when when)
{
	if (when.ago)
		return r->until - when.minutes * INSTANT_MINUTE;
	int64_t day = when.minutes / MINUTE_DAY;

	if (day >= DEMO_DAYS)
		day = DEMO_DAYS - 1;
	return r->noon[day] + (when.minutes - day * MINUTE_DAY - MINUTE_DAY / 2) * INSTANT_MINUTE;
}

static void add(struct demo_round *r, struct demo_event e)
{
	if (r->events == r->events_room) {
		size_t room = r->events_room ? r->events_room * 2 : 4096;
		struct demo_event *more = arena_new(r->c->mem, struct demo_event, room);

		if (r->events)
			memcpy(more, r->event, r->events * sizeof *more);
		r->event = more;
		r->events_room = room;
	}
	e.order = (int64_t)r->events;
	r->event[r->events++] = e;
}

static int64_t read_seconds(struct demo_round *r, const struct demo_member *m, int64_t gap_s)
{
	if (!m->measured || demo_dice_percent(r->dice, 15))
		return 0;
	return gap_s * demo_dice_between(r->dice, 35, 95) / 100 + 1;
}

/* A look at the thread (or, before it is opened, at the group) shortly before something is done
   there. */
static void look_first(
	struct demo_round *r, struct demo_scene *s, struct demo_member *who, int64_t at)
{
	int64_t gap_s = demo_dice_between(r->dice, 45, 300);

	add(r,
		(struct demo_event){ .at = at - gap_s * INSTANT_SECOND,
			.act = DEMO_VISIT,
			.group = s->group,
			.who = who,
			.scene = s,
			.seconds = read_seconds(r, who, gap_s) });
	who->shown++;
}

/* Members whose views are given keep a third of them for looking without a tap. */
static bool may_tap(const struct demo_member *m, const struct demo_member *author)
{
	return m != author && (m->views < 0 || m->shown + 1 <= m->views * 2 / 3);
}

static int64_t tap_time(struct demo_round *r, int64_t posted)
{
	int64_t at = posted + (demo_dice_small(r->dice, TAP_HOURS * 60) + 8) * INSTANT_MINUTE;
	int64_t hour = (at - r->noon[0] + INSTANT_DAY / 2) / INSTANT_HOUR % 24;

	if (hour >= 1 && hour <= NIGHT_HOURS)
		at += (NIGHT_HOURS + 1) * INSTANT_HOUR;
	if (at >= r->until)
		at = posted + (r->until - posted) * demo_dice_between(r->dice, 10, 95) / 100;
	return at;
}

static void plan_taps(
	struct demo_round *r, struct demo_scene *s, size_t line, int64_t posted, enum demo_act act)
{
	const struct demo_line *l = &s->text->line[line];
	int64_t wanted = act == DEMO_USEFUL ? l->useful : l->saved;
	size_t start = (size_t)demo_dice_below(r->dice, (int64_t)s->group->n);

	for (size_t i = 0; i < s->group->n && wanted > 0; i++) {
		struct demo_member *m = &s->group->member[(start + i) % s->group->n];

		if (!may_tap(m, s->cast[l->who]))
			continue;
		int64_t at = tap_time(r, posted);

		look_first(r, s, m, at);
		add(r,
			(struct demo_event){ .at = at,
				.act = act,
				.group = s->group,
				.who = m,
				.scene = s,
				.line = line });
		wanted--;
	}
}

static void plan_line(struct demo_round *r, struct demo_scene *s, size_t line)
{
	const struct demo_line *l = &s->text->line[line];
	int64_t shift = s->shift * INSTANT_MINUTE, at = instant(r, l->when) + shift;

	look_first(r, s, s->cast[l->who], at);
	add(r,
		(struct demo_event){ .at = at,
			.act = DEMO_POST,
			.group = s->group,
			.who = s->cast[l->who],
			.scene = s,
			.line = line });
	if (l->later.len)
		add(r,
			(struct demo_event){ .at = instant(r, l->edited) + shift,
				.act = DEMO_EDIT,
				.group = s->group,
				.who = s->cast[l->who],
				.scene = s,
				.line = line });
}

/* After all posts, so that taps never take the views that a post needs. */
static void plan_line_taps(struct demo_round *r, struct demo_scene *s, size_t line)
{
	int64_t at = instant(r, s->text->line[line].when) + s->shift * INSTANT_MINUTE;

	plan_taps(r, s, line, at, DEMO_USEFUL);
	plan_taps(r, s, line, at, DEMO_SAVE);
}

/* When somebody sits down to read: evenings, lunch and the bus more than the small hours. */
static int64_t sitting(struct demo_round *r)
{
	static const int week[DEMO_WEEKS] = { 35, 27, 22, 16 };
	static const int hour[24] = { 3, 1, 1, 0, 0, 0, 2, 6, 9, 7, 6, 6, 9, 8, 6, 6, 7, 8, 9, 10,
		11, 10, 8, 5 };
	int64_t day =
		demo_dice_weighted(r->dice, week, DEMO_WEEKS) * 7 + demo_dice_below(r->dice, 7);
	int64_t minutes = demo_dice_weighted(r->dice, hour, 24) * 60 + demo_dice_below(r->dice, 60);
	int64_t at = instant(r, (struct demo_when){ day * MINUTE_DAY + minutes, false });
	int64_t most = r->until - 2 * INSTANT_HOUR;

	if (at + 2 * INSTANT_HOUR < r->until)
		return at;
	return r->opens_at + (most - r->opens_at) * demo_dice_below(r->dice, 1000) / 1000;
}

/* A thread of the own group, sometimes of another; the home and group pages in between. */
static struct demo_scene *something(struct demo_round *r, const struct demo_group *g)
{
	bool across = demo_dice_percent(r->dice, ACROSS_PERCENT);

	if (r->scenes == 0 || demo_dice_percent(r->dice, 30))
		return NULL;
	size_t start = (size_t)demo_dice_below(r->dice, (int64_t)r->scenes);

	for (size_t i = 0; i < r->scenes; i++) {
		struct demo_scene *s = &r->scene[(start + i) % r->scenes];
		if (across || s->group == g)
			return s;
	}
	return NULL;
}

static void sit_down(
	struct demo_round *r, struct demo_group *g, struct demo_member *m, int64_t pages)
{
	int64_t at = sitting(r);

	for (int64_t i = 0; i < pages; i++) {
		int64_t gap_s = demo_dice_small(r->dice, READ_MAX_S) + 6;
		struct demo_scene *s = i == 0 ? NULL : something(r, g);

		add(r,
			(struct demo_event){ .at = at,
				.act = DEMO_VISIT,
				.group = s ? s->group : g,
				.who = m,
				.scene = s,
				.seconds = read_seconds(r, m, gap_s) });
		at += gap_s * INSTANT_SECOND;
	}
}

/* What is left of the given views, or a number that the dice give: some look in twice, some every
   day. */
static void plan_reading(struct demo_round *r, struct demo_group *g, struct demo_member *m)
{
	if (m->views < 0)
		m->views = m->shown + 2 + demo_dice_small(r->dice, m->posts_max ? 90 : 110);
	while (m->shown < m->views) {
		int64_t pages = demo_dice_between(r->dice, 1, SITTING_MAX);

		if (pages > m->views - m->shown)
			pages = m->views - m->shown;
		sit_down(r, g, m, pages);
		m->shown += pages;
	}
}

static int by_time(const void *a, const void *b)
{
	const struct demo_event *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

void demo_plan_round(struct demo_round *r)
{
	for (size_t i = 0; i < r->scenes; i++)
		for (size_t k = 0; k < r->scene[i].text->n; k++)
			plan_line(r, &r->scene[i], k);
	for (size_t i = 0; i < r->scenes; i++)
		for (size_t k = 0; k < r->scene[i].text->n; k++)
			plan_line_taps(r, &r->scene[i], k);
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->group[i].n; k++)
			plan_reading(r, &r->group[i], &r->group[i].member[k]);
	qsort(r->event, r->events, sizeof *r->event, by_time);
}
