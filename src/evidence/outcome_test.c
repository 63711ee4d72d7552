/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/outcome.h"

#include "core/background.h"
#include "core/participant.h"
#include "core/person.h"
#include "evidence/result.h"
#include "test/programme.h"

#include <jansson.h>

static const struct stmt kept = { "outcome_test_kept",
	"SELECT completed * 100 + skilled * 10 + CASE activity WHEN 'both' THEN 1 WHEN '' THEN 2"
	" ELSE 3 END FROM outcome WHERE participant_id = $1",
	"i", "i" };
static const struct stmt rows = { "outcome_test_rows", "SELECT COUNT(*) FROM outcome", "", "i" };
static const struct stmt audits = { "outcome_test_audits",
	"SELECT COUNT(*) FROM audit WHERE act = 'outcome.put' AND note = '2 lines'", "", "i" };
static const struct stmt leaks = { "outcome_test_leaks",
	"SELECT COUNT(*) FROM audit WHERE note LIKE '%example%'", "", "i" };

static const char table[] = "E-mail;Completed;Main activity;SOC 2020\n"
			    "Ann@cairn.example;yes;Employment and further study;2136\n"
			    "ben@cairn.example;yes;work;1\n"
			    "nobody@cairn.example;yes;work;1\n"
			    "cleo@cairn.example;no;;\n"
			    "dan@cairn.example;perhaps;work;2136\n"
			    "dan@cairn.example;yes;piracy;2136\n"
			    "dan@cairn.example;yes;work;high\n"
			    "dan@cairn.example;;;\n"
			    "ann@cairn.example;no;work;\n";

static bool put(struct test *t, const char *csv, bool check, struct outcome_told *ret)
{
	const struct outcome_how how = { .check = check };

	return outcome_put(test_ctx(t, (struct person_id){ 0 }), 10, str_of(csv), &how, ret);
}

static bool refused(const struct outcome_told *told, size_t i, int64_t line, const char *why)
{
	return i < told->whys && told->why[i].line == line
		&& test_has(str_of(told->why[i].why), why);
}

void test_outcome_takes_people_of_the_study_and_says_why_not_others(struct test *t)
{
	struct outcome_told told = { 0 };
	struct programme p;

	programme_make(t, &p);
	CHECK(t, put(t, table, false, &told) && test_end(t));
	CHECK(t, told.taken == 2 && told.refused == 7 && told.whys == 7);
	/* Ben has said no to the study and the other is not known: the same words. */
	CHECK(t, refused(&told, 0, 3, "nobody in the study has this address"));
	CHECK(t, refused(&told, 1, 4, "nobody in the study has this address"));
	CHECK(t, refused(&told, 2, 6, "completed is neither yes nor no"));
	CHECK(t, refused(&told, 3, 7, "its activity is none of"));
	CHECK(t, refused(&told, 4, 8, "nor a code of an occupation"));
	CHECK(t, refused(&told, 5, 9, "it says nothing"));
	CHECK(t, refused(&told, 6, 10, "an earlier line is about the same person"));
	CHECK(t, programme_number(t, &rows, NO_ARGS) == 2);
	CHECK(t, programme_number(t, &kept, ARGS(arg(p.ann_participant))) == 111);
	CHECK(t, programme_number(t, &audits, NO_ARGS) == 1);
	CHECK(t, programme_number(t, &leaks, NO_ARGS) == 0);
}

void test_outcome_only_checked_keeps_nothing(struct test *t)
{
	struct outcome_told told = { 0 };
	struct programme p;

	programme_make(t, &p);
	CHECK(t, put(t, table, true, &told) && test_end(t));
	CHECK(t, told.taken == 2 && told.refused == 7);
	CHECK(t, programme_number(t, &rows, NO_ARGS) == 0);
	CHECK(t, programme_number(t, &audits, NO_ARGS) == 0);
}

/* What a later table does not say stays; what it says replaces. */
void test_outcome_of_a_later_table_adds_to_the_earlier(struct test *t)
{
	struct outcome_told told = { 0 };
	struct programme p;

	programme_make(t, &p);
	CHECK(t, put(t, table, false, &told));
	CHECK(t, put(t, "email,completed\nann@cairn.example,no\n", false, &told) && test_end(t));
	CHECK(t, told.taken == 1);
	CHECK(t, programme_number(t, &kept, ARGS(arg(p.ann_participant))) == 11);
}

void test_outcome_columns_are_named_by_hand_where_they_cannot_be_found(struct test *t)
{
	static const char odd[] = "Who,Fate\nann@cairn.example,yes\n";
	struct outcome_how how = { 0 };
	struct outcome_told told;
	struct programme p;

	programme_make(t, &p);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, !outcome_put(c, 10, str_of(odd), &how, &told) && c->fault.kind == FAULT_INVALID);
	how.heading[OUTCOME_ADDRESS] = S("who");
	how.heading[OUTCOME_COMPLETED] = S("Fete");
	c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, !outcome_put(c, 10, str_of(odd), &how, &told) && c->fault.kind == FAULT_INVALID);
	how.heading[OUTCOME_COMPLETED] = S("Fate");
	c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, outcome_put(c, 10, str_of(odd), &how, &told) && told.taken == 1);
	CHECK(t, str_eq(told.heading[OUTCOME_COMPLETED], S("Fate")));
	c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, !outcome_put(c, 10, S(" "), &how, &told) && c->fault.kind == FAULT_INVALID);
}

