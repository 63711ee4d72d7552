/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/background.h"
#include "core/participant.h"
#include "core/person.h"
#include "store/sql.h"
#include "test/published.h"
#include "test/test.h"

struct setting {
	int64_t study;
	struct person_id rex;
};

/* Three people: deprived by the second Scottish fifth, by their parents, and one who refused. */
static struct setting begin(struct test *t)
{
	struct setting s = { published_study(t, "first"), test_person(t, "rex", ROLE_RESEARCHER) };
	struct background b[3] = {
		{ .area = { { S("SIMD2020v2"), 3, 2 } }, .areas = 1 },
		{ .parents = PARENTS_NO_HE },
		{ .parents = PARENTS_REFUSED },
	};

	for (int i = 0; i < 3; i++) {
		struct person_id who =
			test_person(t, arena_fmt(t->mem, "student%d", i).at, ROLE_STUDENT);
		struct participant_id ignored;
		CHECK(t, participant_join(test_ctx(t, who), s.study, who, &ignored));
		CHECK(t, background_keep(test_ctx(t, who), who, &b[i]) && test_end(t));
	}
	test_sign_in(t, s.rex);
	return s;
}

static int64_t audited(struct test *t, const char *act)
{
	static const struct stmt by_act = { "test_tag_audit",
		"SELECT count(*) FROM audit WHERE act = $1", "s", "i" };
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct rows r;

	CHECK(t, sql_one(c, &by_act, ARGS(arg(str_of(act))), &r));
	int64_t n = row_int(&r, 0);
	sql_end(&r);
	return n;
}

void test_tag_page_says_the_rule_and_what_it_cannot_see(struct test *t)
{
	begin(t);
	struct reply r = test_get(t, "/reports/tag?study=first");
	CHECK(t, r.status == 200 && test_has(r.body, "the most deprived fifth by SIMD 2020v2, "));
	CHECK(t, test_has(r.body, "This is the usual rule") && test_has(r.body, "at least 40 %"));
	CHECK(t, test_has(r.body, "ecological fallacy"));
	CHECK(t, test_has(r.body, "should not be used on its own"));
	CHECK(t, !test_has(r.body, "With the tag") && audited(t, "counted backgrounds") == 0);
}

void test_tag_page_counts_by_nation_and_says_so_in_the_log(struct test *t)
{
	begin(t);
	struct reply r = test_post(t, "/reports/tag/count", "study=first");
	CHECK(t, r.status == 200 && audited(t, "counted backgrounds") == 1);
	CHECK(t, test_has(r.body, "<strong>1</strong> of the 2 of whom"));
	CHECK(t, test_has(r.body, "<th scope=\"row\">Scotland</th><td class=\"n\">1</td>"));
	r = test_post(t, "/reports/tag",
		"study=first&SIMD2020v2=4&IMD2019=0&IMD2025=0&WIMD2019=0&NIMDM2017=0&parents=1");
	CHECK(t, r.status == 303 && audited(t, "set the rule of the tag") == 1);
	r = test_post(t, "/reports/tag/count", "study=first");
	CHECK(t, test_has(r.body, "<strong>2</strong> of the 2 of whom"));
	r = test_get(t, "/reports/tag?study=first&saved=1");
	CHECK(t, test_has(r.body, "the two most deprived fifths by SIMD 2020v2"));
	CHECK(t, !test_has(r.body, "This is the usual rule"));
}

void test_tag_page_shows_a_refused_rule_again(struct test *t)
{
	begin(t);
	struct reply r = test_post(t, "/reports/tag", "study=first&fsm=0&share=0");
	CHECK(t, r.status == 400 || r.status == 422);
	CHECK(t, test_has(r.body, "Nothing would give the tag."));
	r = test_post(t, "/reports/tag", "study=first&parents=1&fsm=140");
	CHECK(t, r.status >= 400 && r.status < 500 && test_has(r.body, "id=\"fsm-wrong\""));
	CHECK(t, test_has(r.body, "value=\"140\""));
	r = test_post(t, "/reports/tag", "study=first&parents=1&IMD2019=9");
	CHECK(t, test_has(r.body, "id=\"IMD2019-wrong\""));
	CHECK(t, audited(t, "set the rule of the tag") == 0);
	r = test_get(t, "/reports/tag?study=none");
	CHECK(t, r.status == 404);
}
