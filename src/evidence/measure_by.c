/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/measure_by.h"

#include "core/secret.h"
#include "evidence/arms.h"
#include "evidence/measure_walk.h"

#include <stdlib.h>

const char *const measure_by_words[BYS] = { "person", "group", "arm", "week", "round" };
const char *const measure_by_keys[BYS][MEASURE_BY_KEYS] = {
	[BY_PERSON] = { "participant", "number" },
	[BY_GROUP] = { "round", "group" },
	[BY_ARM] = { "round", "feature", "arm" },
	[BY_WEEK] = { "round", "week" },
	[BY_ROUND] = { "round" },
};

/* Values of one measure in one line, as they come. */
struct pile {
	double *v;
	size_t n, room;
};
struct piles {
	struct pile at[FOLDS];
};
struct work {
	struct ctx *c;
	struct measure_walk walk;
	struct arms *arms;
	size_t trials;
	struct measure_by *to;
	struct piles *piles; /* of each line */
};

static void put(struct arena *mem, struct pile *p, double v)
{
	if (p->n == p->room) {
		size_t room = p->room ? 2 * p->room : 8;
		double *wider = arena_new(mem, double, room);
		if (p->n)
			memcpy(wider, p->v, p->n * sizeof *wider);
		p->v = wider;
		p->room = room;
	}
	p->v[p->n++] = v;
}

static void add(struct work *w, size_t line, const struct measure_walk_one *one,
	const struct measure_fold_scope *in)
{
	struct measure_fold f;

	measure_walk_fold(&w->walk, one, in, &f);
	w->to->line[line].people++;
	for (size_t m = 0; m < FOLDS; m++)
		if (f.known[m])
			put(w->c->mem, &w->piles[line].at[m], f.value[m]);
}

/* ---- which lines there are ---- */

static struct str number(struct ctx *c, int64_t n)
{
	return arena_fmt(c->mem, "%lld", (long long)n);
}

/* As in the bundle, so that the files of a study can be joined. */
static struct str name_of(struct ctx *c, int64_t participant)
{
	struct str drawn =
		secret_name(c, "bundle", arena_fmt(c->mem, "%lld", (long long)participant));

	return arena_fmt(c->mem, "p%.12s", drawn.at);
}

static size_t room_for(const struct work *w)
{
	switch (w->to->what) {
	case BY_PERSON: return w->walk.n;
	case BY_GROUP: return w->walk.seating.groups;
	case BY_ARM: return 2 * w->trials;
	default: return w->walk.cal.n;
	}
}

static void line_weeks(struct work *w)
{
	const struct calendar_week *k = w->walk.cal.week;
	bool by_round = w->to->what == BY_ROUND;

	for (size_t i = 0; i < w->walk.cal.n; i++) {
		struct measure_by_line line = {
			.key = { k[i].round_name, by_round ? S("") : number(w->c, k[i].week) }
		};
		if (k[i].opens_at <= w->c->now && (!by_round || k[i].week == 1))
			w->to->line[w->to->n++] = line;
	}
}

static void line_all(struct work *w)
{
	const struct seating *s = &w->walk.seating;
	struct measure_by *to = w->to;

	for (size_t i = 0; to->what == BY_PERSON && i < w->walk.n; i++) {
		const struct participant *p = &w->walk.who[i];
		to->line[to->n++] = (struct measure_by_line){
			.key = { name_of(w->c, p->id.v),
				p->number ? number(w->c, p->number) : S("") }
		};
	}
	for (size_t i = 0; to->what == BY_GROUP && i < s->groups; i++)
		to->line[to->n++] = (struct measure_by_line){ .key = { s->group[i].round_name,
								      s->group[i].name } };
	for (size_t i = 0; to->what == BY_ARM && i < 2 * w->trials; i++) {
		const struct arm_trial *t = &w->arms[i / 2].trial;
		to->line[to->n++] = (struct measure_by_line){
			.key = { t->round_name, str_of(feature_word(t->feature)),
				i % 2 ? S("on") : S("off") }
		};
	}
	if (to->what == BY_WEEK || to->what == BY_ROUND)
		line_weeks(w);
}

