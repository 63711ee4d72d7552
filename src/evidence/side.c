/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/side.h"

#include "core/told.h"
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
		rows[i].group = g->id;
		rows[i].name = g->name;
		rows[i].members = g->members;
		w->row[i] = &rows[i];
	}
}

/* Whether something is new of somebody in a round after an instant. */
static bool was_here(const struct measure_fold_person *p, int64_t round, int64_t since)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->trace[i].round == round && p->trace[i].at > since)
			return true;
	return false;
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
		row->changed += was_here(&one->traces, seat->round, row->told_at);
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

/* ---- what was told: for each measure the number, «-» for what was left out ---- */

static struct str key_of(struct ctx *c, const struct side_row *row)
{
	return arena_fmt(c->mem, "side %lld", (long long)row->group);
}

static struct str write_row(struct ctx *c, const struct side_row *row)
{
	struct str text = S("");

	for (size_t m = 0; m < SIDE_MEASURES; m++) {
		int64_t n = row->at[m].shown;
		text = n == DISCLOSE_HIDDEN
			? arena_fmt(c->mem, "%.*s- ", (int)text.len, text.at)
			: arena_fmt(c->mem, "%.*s%lld ", (int)text.len, text.at, (long long)n);
	}
	return text;
}

static void read_row(struct side_row *row)
{
	struct str rest = row->told;

	for (size_t m = 0; m < SIDE_MEASURES; m++)
		if (!str_to_int(str_cut(&rest, ' '), &row->at[m].shown))
			row->at[m].shown = DISCLOSE_HIDDEN;
}

/* Of a group that was never shown nothing is kept. */
static bool tell(struct ctx *c, struct side_row *row)
{
	bool any = row->told_at > 0;

	for (size_t m = 0; m < SIDE_MEASURES; m++) {
		show(&row->at[m], row);
		any = any || row->at[m].shown != DISCLOSE_HIDDEN;
	}
	if (!any)
		return true;
	if ((row->told_at == 0 || row->changed >= SIDE_CHANGED)
		&& !told_keep(c, key_of(c, row), row->told_at, write_row(c, row), &row->told,
			&row->told_at))
		return false;
	read_row(row);
	return true;
}

/* Of what was told of the groups, each with the weight of its members. */
static void show_total(struct side_round *r, size_t m)
{
	struct side_mean *total = &r->total.at[m];

	for (size_t i = 0; i < r->n; i++) {
		const struct side_row *row = &r->row[i];
		if (row->at[m].shown == DISCLOSE_HIDDEN)
			continue;
		total->sum += (double)(row->at[m].shown * row->members);
		total->n += row->members;
	}
	total->shown =
		total->n ? (int64_t)floor(total->sum / (double)total->n + 0.5) : DISCLOSE_HIDDEN;
}

static bool disclose(struct ctx *c, struct side_round *r)
{
	r->total.name = S("Groups that are shown");
	for (size_t i = 0; i < r->n; i++)
		if (!tell(c, &r->row[i]))
			return false;
	for (size_t m = 0; m < SIDE_MEASURES; m++)
		show_total(r, m);
	return true;
}

static bool read_told(struct ctx *c, struct side *s)
{
	for (size_t k = 0; k < s->n; k++)
		for (size_t i = 0; i < s->round[k].n; i++) {
			struct side_row *row = &s->round[k].row[i];
			if (!told_last(c, key_of(c, row), &row->told, &row->told_at))
				return false;
		}
	return true;
}

bool side_make(struct ctx *c, const struct measure_study *study, int64_t round, struct side *ret)
{
	struct side s = { .study = *study };
	struct measure_walk_one one;
	struct work w;

	if (!measure_walk_open(c, study->id, &w.walk))
		return false;
	begin(c, &w, round, &s);
	if (!read_told(c, &s))
		return false;
	while (measure_walk_next(&w.walk, &one))
		for (size_t i = 0; i < one.seats; i++)
			if (one.seat[i].is_last)
				add(&w, &one, &one.seat[i]);
	for (size_t i = 0; ctx_ok(c) && i < s.n; i++)
		if (!disclose(c, &s.round[i]))
			return false;
	*ret = s;
	return ctx_ok(c);
}
