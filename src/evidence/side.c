/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/side.h"

#include "evidence/measure_walk.h"

#include <math.h>

const enum measure_fold_at side_measures[SIDE_MEASURES] = { FOLD_PAGE_VIEWS, FOLD_ACTIVE_MINUTES,
	FOLD_DAYS_PRESENT, FOLD_POSTS, FOLD_WORDS, FOLD_REPLIES_GIVEN, FOLD_REPLIES_RECEIVED,
	FOLD_FIRST_REPLY };

/* Of each group of the study its row; NULL: of a round that was not asked for. */
struct work {
	struct measure_walk walk;
	struct side_row **row;
};

static void begin(struct ctx *c, struct work *w, int64_t round, struct side *s)
{
	const struct seating *seating = &w->walk.seating;
	struct side_row *rows = arena_new(c->mem, struct side_row, seating->groups + 1);
	int64_t last = 0;

	s->round = arena_new(c->mem, struct side_round, seating->groups + 1);
	w->row = arena_new(c->mem, struct side_row *, seating->groups + 1);
	for (size_t i = 0; i < seating->groups; i++) {
		const struct seating_group *g = &seating->group[i];
		if (round && g->round != round)
			continue;
		if (g->round != last)
			s->round[s->n++] =
				(struct side_round){ .name = g->round_name, .row = &rows[i] };
		last = g->round;
		s->round[s->n - 1].n++;
		rows[i].name = g->name;
		rows[i].members = g->members;
		w->row[i] = &rows[i];
	}
}

static void add(struct work *w, const struct measure_walk_one *one, const struct seating_seat *seat)
{
	const struct measure_fold_scope in = { .round = seat->round };
	struct measure_fold f;

	for (size_t i = 0; i < w->walk.seating.groups; i++) {
		struct side_row *row = w->row[i];
		if (!row || w->walk.seating.group[i].id != seat->group)
			continue;
		measure_walk_fold(&w->walk, one, &in, &f);
		row->people++;
		for (size_t m = 0; m < SIDE_MEASURES; m++) {
			row->at[m].sum += f.value[side_measures[m]];
			row->at[m].n += f.known[side_measures[m]];
		}
	}
}

static void show(struct side_mean *m, const struct side_row *row)
{
	m->shown = row->members >= SIDE_MEMBERS && disclose_mean_may(row->people)
			&& disclose_mean_may(m->n)
		? (int64_t)floor(m->sum / (double)m->n + 0.5)
		: DISCLOSE_HIDDEN;
}

static void show_total(struct side_round *r, size_t m)
{
	struct side_mean *total = &r->total.at[m];
	int64_t hidden = 0, groups = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct side_mean *one = &r->row[i].at[m];
		total->sum += one->sum;
		total->n += one->n;
		hidden += one->shown == DISCLOSE_HIDDEN ? one->n : 0;
		groups += one->shown == DISCLOSE_HIDDEN && one->n > 0;
	}
	show(total, &r->total);
	if (groups > 0 && (groups < 2 || !disclose_mean_may(hidden)))
		total->shown = DISCLOSE_HIDDEN;
}

static void disclose(struct side_round *r)
{
	r->total.name = S("All groups");
	for (size_t i = 0; i < r->n; i++) {
		r->total.members += r->row[i].members;
		r->total.people += r->row[i].people;
		for (size_t m = 0; m < SIDE_MEASURES; m++)
			show(&r->row[i].at[m], &r->row[i]);
	}
	for (size_t m = 0; m < SIDE_MEASURES; m++)
		show_total(r, m);
}

bool side_make(struct ctx *c, const struct measure_study *study, int64_t round, struct side *ret)
{
	struct side s = { .study = *study };
	struct measure_walk_one one;
	struct work w;

	if (!measure_walk_open(c, study->id, &w.walk))
		return false;
	begin(c, &w, round, &s);
	while (measure_walk_next(&w.walk, &one))
		for (size_t i = 0; i < one.seats; i++)
			if (one.seat[i].is_last)
				add(&w, &one, &one.seat[i]);
	for (size_t i = 0; i < s.n; i++)
		disclose(&s.round[i]);
	*ret = s;
	return ctx_ok(c);
}
