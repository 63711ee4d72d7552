/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/background.h"
#include "core/participant.h"
#include "core/person.h"
#include "core/postcodes.h"
#include "core/school.h"
#include "core/secret.h"
#include "store/sql.h"
#include "test/fixture.h"

static const struct person_id machine;

static struct background told(const char *measure, int64_t decile)
{
	return (struct background){ .area = { { str_of(measure), decile, (decile + 1) / 2 } },
		.areas = 1 };
}

static enum background_tag judge(struct background_rule rule, struct background b)
{
	return background_judge(&rule, &b);
}

void test_background_any_one_part_gives_the_tag(struct test *t)
{
	struct background_rule usual = background_rule_usual();
	struct background none = { 0 }, home = told("IMD2019", 2);
	struct background parents = { .parents = PARENTS_NO_HE };
	struct background school = {
		.school_known = true, .school_fsm = 400, .school_deprived_share = -1
	};

	CHECK(t, judge(usual, none) == TAG_UNKNOWN);
	CHECK(t, judge(usual, home) == TAG_YES && judge(usual, told("IMD2019", 3)) == TAG_NO);
	CHECK(t, judge(usual, parents) == TAG_YES && judge(usual, school) == TAG_YES);
	parents.parents = PARENTS_REFUSED;
	CHECK(t, judge(usual, parents) == TAG_UNKNOWN);
	parents.parents = PARENTS_HE;
	CHECK(t, judge(usual, parents) == TAG_NO);
	school.school_fsm = 399;
	CHECK(t, judge(usual, school) == TAG_NO);
	school.school_deprived_share = 400;
	CHECK(t, judge(usual, school) == TAG_YES);
	school = (struct background){ .school_known = true,
		.school_listed = true,
		.school_fsm = -1,
		.school_deprived_share = -1 };
	CHECK(t, judge(usual, school) == TAG_YES);
	home.area[1] = (struct background_area){ S("IMD2025"), 9, 5 };
	home.areas = 2;
	CHECK(t, judge(usual, home) == TAG_YES);
}

void test_background_rule_says_which_parts_count(struct test *t)
{
	struct background_rule rule = { .cut = { [AREA_IMD2025] = 1 } };
	struct background_rule two = { .cut = { [AREA_SIMD2020V2] = 4 } };
	struct background edge = told("SIMD2020v2", 4);

	CHECK(t, judge(rule, told("IMD2019", 1)) == TAG_UNKNOWN);
	CHECK(t, judge(rule, told("IMD2025", 1)) == TAG_YES);
	CHECK(t, judge(rule, told("IMD2025", 2)) == TAG_NO);
	CHECK(t, judge(two, edge) == TAG_YES && judge(two, told("SIMD2020v2", 5)) == TAG_NO);
	edge.area[0].quintile = 3; /* as published, it is not in the two fifths */
	CHECK(t, judge(two, edge) == TAG_NO);
	struct background parents = { .parents = PARENTS_NO_HE,
		.school_known = true,
		.school_listed = true,
		.school_fsm = 1000,
		.school_deprived_share = 1000 };
	CHECK(t, judge(rule, parents) == TAG_UNKNOWN);
}

void test_background_rule_is_kept_for_its_study_alone(struct test *t)
{
	struct fixture f = fixture_make(t, false);
	struct background_rule rule = { .cut = { [AREA_SIMD2020V2] = 4, [AREA_IMD2025] = 1 },
		.parents = true,
		.share = 250 },
			       got;
	bool own = true;

	struct ctx *c = test_ctx(t, f.staff[1]);
	CHECK(t, background_rule_get(c, f.study, &got, &own) && !own && got.fsm == 400);
	CHECK(t, background_rule_set(c, f.study, &rule));
	CHECK(t, background_rule_get(c, f.study, &got, &own) && own);
	CHECK(t, memcmp(got.cut, rule.cut, sizeof got.cut) == 0);
	CHECK(t, got.parents && !got.listed && got.fsm == 0 && got.share == 250);
	CHECK(t,
		str_eq(background_rule_areas(c, &got),
			S("the most deprived tenth by IMD 2025, or the two most deprived fifths by "
			  "SIMD 2020v2")));
	CHECK(t, background_rule_get(c, f.study + 1, &got, &own) && !own);
	rule = (struct background_rule){ 0 };
	CHECK(t, !background_rule_set(c, f.study, &rule) && c->fault.kind == FAULT_INVALID);
	c = test_ctx(t, f.staff[2]);
	rule.parents = true;
	CHECK(t, !background_rule_set(c, f.study, &rule) && c->fault.kind == FAULT_DENIED);
}

