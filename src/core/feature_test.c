/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/feature.h"

#include "core/audit.h"
#include "core/place.h"
#include "store/sql.h"
#include "test/fixture.h"

static const struct stmt give = { "feature_test_give",
	"INSERT INTO group_feature (group_id, feature, is_on) VALUES ($1, $2, $3)", "iii", "" };

static int64_t of_group(struct test *t, int64_t group)
{
	int64_t bits = -1;

	CHECK(t, feature_of_group(test_ctx(t, (struct person_id){ 0 }), group, &bits));
	CHECK(t, test_end(t));
	return bits;
}

/* As the person's next page has it. */
static int64_t of_member(struct test *t, struct person_id who)
{
	struct place p = { 0 };

	CHECK(t, place_find(test_ctx(t, who), &p));
	CHECK(t, test_end(t));
	return p.features;
}

static void choose(struct test *t, const struct fixture *f, int64_t bits)
{
	CHECK(t, feature_choose(test_ctx(t, f->staff[2]), f->round, bits));
	CHECK(t, test_end(t));
}

static void give_group(struct test *t, int64_t group, enum feature f, int64_t on)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, sql_run(c, &give, ARGS(arg(group), arg((int64_t)f), arg(on))));
	CHECK(t, test_end(t));
}

void test_feature_of_a_round_that_chose_nothing_is_the_common_one(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	int64_t bits = 0;

	CHECK(t, of_group(t, f.group) == FEATURES_UNCHOSEN);
	CHECK(t, of_member(t, f.member) == FEATURES_UNCHOSEN);
	CHECK(t, of_member(t, f.outsider) == 0);
	CHECK(t, feature_of_round(test_ctx(t, f.member), f.round, &bits));
	CHECK(t, bits == FEATURES_UNCHOSEN);
	struct ctx *c = test_ctx(t, f.member);
	CHECK(t, !feature_of_group(c, 987654, &bits) && c->fault.kind == FAULT_ABSENT);
}

void test_feature_of_a_group_is_the_trial_s_then_the_round_s(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	int64_t live = 1 << FEATURE_LIVE_WELCOME, strengths = 1 << FEATURE_STRENGTHS;

	for (int64_t bits = 0; bits < 2 << FEATURE_LAST; bits += 2) {
		choose(t, &f, bits);
		CHECK(t, of_group(t, f.group) == bits && of_member(t, f.member) == bits);
	}
	choose(t, &f, live);
	give_group(t, f.group, FEATURE_LIVE_WELCOME, 0);
	give_group(t, f.group, FEATURE_STRENGTHS, 1);
	CHECK(t, of_group(t, f.group) == strengths && of_member(t, f.member) == strengths);
	CHECK(t, of_group(t, f.other_group) == live && of_member(t, f.other_member) == live);
}

void test_feature_costs_a_page_no_statement(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	struct place p = { 0 };

	CHECK(t, place_find(test_ctx(t, f.member), &p) && p.participant == f.participant);
	choose(t, &f, 1 << FEATURE_WELLBEING);
	struct ctx *c = test_ctx(t, f.member);
	int64_t before = c->statements;
	CHECK(t, place_find(c, &p) && p.features == 1 << FEATURE_WELLBEING);
	CHECK(t, p.participant == f.participant);
	CHECK(t, c->statements == before + 2); /* the round, and its topics */
}

void test_feature_choice_is_in_the_audit_log(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	struct audit_row *row;
	size_t n = 0;

	choose(t, &f, 1 << FEATURE_WELLBEING | 1 << FEATURE_LIVE_WELCOME);
	CHECK(t, audit_list(test_ctx(t, f.staff[0]), 0, 1, &row, &n) && n == 1);
	CHECK(t, str_eq(row[0].act, S("round.features")) && row[0].subject == f.round);
	CHECK(t, row[0].actor.v == f.staff[2].v);
	CHECK(t, str_eq(row[0].note, S("strengths off, live-welcome on, open-membership off")));
}
