/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/trial.h"

#include "base/instant.h"
#include "community/enrolment.h"
#include "community/group.h"
#include "community/group_plan.h"
#include "community/round.h"
#include "community/round_template.h"
#include "community/study.h"
#include "core/audit.h"
#include "core/lot.h"
#include "core/person.h"
#include "store/sql.h"
#include "test/programme.h"

enum { GROUPS = 7 };

struct setting {
	struct person_id rex, fran;
	struct round_id round;
	struct group_id group[GROUPS];
};

static const char *const subjects[GROUPS] = { "Law", "Chemistry", "law", "Physics", "Law",
	"Chemistry", "Music" };

/* A round that begins on 16 November, thirteen days after TEST_NOW, with or without groups. */
static struct setting begin(struct test *t, bool groups)
{
	struct setting s = { .rex = test_person(t, "rex", ROLE_RESEARCHER),
		.fran = test_person(t, "fran", ROLE_FACILITATOR) };
	struct ctx *c = test_ctx(t, s.fran);
	struct study_id study = { 0 };
	struct round_draft d;

	CHECK(t, study_make(c, S("cop"), S(""), &study));
	round_template_fill(c, &d);
	d.study = study;
	d.title = S("Autumn");
	d.size_min = 2;
	CHECK(t, round_make(c, &d, &s.round));
	for (int i = 0; groups && i < GROUPS; i++) {
		struct group_draft g = { .round = s.round,
			.name = arena_fmt(t->mem, "%s %d", subjects[i], i),
			.subject = str_of(subjects[i]) };
		CHECK(t, group_make(c, &g, &s.group[i]));
	}
	CHECK(t, test_end(t));
	return s;
}

static struct person_id enrol(
	struct test *t, const struct setting *s, const char *name, const char *subject)
{
	struct person_id id = test_person(t, name, ROLE_STUDENT);
	struct enrolment_draft d = { .round = s->round, .person = id, .subject = str_of(subject) };

	CHECK(t, enrolment_add(test_ctx(t, s->fran), &d));
	CHECK(t, test_end(t));
	return id;
}

static int64_t make(struct test *t, const struct setting *s, enum feature f)
{
	int64_t id = 0;

	CHECK(t, trial_make(test_ctx(t, s->rex), s->round, f, &id));
	CHECK(t, test_end(t));
	return id;
}

static enum fault_kind freeze(struct test *t, const struct setting *s, int64_t id)
{
	struct ctx *c = test_ctx(t, s->rex);
	bool done = trial_freeze(c, id);
	enum fault_kind kind = c->fault.kind;

	CHECK(t, done == (kind == FAULT_NONE) && done == test_end(t));
	return kind;
}

static struct trial get(struct test *t, int64_t id)
{
	struct trial trial = { 0 };

	CHECK(t, trial_get(test_ctx(t, (struct person_id){ 0 }), id, &trial));
	return trial;
}

static struct trial_check check(struct test *t, int64_t id, struct trial_plan *p)
{
	struct trial trial = get(t, id);
	struct trial_check found = { 0 };

	CHECK(t, trial_check(test_ctx(t, (struct person_id){ 0 }), &trial, p, &found));
	return found;
}

static bool sound(struct trial_check c)
{
	return c.fingerprint && c.lots && c.given;
}

static int64_t features(struct test *t, struct group_id group)
{
	int64_t bits = 0;

	CHECK(t, feature_of_group(test_ctx(t, (struct person_id){ 0 }), group.v, &bits));
	return bits;
}

