/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/trial.h"

#include "base/instant.h"
#include "community/round.h"
#include "community/study.h"
#include "core/audit.h"
#include "core/lot.h"
#include "core/subject.h"
#include "store/sql.h"

static const struct stmt trial_add = { "trial_add",
	"INSERT INTO trial (id, round_id, feature, seed, made_at, made_by)"
	" VALUES ($1, $2, $3, $4, $5, $6)",
	"iiisii", "" };
static const struct stmt by_id = { "trial_by_id",
	"SELECT id, round_id, feature, seed, plan, fingerprint, made_at, frozen_at FROM trial"
	" WHERE id = $1",
	"i", "iiisssii" };
static const struct stmt by_round = { "trial_by_round",
	"SELECT id, round_id, feature, seed, plan, fingerprint, made_at, frozen_at FROM trial"
	" WHERE round_id = $1 ORDER BY feature",
	"i", "iiisssii" };
static const struct stmt forget = { "trial_forget",
	"DELETE FROM trial WHERE id = $1 AND frozen_at = 0", "i", "" };
static const struct stmt freeze = { "trial_freeze",
	"UPDATE trial SET plan = $2, fingerprint = $3, frozen_at = $4"
	" WHERE id = $1 AND frozen_at = 0",
	"issi", "" };
static const struct stmt group_units = { "trial_group_units",
	"SELECT g.id, g.name, g.subject, (SELECT count(*) FROM membership m"
	" WHERE m.group_id = g.id AND m.left_at = 0) FROM peer_group g WHERE g.round_id = $1"
	" ORDER BY g.id LIMIT $2",
	"ii", "issi" };
static const struct stmt subject_units = { "trial_subject_units",
	"SELECT subject, count(*) FROM enrolment WHERE round_id = $1 AND left_at = 0"
	" GROUP BY subject LIMIT $2",
	"ii", "si" };
static const struct stmt give_group = { "trial_give_group",
	"INSERT INTO group_feature (group_id, feature, is_on) VALUES ($1, $2, $3)", "iii", "" };
static const struct stmt give_subject = { "trial_give_subject",
	"INSERT INTO subject_feature (round_id, subject, feature, is_on) VALUES ($1, $2, $3, $4)",
	"isii", "" };
static const struct stmt given_groups = { "trial_given_groups",
	"SELECT f.group_id, f.is_on FROM group_feature f JOIN peer_group g ON g.id = f.group_id"
	" WHERE g.round_id = $1 AND f.feature = $2 ORDER BY f.group_id",
	"ii", "ii" };
static const struct stmt given_subjects = { "trial_given_subjects",
	"SELECT subject, is_on FROM subject_feature WHERE round_id = $1 AND feature = $2", "ii",
	"si" };
static const struct stmt groups_made = { "trial_groups_made",
	"SELECT count(*) FROM peer_group WHERE round_id = $1", "i", "i" };

static struct trial trial_row(const struct rows *r)
{
	return (struct trial){ .id = row_int(r, 0),
		.round = { row_int(r, 1) },
		.feature = (enum feature)row_int(r, 2),
		.seed = row_str(r, 3),
		.plan = row_str(r, 4),
		.fingerprint = row_str(r, 5),
		.made_at = row_int(r, 6),
		.frozen_at = row_int(r, 7) };
}

bool trial_get(struct ctx *c, int64_t id, struct trial *ret)
{
	struct rows r;

	if (!sql_one(c, &by_id, ARGS(arg(id)), &r))
		return false;
	*ret = trial_row(&r);
	sql_end(&r);
	return true;
}

bool trial_of_round(struct ctx *c, struct round_id round, struct trial ret[FEATURE_LAST + 1])
{
	struct rows r;

	memset(ret, 0, (FEATURE_LAST + 1) * sizeof *ret);
	if (!sql_open(c, &by_round, ARGS(arg(round.v)), &r))
		return false;
	while (sql_next(&r)) {
		struct trial t = trial_row(&r);
		if (t.feature > 0 && t.feature <= FEATURE_LAST)
			ret[t.feature] = t;
	}
	return ctx_ok(c);
}

