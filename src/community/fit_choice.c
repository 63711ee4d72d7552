/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/fit_choice.h"

#include "community/enrolment.h"
#include "community/round.h"
#include "community/trial.h"
#include "core/audit.h"
#include "store/sql.h"

static const struct stmt choice_of = { "fit_choice_of",
	"SELECT seed FROM fit_choice WHERE round_id = $1", "i", "i" };
static const struct stmt choice_put = { "fit_choice_put",
	"INSERT INTO fit_choice (round_id, seed) VALUES ($1, $2) "
	"ON CONFLICT (round_id) DO UPDATE SET seed = excluded.seed",
	"ii", "" };
static const struct stmt pair_of_round = { "fit_pair_of_round",
	"SELECT w.first_id, w.second_id, a.name, b.name, w.apart FROM pair_wish w "
	"JOIN person a ON a.id = w.first_id JOIN person b ON b.id = w.second_id "
	"JOIN enrolment x ON x.round_id = w.round_id AND x.person_id = w.first_id "
	"JOIN enrolment y ON y.round_id = w.round_id AND y.person_id = w.second_id "
	"WHERE w.round_id = $1 AND x.left_at = 0 AND y.left_at = 0 "
	"ORDER BY a.name, b.name, w.first_id, w.second_id LIMIT $2",
	"ii", "iissi" };
static const struct stmt pair_apart = { "fit_pair_apart",
	"SELECT apart FROM pair_wish WHERE round_id = $1 AND first_id = $2 AND second_id = $3",
	"iii", "i" };
static const struct stmt pair_number = { "fit_pair_number",
	"SELECT count(*) FROM pair_wish WHERE round_id = $1", "i", "i" };
static const struct stmt pair_put = { "fit_pair_put",
	"INSERT INTO pair_wish (round_id, first_id, second_id, apart) VALUES ($1, $2, $3, $4)",
	"iiii", "" };
static const struct stmt pair_drop = { "fit_pair_drop",
	"DELETE FROM pair_wish WHERE round_id = $1 AND first_id = $2 AND second_id = $3", "iii",
	"" };

/* The number in the first row; otherwise what is given when there is none. */
static bool look(
	struct ctx *c, const struct stmt *s, struct args in, int64_t otherwise, int64_t *ret)
{
	int64_t found = otherwise;
	struct rows r;

	if (!sql_open(c, s, in, &r))
		return false;
	if (sql_next(&r)) {
		found = row_int(&r, 0);
		sql_end(&r);
	}
	*ret = found;
	return ctx_ok(c);
}

bool fit_choice_get(struct ctx *c, struct round_id round, struct fit_choice *ret)
{
	struct trial trial[FEATURE_LAST + 1];
	struct fit_choice f = { 0 };
	int64_t bits;

	if (!look(c, &choice_of, ARGS(arg(round.v)), 1, &f.seed)
		|| !feature_of_round(c, round.v, &bits) || !trial_of_round(c, round, trial))
		return false;
	f.split = bits & 1 << FEATURE_EXPERIENCE_SPLIT;
	f.decided = trial[FEATURE_EXPERIENCE_SPLIT].frozen_at != 0;
	*ret = f;
	return true;
}

bool fit_choice_set(struct ctx *c, struct round_id id, const struct fit_choice *f)
{
	int64_t split = 1 << FEATURE_EXPERIENCE_SPLIT, bits;
	struct round round;

	if (!round_get(c, id, &round) || !feature_of_round(c, id.v, &bits))
		return false;
	if (f->seed < 1 || f->seed > FIT_SEED_MAX)
		return ctx_wrong(
			c, "seed", "The number for chance is one from 1 to %d.", (int)FIT_SEED_MAX);
	struct str note = arena_fmt(c->mem, "seed %lld", (long long)f->seed);
	return trial_choose(c, id, f->split ? bits | split : bits & ~split)
		&& sql_run(c, &choice_put, ARGS(arg(id.v), arg(f->seed)))
		&& audit_add(c, "round.fit", "round", id.v, note);
}