/* Home, parents and school of one person, from what they typed to the researcher's number. */
void test_background_is_kept_without_what_was_typed(struct test *t)
{
	static const struct stmt all = { "test_background_all",
		"SELECT sealed FROM background WHERE person_id = $1", "i", "s" };
	struct fixture f = fixture_make(t, false);
	struct district_row at = { .nation = NATION_SCOTLAND };
	const struct school s = { S("scotland"), S("5437437"), S("Lochgelly High School"),
		S("Fife"), 308, 385, false };
	struct background b = { 0 }, got;
	struct rows r;

	CHECK(t, area_code_pack(S("S01013070"), &at.code11));
	CHECK(t, postcode_parse(S("FK8 1AA"), &at.postcode));
	struct area_row area = { at.code11, 1000, 2, 1 };
	struct ctx *c = test_ctx(t, machine);
	CHECK(t, postcodes_put(c, &at, 1) && area_put(c, AREA_SIMD2020V2, &area, 1, AREA_ALL));
	CHECK(t, school_put(c, &s));
	c = test_ctx(t, f.member);
	CHECK(t, background_area(c, S("fk8-1aa"), &b) && b.areas == 1);
	CHECK(t, background_school(c, S("scotland"), S("5437437"), &b) && b.school_known);
	b.parents = PARENTS_HE;
	CHECK(t, background_keep(c, f.member, &b));
	CHECK(t, sql_one(c, &all, ARGS(arg(f.member.v)), &r));
	struct str plain = S(""), sealed = row_str(&r, 0);
	sql_end(&r);
	CHECK(t, secret_unseal(c, "background", f.member.v, sealed, &plain));
	CHECK(t, test_has(plain, "SIMD2020v2") && !test_has(plain, "1AA"));
	CHECK(t, !test_has(plain, "5437437") && !test_has(plain, "S01013070"));
	c = test_ctx(t, f.staff[1]);
	CHECK(t, background_get(c, f.member, &got) && got.areas == 1 && got.parents == PARENTS_HE);
	CHECK(t, str_eq(got.area[0].name, S("SIMD2020v2")) && got.area[0].decile == 2);
	CHECK(t, got.school_known && got.school_fsm == 308 && got.school_deprived_share == 385);
	struct background_tally nation[NATIONS];
	CHECK(t, background_by_nation(c, f.study, nation));
	CHECK(t, nation[NATION_SCOTLAND].tagged == 1 && nation[NATION_SCOTLAND].area == 1);
	CHECK(t, nation[NATION_SCOTLAND].school == 0 && nation[NATION_ENGLAND].people == 0);
	CHECK(t, participant_withdraw(c, f.member) && background_by_nation(c, f.study, nation));
	CHECK(t, nation[NATION_SCOTLAND].people == 0);
}

void test_background_refuses_what_is_no_postcode(struct test *t)
{
	struct background b = told("IMD2019", 1);
	struct ctx *c = test_ctx(t, machine);

	CHECK(t, background_area(c, S("ZE1 0AA"), &b) && b.areas == 0); /* not in any file */
	CHECK(t, background_school(c, S("england"), S("1"), &b) && !b.school_known);
	CHECK(t, !background_area(c, S("FK8 1AC"), &b) && c->fault.kind == FAULT_INVALID);
	CHECK(t, c->wrong && strcmp(c->wrong->field, "postcode") == 0);
}

/* Before, a row was four digits. */
void test_background_of_before_can_be_read(struct test *t)
{
	static const struct stmt put = { "test_background_put",
		"INSERT INTO background (person_id, sealed, set_at) VALUES ($1, $2, 1)", "is", "" };
	struct fixture f = fixture_make(t, false);
	enum background_tag tag = TAG_UNKNOWN;

	struct ctx *c = test_ctx(t, machine);
	CHECK(t,
		sql_run(c, &put,
			ARGS(arg(f.member.v),
				arg(secret_seal(c, "background", f.member.v, S("1100"))))));
	CHECK(t,
		sql_run(c, &put,
			ARGS(arg(f.outsider.v),
				arg(secret_seal(c, "background", f.outsider.v, S("0000"))))));
	c = test_ctx(t, f.staff[1]);
	CHECK(t, background_tag(c, f.study, f.member, &tag) && tag == TAG_YES);
	CHECK(t, background_tag(c, f.study, f.outsider, &tag) && tag == TAG_NO);
	CHECK(t, background_tag(c, f.study, f.other_member, &tag) && tag == TAG_UNKNOWN);
	c = test_ctx(t, f.staff[2]);
	CHECK(t, !background_tag(c, f.study, f.member, &tag) && c->fault.kind == FAULT_DENIED);
}