/* Splitting by experience is decided before groups are made, all else once they are. */
static bool may_begin(struct ctx *c, const struct round *round, enum feature feature)
{
	struct rows r;

	if (c->now >= round->opens_at)
		return fail(c, FAULT_CONFLICT,
			"The round has begun. A trial is made and frozen before its first week.");
	if (feature != FEATURE_EXPERIENCE_SPLIT)
		return true;
	if (!sql_one(c, &groups_made, ARGS(arg(round->id.v)), &r))
		return false;
	int64_t groups = row_int(&r, 0);
	sql_end(&r);
	return groups == 0
		|| fail(c, FAULT_CONFLICT,
			"The groups are made already. This is drawn before they are.");
}

bool trial_make(struct ctx *c, struct round_id id, enum feature feature, int64_t *ret)
{
	struct trial present[FEATURE_LAST + 1];
	int64_t trial = ctx_id(c);
	struct round round;

	if (feature < 1 || feature > FEATURE_LAST)
		return fail(c, FAULT_INVALID, "Choose one of the things that groups can get.");
	if (!round_get(c, id, &round) || !may_begin(c, &round, feature)
		|| !trial_of_round(c, id, present))
		return false;
	if (present[feature].id)
		return fail(c, FAULT_CONFLICT, "There is a trial of this in the round already.");
	*ret = trial;
	return sql_run(c, &trial_add,
		       ARGS(arg(trial), arg(id.v), arg((int64_t)feature), arg(lot_seed(c)),
			       arg(c->now), arg(c->actor.v)))
		&& audit_add(c, "trial.make", "round", id.v, str_of(feature_word(feature)));
}

bool trial_drop(struct ctx *c, int64_t id)
{
	struct trial t;
	int64_t n;

	if (!trial_get(c, id, &t) || !sql_count(c, &forget, ARGS(arg(id)), &n))
		return false;
	if (n == 0)
		return fail(c, FAULT_CONFLICT, "This plan is frozen, so it stays as it is.");
	return audit_add(c, "trial.drop", "round", t.round.v, str_of(feature_word(t.feature)));
}

/* Units */