bool fit_pair_list(struct ctx *c, struct round_id round, struct fit_pair **ret, size_t *ret_n)
{
	struct fit_pair *pair = arena_new(c->mem, struct fit_pair, FIT_PAIRS_MAX);
	size_t n = 0;
	struct rows r;

	if (!sql_open(c, &pair_of_round, ARGS(arg(round.v), arg(FIT_PAIRS_MAX)), &r))
		return false;
	for (; n < FIT_PAIRS_MAX && sql_next(&r); n++)
		pair[n] = (struct fit_pair){ { row_int(&r, 0) }, { row_int(&r, 1) }, row_str(&r, 2),
			row_str(&r, 3), row_int(&r, 4) != 0 };
	sql_end(&r);
	*ret = pair;
	*ret_n = n;
	return ctx_ok(c);
}

static struct fit_pair ordered(const struct fit_pair *p)
{
	struct fit_pair o = { p->first, p->second, .apart = p->apart };

	if (o.first.v > o.second.v) {
		o.first = p->second;
		o.second = p->first;
	}
	return o;
}

static bool note(struct ctx *c, const char *act, struct round_id round, const struct fit_pair *p)
{
	return audit_add(c, act, "person", p->first.v,
		arena_fmt(c->mem, "round %lld, with person %lld", (long long)round.v,
			(long long)p->second.v));
}

/* The names, once both are known to take part. */
static bool check_people(struct ctx *c, struct round_id round, struct fit_pair *p)
{
	struct enrolment first, second;

	if (!enrolment_find(c, round, p->first, &first)
		|| !enrolment_find(c, round, p->second, &second))
		return false;
	if (first.person.v == 0)
		ctx_wrong(c, "first", "Choose somebody who takes part in the round.");
	if (second.person.v == 0)
		ctx_wrong(c, "second", "Choose somebody who takes part in the round.");
	else if (p->first.v == p->second.v)
		ctx_wrong(c, "second", "Choose two different people.");
	p->first_name = first.name;
	p->second_name = second.name;
	return ctx_ok(c);
}

static bool refuse(struct ctx *c, const struct fit_pair *p)
{
	const char *a = p->first_name.at, *b = p->second_name.at;

	if (p->apart)
		return ctx_wrong(c, "second",
			"%s and %s are to be together already. Take that wish away first.", a, b);
	return ctx_wrong(
		c, "second", "%s and %s are to be apart already. Take that wish away first.", a, b);
}

bool fit_pair_add(struct ctx *c, struct round_id round, const struct fit_pair *pair)
{
	struct fit_pair p = *pair;
	int64_t before = 0, n = 0;

	if (!check_people(c, round, &p))
		return false;
	struct fit_pair o = ordered(&p);
	struct args who = ARGS(arg(round.v), arg(o.first.v), arg(o.second.v));
	if (!look(c, &pair_apart, who, -1, &before)
		|| !look(c, &pair_number, ARGS(arg(round.v)), 0, &n))
		return false;
	if (before == o.apart)
		return true;
	if (before >= 0)
		return refuse(c, &p);
	if (n >= FIT_PAIRS_MAX)
		return fail(c, FAULT_LIMIT, "A round has at most %d of these wishes.",
			(int)FIT_PAIRS_MAX);
	int64_t apart = o.apart;
	return sql_run(c, &pair_put,
		       ARGS(arg(round.v), arg(o.first.v), arg(o.second.v), arg(apart)))
		&& note(c, o.apart ? "round.keep_apart" : "round.keep_together", round, &o);
}

bool fit_pair_remove(struct ctx *c, struct round_id round, const struct fit_pair *pair)
{
	struct fit_pair p = ordered(pair);
	int64_t n = 0;

	if (!sql_count(c, &pair_drop, ARGS(arg(round.v), arg(p.first.v), arg(p.second.v)), &n))
		return false;
	if (n == 0)
		return fail(c, FAULT_ABSENT, "This wish was taken away before.");
	return note(c, "round.keep_no_more", round, &p);
}