void test_trial_gives_half_of_the_groups_what_its_plan_says(struct test *t)
{
	struct setting s = begin(t, true);
	int64_t id = make(t, &s, FEATURE_LIVE_WELCOME);
	int64_t bit = 1 << FEATURE_LIVE_WELCOME;
	struct trial_plan p;
	int on = 0;

	for (int i = 0; i < GROUPS; i++)
		CHECK(t, features(t, s.group[i]) == FEATURES_UNCHOSEN);
	CHECK(t, freeze(t, &s, id) == FAULT_NONE);
	CHECK(t, sound(check(t, id, &p)) && p.n == GROUPS);
	for (size_t i = 0; i < GROUPS; i++) {
		bool has = features(t, s.group[i]) & bit;
		CHECK(t, p.unit[i].id == s.group[i].v && p.unit[i].on == has);
		CHECK(t, (features(t, s.group[i]) | bit) == (FEATURES_UNCHOSEN | bit));
		on += has;
	}
	CHECK(t, on == 3 || on == 4);
	struct audit_row *row;
	size_t n;
	CHECK(t, audit_list(test_ctx(t, s.rex), 0, 2, &row, &n) && n == 2);
	CHECK(t, str_eq(row[0].act, S("trial.freeze")) && row[0].actor.v == s.rex.v);
	CHECK(t, test_has(row[0].note, get(t, id).fingerprint.at));
	CHECK(t, str_eq(row[1].act, S("trial.make")));
}

void test_trial_fingerprint_is_that_of_the_plan(struct test *t)
{
	struct setting s = begin(t, true);
	int64_t id = make(t, &s, FEATURE_WELLBEING);

	CHECK(t, freeze(t, &s, id) == FAULT_NONE);
	struct trial trial = get(t, id);
	struct ctx *c = test_ctx(t, s.rex);
	CHECK(t, str_eq(lot_fingerprint(c, trial.plan), trial.fingerprint));
	CHECK(t, trial.fingerprint.len == 64 && test_has(trial.plan, trial.seed.at));
	CHECK(t, test_has(trial.plan, "\"frozen_at\":\"2026-11-03T12:00:00Z\""));
}

void test_trial_that_is_frozen_stays_as_it_is(struct test *t)
{
	struct setting s = begin(t, true);
	int64_t id = make(t, &s, FEATURE_STRENGTHS), other;
	struct trial_plan p;

	CHECK(t, freeze(t, &s, id) == FAULT_NONE);
	struct trial before = get(t, id);
	CHECK(t, freeze(t, &s, id) == FAULT_CONFLICT);
	struct ctx *c = test_ctx(t, s.rex);
	CHECK(t, !trial_drop(c, id) && c->fault.kind == FAULT_CONFLICT);
	c = test_ctx(t, s.rex);
	CHECK(t, !trial_make(c, s.round, FEATURE_STRENGTHS, &other));
	CHECK(t, c->fault.kind == FAULT_CONFLICT);
	c = test_ctx(t, s.fran);
	CHECK(t, !trial_choose(c, s.round, 0) && c->fault.kind == FAULT_CONFLICT);
	/* What no trial decides can be chosen still. */
	CHECK(t, trial_choose(test_ctx(t, s.fran), s.round, 1 << FEATURE_STRENGTHS));
	CHECK(t, test_end(t));
	struct trial after = get(t, id);
	CHECK(t, str_eq(before.plan, after.plan) && before.frozen_at == after.frozen_at);
	CHECK(t, sound(check(t, id, &p)));
}

void test_trial_does_not_follow_people_who_change_groups(struct test *t)
{
	struct setting s = begin(t, true);
	struct person_id ann = enrol(t, &s, "ann", "Law");
	int64_t id = make(t, &s, FEATURE_LIVE_WELCOME), given[GROUPS];
	struct trial_plan p;

	CHECK(t, group_put(test_ctx(t, s.fran), s.group[0], ann) && test_end(t));
	CHECK(t, freeze(t, &s, id) == FAULT_NONE);
	struct trial before = get(t, id);
	for (int i = 0; i < GROUPS; i++)
		given[i] = features(t, s.group[i]);
	for (int i = 1; i < GROUPS; i++)
		CHECK(t, group_move(test_ctx(t, s.fran), s.group[i], ann) && test_end(t));
	struct group_draft d = { .name = S("Other"), .subject = S("Dance") };
	CHECK(t, group_rename(test_ctx(t, s.fran), s.group[0], &d) && test_end(t));
	d = (struct group_draft){ .round = s.round, .name = S("Late"), .subject = S("Law") };
	struct group_id late;
	CHECK(t, group_make(test_ctx(t, s.fran), &d, &late) && test_end(t));
	for (int i = 0; i < GROUPS; i++)
		CHECK(t, features(t, s.group[i]) == given[i]);
	CHECK(t, features(t, late) == FEATURES_UNCHOSEN);
	CHECK(t, sound(check(t, id, &p)) && p.n == GROUPS);
	CHECK(t, str_eq(get(t, id).fingerprint, before.fingerprint));
}