static struct str lower(struct ctx *c, struct str s)
{
	char *at = arena_new(c->mem, char, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		at[i] = s.at[i] >= 'A' && s.at[i] <= 'Z' ? (char)(s.at[i] - 'A' + 'a') : s.at[i];
	return (struct str){ at, s.len };
}

/* The widest area above each subject, where the list of subjects knows it. Units of a subject stand
   together. */
static bool find_areas(struct ctx *c, struct trial_plan *p)
{
	for (size_t i = 0; i < p->n; i++) {
		struct trial_plan_unit *u = &p->unit[i];
		struct subject s = { 0 };
		size_t k = 0;
		while (k < i && trial_plan_order(p->unit[k].subject, u->subject) != 0)
			k++;
		if (k == i && !subject_by_label(c, u->subject, &s))
			return false;
		u->area = k < i ? p->unit[k].area : s.cah1;
	}
	return true;
}

static bool find_groups(struct ctx *c, struct round_id round, struct trial_plan *p)
{
	struct rows r;

	if (!sql_open(c, &group_units, ARGS(arg(round.v), arg((int64_t)TRIAL_PLAN_UNITS + 1)), &r))
		return false;
	while (sql_next(&r))
		p->unit[p->n++] = (struct trial_plan_unit){ .id = row_int(&r, 0),
			.name = row_str(&r, 1),
			.subject = row_str(&r, 2),
			.people = row_int(&r, 3) };
	return ctx_ok(c);
}

/* Keeps the units in the order of subjects, one for each; the order of the database differs between
   engines. */
static void add_subject(struct trial_plan *p, struct str subject, int64_t people)
{
	size_t at = p->n;

	while (at > 0 && trial_plan_order(p->unit[at - 1].subject, subject) > 0)
		at--;
	if (at > 0 && trial_plan_order(p->unit[at - 1].subject, subject) == 0) {
		p->unit[at - 1].people += people;
		return;
	}
	memmove(&p->unit[at + 1], &p->unit[at], (p->n - at) * sizeof *p->unit);
	p->unit[at] =
		(struct trial_plan_unit){ .name = subject, .subject = subject, .people = people };
	p->n++;
}

/* A subject with too few people for two groups cannot be split, so it is in no trial. */
static bool find_subjects(struct ctx *c, const struct round *round, struct trial_plan *p)
{
	size_t kept = 0;
	struct rows r;

	if (!sql_open(c, &subject_units, ARGS(arg(round->id.v), arg((int64_t)TRIAL_PLAN_UNITS + 1)),
		    &r))
		return false;
	while (sql_next(&r))
		add_subject(p, lower(c, str_trim(row_str(&r, 0))), row_int(&r, 1));
	for (size_t i = 0; i < p->n; i++)
		if (p->unit[i].people >= 2 * round->size_min && p->unit[i].subject.len)
			p->unit[kept++] = p->unit[i];
	p->n = kept;
	for (size_t i = 0; i < p->n; i++)
		p->unit[i].id = (int64_t)i + 1;
	return ctx_ok(c);
}

bool trial_units(struct ctx *c, const struct trial *t, struct trial_plan *ret)
{
	struct trial_plan p = { .feature = t->feature, .round_id = t->round.v, .seed = t->seed };
	struct round round;
	struct study study;

	if (!round_get(c, t->round, &round) || !study_get(c, round.study, &study))
		return false;
	p.round = round.name;
	p.study = study.name;
	p.unit = arena_new(c->mem, struct trial_plan_unit, TRIAL_PLAN_UNITS + 2);
	if (!(t->feature == FEATURE_EXPERIENCE_SPLIT ? find_subjects(c, &round, &p)
						     : find_groups(c, t->round, &p)))
		return false;
	if (p.n > TRIAL_PLAN_UNITS)
		return fail(
			c, FAULT_LIMIT, "A trial has at most %d groups.", (int)TRIAL_PLAN_UNITS);
	if (!find_areas(c, &p))
		return false;
	*ret = p;
	return true;
}

/* Freezing */

static bool give(struct ctx *c, const struct trial *t, const struct trial_plan_unit *u)
{
	int64_t feature = t->feature, on = u->on;

	if (t->feature == FEATURE_EXPERIENCE_SPLIT)
		return sql_run(c, &give_subject,
			ARGS(arg(t->round.v), arg(u->subject), arg(feature), arg(on)));
	return sql_run(c, &give_group, ARGS(arg(u->id), arg(feature), arg(on)));
}

static bool put_plan(struct ctx *c, const struct trial *t, struct str plan)
{
	struct str print = lot_fingerprint(c, plan);
	int64_t n;

	if (!sql_count(c, &freeze, ARGS(arg(t->id), arg(plan), arg(print), arg(c->now)), &n))
		return false;
	if (n == 0)
		return fail(c, FAULT_CONFLICT, "This plan is frozen already.");
	return audit_add(c, "trial.freeze", "round", t->round.v,
		arena_fmt(c->mem, "%s %s", feature_word(t->feature), print.at));
}

bool trial_freeze(struct ctx *c, int64_t id)
{
	struct trial_plan p = { 0 };
	struct round round;
	struct trial t;
	struct str plan;

	if (!trial_get(c, id, &t) || !round_get(c, t.round, &round))
		return false;
	if (t.frozen_at)
		return fail(c, FAULT_CONFLICT, "This plan is frozen already.");
	if (!may_begin(c, &round, t.feature) || !trial_units(c, &t, &p))
		return false;
	if (p.n < TRIAL_UNITS_LEAST)
		return fail(c, FAULT_CONFLICT,
			"Lots need at least %d to draw from. Make the groups first.",
			TRIAL_UNITS_LEAST);
	p.frozen_at = instant_text(c->mem, c->now);
	if (!trial_plan_draw(c, &p) || !trial_plan_write(c, &p, &plan) || !put_plan(c, &t, plan))
		return false;
	for (size_t i = 0; i < p.n; i++)
		if (!give(c, &t, &p.unit[i]))
			return false;
	return true;
}

/* Looking again */

static const struct trial_plan_unit *unit_of(
	const struct trial_plan *p, int64_t id, struct str subject)
{
	for (size_t i = 0; i < p->n; i++)
		if (subject.at ? str_eq(p->unit[i].subject, subject) : p->unit[i].id == id)
			return &p->unit[i];
	return NULL;
}

static bool is_given(struct ctx *c, const struct trial *t, const struct trial_plan *p, bool *ret)
{
	bool subjects = t->feature == FEATURE_EXPERIENCE_SPLIT, same = true;
	const struct stmt *s = subjects ? &given_subjects : &given_groups;
	size_t n = 0;
	struct rows r;

	if (!sql_open(c, s, ARGS(arg(t->round.v), arg((int64_t)t->feature)), &r))
		return false;
	for (; sql_next(&r); n++) {
		const struct trial_plan_unit *u = unit_of(p, subjects ? 0 : row_int(&r, 0),
			subjects ? row_str(&r, 0) : (struct str){ 0 });
		same = same && u && u->on == (row_int(&r, 1) != 0);
	}
	*ret = same && n == p->n;
	return ctx_ok(c);
}

bool trial_check(
	struct ctx *c, const struct trial *t, struct trial_plan *ret_plan, struct trial_check *ret)
{
	struct trial_plan p, again;
	struct str text;