/* ---- who counts in which ---- */

static void add_seat_weeks(
	struct work *w, const struct measure_walk_one *one, const struct seating_seat *seat)
{
	const struct calendar_week *k = w->walk.cal.week;
	size_t line = 0;

	for (size_t i = 0; i < w->walk.cal.n; i++) {
		bool by_round = w->to->what == BY_ROUND;
		if (k[i].opens_at > w->c->now || (by_round && k[i].week != 1))
			continue;
		struct measure_fold_scope in = { .round = seat->round,
			.week = by_round ? 0 : k[i].week };
		if (k[i].round == seat->round)
			add(w, line, one, &in);
		line++;
	}
}

static void add_seat(
	struct work *w, const struct measure_walk_one *one, const struct seating_seat *seat)
{
	const struct seating *s = &w->walk.seating;
	struct measure_fold_scope in = { .round = seat->round };

	if (w->to->what != BY_GROUP) {
		add_seat_weeks(w, one, seat);
		return;
	}
	for (size_t i = 0; i < s->groups; i++)
		if (s->group[i].id == seat->group)
			add(w, i, one, &in);
}

static int64_t begins(const struct calendar *cal, int64_t round)
{
	for (size_t i = 0; i < cal->n; i++)
		if (cal->week[i].round == round)
			return cal->week[i].opens_at;
	return 0;
}

static void add_arms(struct work *w, const struct measure_walk_one *one)
{
	for (size_t i = 0; i < w->trials; i++) {
		const struct arms *a = &w->arms[i];
		size_t seat = arms_seat(a, one->who->id.v);
		if (seat == a->seats || a->unit[seat] == a->plan.n)
			continue;
		struct measure_fold_scope in = { .round = a->trial.round,
			.from = begins(&w->walk.cal, a->trial.round) };
		add(w, 2 * i + a->plan.unit[a->unit[seat]].on, one, &in);
	}
}

static void add_one(struct work *w, const struct measure_walk_one *one)
{
	static const struct measure_fold_scope all;

	if (w->to->what == BY_PERSON)
		add(w, (size_t)(one->who - w->walk.who), one, &all);
	if (w->to->what == BY_ARM)
		add_arms(w, one);
	if (w->to->what == BY_PERSON || w->to->what == BY_ARM)
		return;
	for (size_t i = 0; i < one->seats; i++)
		if (one->seat[i].is_last)
			add_seat(w, one, &one->seat[i]);
}

/* ---- the report ---- */

static int by_number(const void *a, const void *b)
{
	const struct measure_by_line *x = a, *y = b;
	int64_t one = INT64_MAX, two = INT64_MAX;

	(void)!str_to_int(x->key[1], &one);
	(void)!str_to_int(y->key[1], &two);
	if (one != two)
		return one < two ? -1 : 1;
	return memcmp(x->key[0].at, y->key[0].at, x->key[0].len);
}

bool measure_by_make(struct ctx *c, const struct measure_study *study, enum measure_by_what what,
	struct measure_by *ret)
{
	struct measure_by m = { .study = *study, .what = what };
	struct work w = { .c = c, .to = &m };
	struct measure_walk_one one;

	if (!measure_walk_open(c, study->id, &w.walk)
		|| (what == BY_ARM && !arms_read(c, study->id, &w.arms, &w.trials)))
		return false;
	size_t room = room_for(&w);
	m.line = arena_new(c->mem, struct measure_by_line, room + 1);
	w.piles = arena_new(c->mem, struct piles, room + 1);
	line_all(&w);
	while (measure_walk_next(&w.walk, &one))
		add_one(&w, &one);
	for (size_t i = 0; i < m.n; i++)
		for (size_t k = 0; k < FOLDS; k++)
			m.line[i].at[k] = stats_real_of(w.piles[i].at[k].v, w.piles[i].at[k].n);
	if (what == BY_PERSON && ctx_ok(c))
		qsort(m.line, m.n, sizeof *m.line, by_number);
	*ret = m;
	return ctx_ok(c);
}