void test_trial_is_frozen_before_the_round_begins_or_never(struct test *t)
{
	struct setting s = begin(t, true);
	int64_t id = make(t, &s, FEATURE_LIVE_WELCOME), other;

	t->now = civil_instant((struct civil){ .date = { 2026, 11, 16 } });
	CHECK(t, freeze(t, &s, id) == FAULT_CONFLICT);
	CHECK(t, get(t, id).frozen_at == 0);
	CHECK(t, features(t, s.group[0]) == FEATURES_UNCHOSEN);
	struct ctx *c = test_ctx(t, s.rex);
	CHECK(t, !trial_make(c, s.round, FEATURE_WELLBEING, &other));
	CHECK(t, c->fault.kind == FAULT_CONFLICT);
	t->now -= 1;
	CHECK(t, freeze(t, &s, id) == FAULT_NONE);
}

void test_trial_that_is_not_frozen_can_be_dropped(struct test *t)
{
	struct setting s = begin(t, true);
	int64_t id = make(t, &s, FEATURE_LIVE_WELCOME);
	struct str seed = get(t, id).seed;

	CHECK(t, trial_drop(test_ctx(t, s.rex), id) && test_end(t));
	struct ctx *c = test_ctx(t, s.rex);
	CHECK(t, !trial_drop(c, id) && c->fault.kind == FAULT_ABSENT);
	test_end(t);
	id = make(t, &s, FEATURE_LIVE_WELCOME);
	CHECK(t, !str_eq(seed, get(t, id).seed));
}

void test_trial_needs_groups_to_draw_from(struct test *t)
{
	struct setting s = begin(t, false);
	int64_t id = make(t, &s, FEATURE_LIVE_WELCOME);

	CHECK(t, freeze(t, &s, id) == FAULT_CONFLICT && get(t, id).frozen_at == 0);
}

void test_trial_notices_what_was_changed_by_hand(struct test *t)
{
	struct setting s = begin(t, true);
	int64_t id = make(t, &s, FEATURE_LIVE_WELCOME);
	struct trial_plan p;

	CHECK(t, freeze(t, &s, id) == FAULT_NONE);
	CHECK(t,
		sql_script(test_ctx(t, s.rex),
			arena_fmt(t->mem,
				"UPDATE group_feature SET is_on = 1 - is_on WHERE group_id = %lld",
				(long long)s.group[3].v)
				.at)
			&& test_end(t));
	struct trial_check found = check(t, id, &p);
	CHECK(t, found.fingerprint && found.lots && !found.given);
	CHECK(t,
		sql_script(test_ctx(t, s.rex),
			"UPDATE trial SET plan = replace(replace(replace(plan, '\"on\"', '\"x\"'),"
			" '\"off\"', '\"on\"'), '\"x\"', '\"off\"')")
			&& test_end(t));
	found = check(t, id, &p);
	CHECK(t, !found.fingerprint && !found.lots && !found.given);
}