	if (!trial_plan_read(c, t->plan, &p) || !is_given(c, t, &p, &ret->given))
		return false;
	again = p;
	again.unit = arena_new(c->mem, struct trial_plan_unit, p.n + 1);
	memcpy(again.unit, p.unit, p.n * sizeof *p.unit);
	for (size_t i = 0; i < p.n; i++)
		again.unit[i].on = false;
	if (!trial_plan_draw(c, &again) || !trial_plan_write(c, &again, &text))
		return false;
	ret->fingerprint = str_eq(lot_fingerprint(c, t->plan), t->fingerprint);
	ret->lots = str_eq(text, t->plan) && str_eq(p.seed, t->seed);
	*ret_plan = p;
	return true;
}

/* What follows from it */

bool trial_choose(struct ctx *c, struct round_id round, int64_t bits)
{
	struct trial trial[FEATURE_LAST + 1];
	int64_t before;

	if (!trial_of_round(c, round, trial) || !feature_of_round(c, round.v, &before))
		return false;
	for (enum feature f = 1; f <= FEATURE_LAST; f++)
		if (trial[f].frozen_at && (before ^ bits) & 1 << f)
			return fail(c, FAULT_CONFLICT,
				"A trial decides about one of these. Its plan is frozen, so it "
				"stays as it is.");
	return before == bits || feature_choose(c, round.v, bits);
}

bool trial_splits(struct ctx *c, struct round_id round, struct trial_splits *ret)
{
	struct trial_splits s = { .at = arena_new(c->mem, struct trial_split, TRIAL_PLAN_UNITS) };
	int64_t split = FEATURE_EXPERIENCE_SPLIT, bits;
	struct rows r;

	if (!feature_of_round(c, round.v, &bits)
		|| !sql_open(c, &given_subjects, ARGS(arg(round.v), arg(split)), &r))
		return false;
	while (s.n < TRIAL_PLAN_UNITS && sql_next(&r)) {
		s.at[s.n] = (struct trial_split){ row_str(&r, 0), row_int(&r, 1) != 0 };
		s.n++;
	}
	sql_end(&r);
	s.otherwise = bits & 1 << split;
	*ret = s;
	return ctx_ok(c);
}

bool trial_is_split(const struct trial_splits *s, struct str subject)
{
	for (size_t i = 0; i < s->n; i++)
		if (trial_plan_order(s->at[i].subject, str_trim(subject)) == 0)
			return s->at[i].on;
	return s->otherwise;
}