void test_outcome_page_keeps_what_was_typed_until_it_is_brought(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	test_sign_in(t, p.rex);
	struct reply r = test_post(t, "/reports/outcomes/table",
		"study=cop&as=check&table=email,completed%0Aann@cairn.example,yes%0Ax,perhaps");
	CHECK(t, r.status == 200 && test_has(r.body, "Only checked, nothing was kept."));
	CHECK(t, test_has(r.body, "Line 3: completed is neither yes nor no."));
	CHECK(t, test_has(r.body, "E-mail address from “email”."));
	CHECK(t, test_has(r.body, "ann@cairn.example,yes"));
	r = test_post(t, "/reports/outcomes/table", "study=cop&as=bring&table=a,b%0A1,2");
	CHECK(t, r.status == 422 && test_has(r.body, "a,b\n1,2"));
	CHECK(t, test_has(r.body, "No column says who a line is about"));
	r = test_post(t, "/reports/outcomes/table",
		"study=cop&as=bring&table=email,completed%0Aann@cairn.example,yes");
	CHECK(t, r.status == 200 && test_has(r.body, "Lines taken: 1."));
	CHECK(t, !test_has(r.body, "ann@cairn.example"));
	test_sign_in(t, p.fay);
	CHECK(t, test_get(t, "/reports/outcomes").status == 403);
}

/* Three people are far too few to say anything about. */
void test_result_is_rounded_and_true_only_on_the_screen(struct test *t)
{
	struct outcome_told told;
	struct programme p;

	programme_make(t, &p);
	CHECK(t, put(t, table, false, &told) && test_end(t));
	test_sign_in(t, p.rex);
	struct reply r = test_get(t, "/reports/outcomes.csv?study=cop");
	CHECK(t,
		str_starts(r.body,
			S("by,name,people,completion_known,completed,after_known,"
			  "skilled_or_study,completed_percent,skilled_or_study_percent\n")));
	CHECK(t, test_has(r.body, "\ndays,All,5,0,0,0,0,,\n"));
	CHECK(t, !test_has(r.body, "\ntag,"));
	r = test_get(t, "/reports/outcomes?study=cop&true=1");
	CHECK(t, test_has(r.body, "These are true numbers."));
	CHECK(t, test_has(r.body, "<td class=\"n\">50%</td>"));
	CHECK(t, test_has(r.body, "Value added is not told here."));
	r = test_post(t, "/reports/outcomes/tag", "study=cop&as=json");
	json_t *j = json_loadb(r.body.at, r.body.len, 0, NULL);
	CHECK(t, json_is_true(json_object_get(j, "rounded")));
	CHECK(t, json_array_size(json_object_get(j, "tag")) == 4);
	json_decref(j);
	CHECK(t, test_get(t, "/reports/outcomes.csv?study=nope").status == 404);
}

void test_result_leaves_out_who_has_left_the_study(struct test *t)
{
	struct outcome_told told;
	struct measure_study study;
	struct result r;
	struct programme p;

	programme_make(t, &p);
	CHECK(t, put(t, table, false, &told) && test_end(t));
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, participant_withdraw(c, p.ann) && measure_study(c, S("cop"), &study));
	CHECK(t, result_make(c, &study, &(struct result_how){ .is_true = true }, &r));
	CHECK(t, r.part[RESULT_DAYS].total.at[RESULT_PEOPLE].n == 2);
	CHECK(t, r.part[RESULT_DAYS].total.at[RESULT_KNOWN].n == 1);
	CHECK(t, r.part[RESULT_DAYS].total.at[RESULT_COMPLETED].n == 0);
	CHECK(t, put(t, "email,completed\nann@cairn.example,no\n", false, &told));
	CHECK(t, told.taken == 0 && refused(&told, 0, 2, "nobody in the study"));
}

/* Who asks each day does not learn what became of the one who was added in between. */
void test_result_stays_the_same_until_enough_have_changed(struct test *t)
{
	struct outcome_told told;
	struct programme p;

	programme_make(t, &p);
	CHECK(t, put(t, "email,completed\nann@cairn.example,yes\n", false, &told) && test_end(t));
	test_sign_in(t, p.rex);
	struct str before = arena_str(t->mem, test_get(t, "/reports/outcomes.csv?study=cop").body);
	CHECK(t, put(t, "email,completed\ncleo@cairn.example,yes\n", false, &told) && test_end(t));
	CHECK(t, put(t, "email,completed\ndan@cairn.example,yes\n", false, &told) && test_end(t));
	t->now += INT64_C(86400000000);
	CHECK(t, str_eq(before, test_get(t, "/reports/outcomes.csv?study=cop").body));
	CHECK(t, test_has(test_get(t, "/reports/outcomes?study=cop&true=1").body, ">3</td>"));
}