void test_trial_of_splitting_draws_subjects_before_there_are_groups(struct test *t)
{
	struct setting s = begin(t, false);
	static const char *const many[] = { "Law", "LAW", "Music", "Drama" };
	int64_t id = make(t, &s, FEATURE_EXPERIENCE_SPLIT);
	struct trial_splits splits;
	struct trial_plan p;

	for (size_t i = 0; i < 14; i++) /* four of Law and of LAW, three of each other */
		enrol(t, &s, arena_fmt(t->mem, "student%d", (int)i).at, many[i % 4]);
	for (size_t i = 0; i < 2; i++)
		enrol(t, &s, arena_fmt(t->mem, "more%d", (int)i).at, "Drama");
	for (size_t i = 0; i < 4; i++)
		enrol(t, &s, arena_fmt(t->mem, "art%d", (int)i).at, "Art");
	CHECK(t, freeze(t, &s, id) == FAULT_NONE);
	/* Law has eight, Drama five, Art four; Music's three make no two groups of two. */
	CHECK(t, sound(check(t, id, &p)) && p.n == 3);
	CHECK(t, str_eq(p.unit[0].subject, S("art")) && p.unit[0].people == 4);
	CHECK(t, str_eq(p.unit[1].subject, S("drama")) && p.unit[1].people == 5);
	CHECK(t, str_eq(p.unit[2].subject, S("law")) && p.unit[2].people == 8);
	CHECK(t, trial_splits(test_ctx(t, s.fran), s.round, &splits));
	CHECK(t, trial_is_split(&splits, S(" Law")) == p.unit[2].on);
	CHECK(t, trial_is_split(&splits, S("Drama")) == p.unit[1].on);
	CHECK(t, trial_is_split(&splits, S("ART")) == p.unit[0].on);
	CHECK(t, !trial_is_split(&splits, S("Music")));
	struct trial_plan_row sum = trial_plan_sum(&p);
	CHECK(t, sum.units[0] + sum.units[1] == 3 && sum.units[0] >= 1 && sum.units[1] >= 1);
}

void test_trial_of_splitting_comes_too_late_for_groups_that_are_there(struct test *t)
{
	struct setting s = begin(t, true);
	struct ctx *c = test_ctx(t, s.rex);
	struct trial_splits splits;
	int64_t id;

	CHECK(t, !trial_make(c, s.round, FEATURE_EXPERIENCE_SPLIT, &id));
	CHECK(t, c->fault.kind == FAULT_CONFLICT);
	/* Without a trial the round's own choice holds for every subject. */
	test_end(t);
	CHECK(t, trial_choose(test_ctx(t, s.fran), s.round, 1 << FEATURE_EXPERIENCE_SPLIT));
	CHECK(t, test_end(t));
	CHECK(t, trial_splits(test_ctx(t, s.fran), s.round, &splits));
	CHECK(t, splits.n == 0 && trial_is_split(&splits, S("Law")));
}

/* How many of a subject's students with an internship sit with one who has none. */
static size_t mixed(const struct group_plan *plan, struct str subject, size_t *ret_people)
{
	size_t n = 0;

	*ret_people = 0;
	for (size_t i = 0; i < plan->n; i++) {
		const struct group_plan_place *p = &plan->place[i];
		size_t with = 0;
		if (trial_plan_order(p->subject, subject) != 0)
			continue;
		for (size_t k = 0; k < p->n; k++)
			with += p->person[k]->experience == EXPERIENCE_INTERNSHIP;
		*ret_people += p->n;
		n += with < p->n ? with : 0;
	}
	return n;
}

/* The arms of the plan become other groups: pure ones where it says on, mixed ones where off. */
void test_trial_of_splitting_changes_the_groups_that_are_built(struct test *t)
{
	static const char *const many[] = { "Law", "Music", "Drama", "Art" };
	struct setting s = begin(t, false);
	int64_t id = make(t, &s, FEATURE_EXPERIENCE_SPLIT);
	struct group_plan plan;
	struct trial_plan p;

	for (int i = 0; i < 32; i++) {
		struct enrolment_draft d = { .round = s.round,
			.person =
				test_person(t, arena_fmt(t->mem, "student%d", i).at, ROLE_STUDENT),
			.subject = str_of(many[i % 4]),
			.experience = i < 16 ? EXPERIENCE_INTERNSHIP : EXPERIENCE_NONE };
		CHECK(t, enrolment_add(test_ctx(t, s.fran), &d) && test_end(t));
	}
	CHECK(t, freeze(t, &s, id) == FAULT_NONE);
	CHECK(t, sound(check(t, id, &p)) && p.n == 4);
	CHECK(t, group_plan_make(test_ctx(t, s.fran), s.round, &plan));
	for (size_t i = 0; i < p.n; i++) {
		size_t people, pairs = mixed(&plan, p.unit[i].subject, &people);
		CHECK(t, people == 8 && (p.unit[i].on ? pairs == 0 : pairs == 4));
	}
	/* What was drawn stays when the groups are made. */
	CHECK(t, group_plan_apply(test_ctx(t, s.fran), s.round, &plan) && test_end(t));
	CHECK(t, sound(check(t, id, &p)));
}
