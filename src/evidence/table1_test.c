/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/table1.h"

#include "core/activity.h"
#include "evidence/table1_out.h"
#include "store/sql.h"
#include "test/published.h"
#include "test/test.h"

#include <jansson.h>
#include <math.h>

static const struct stmt withdraw = { "test_withdraw",
	"UPDATE participant SET withdrawn_at = $1 WHERE id = $2", "ii", "" };

static bool near(double a, double b, double by)
{
	return fabs(a - b) <= by;
}

static struct table1 table_of(struct test *t, const char *name)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct measure_study study;
	struct table1 table = { 0 };

	CHECK(t, measure_study(c, str_of(name), &study) && table1_make(c, &study, &table));
	return table;
}

static struct str written(struct test *t, const struct table1 *table,
	void (*out)(const struct table1 *, struct buf *))
{
	struct buf b;

	buf_init(&b, 1 << 20);
	out(table, &b);
	CHECK(t, !b.spilled);
	struct str s = arena_str(t->mem, buf_str(&b));
	buf_free(&b);
	return s;
}

void test_table1_is_the_published_table(struct test *t)
{
	published_make(t, "cop-2019");
	struct table1 table = table_of(t, "cop-2019");

	CHECK(t, table.n == PUBLISHED_PEOPLE && table.study.numbered == PUBLISHED_PEOPLE);
	for (size_t i = 0; i < table.n && i < PUBLISHED_PEOPLE; i++) {
		const struct published_person *p = &published_table[i];
		const struct measure_row *r = &table.row[i];
		CHECK(t, r->who.number == p->number && r->page_views == p->views && !r->timed);
		CHECK(t,
			str_eq(r->who.gender, str_of(p->gender))
				&& str_eq(r->who.year, str_of(p->year)));
		CHECK(t, str_eq(r->who.subject, str_of(p->subject)));
		CHECK(t, str_eq(r->who.engagement, str_of(p->engagement)));
	}
}

void test_table1_summary_is_the_published_summary(struct test *t)
{
	published_make(t, "cop-2019");
	struct table1 table = table_of(t, "cop-2019");
	const struct stats *a = &table.said[TABLE1_ACTIVE].stats,
			   *l = &table.said[TABLE1_LESS].stats;

	CHECK(t, near(table.all.mean, 56.08, 0.005) && near(table.all.sd, 56.11, 0.005));
	CHECK(t, near(table.all.median, 52.5, 0) && table.all.min == 0 && table.all.max == 226);
	CHECK(t, table.all.n == 24 && table.all.zero == 2 && table.all.above == 4);
	CHECK(t, a->n == 12 && near(a->mean, 947.0 / 12, 1e-9) && a->zero == 1 && a->above == 4);
	CHECK(t, l->n == 12 && near(l->mean, 399.0 / 12, 1e-9) && l->zero == 1 && l->above == 0);
	CHECK(t, table.said[TABLE1_UNASKED].stats.n == 0);
	CHECK(t, table.has_pairs && near(table.pairs_ordered, 0.719, 0.0005));
}

void test_table1_leaves_out_who_has_withdrawn_or_has_no_number(struct test *t)
{
	int64_t study = published_make(t, "cop-2019");
	const struct published_person gone = { 25, "Male", "Music", "3", "Active", 3 };
	int64_t id = published_add(t, study, &gone);
	const struct published_person unnumbered = { 0, "Male", "Music", "3", "Active", 3 };
	published_add(t, study, &unnumbered);

	CHECK(t, table_of(t, "cop-2019").n == 25);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, sql_run(c, &withdraw, ARGS(arg(c->now), arg(id))));
	struct table1 table = table_of(t, "cop-2019");
	CHECK(t, table.n == 24 && near(table.pairs_ordered, 0.71875, 1e-12));
}

void test_table1_counts_views_of_its_own_study_alone(struct test *t)
{
	published_make(t, "cop-2019");
	published_make(t, "cop-2020");
	CHECK(t, table_of(t, "cop-2019").all.max == 226 && table_of(t, "cop-2020").n == 24);
}

void test_table1_keeps_absent_seconds_apart_from_none(struct test *t)
{
	int64_t study = published_study(t, "small");
	const struct published_person one = { 1, "", "", "", "", 2 },
				      two = { 2, "", "", "", "", 1 };
	int64_t id = published_add(t, study, &one);
	published_add(t, study, &two);
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct trace s = { .participant = id,
		.id = ctx_id(c),
		.at = c->now,
		.amount = 42,
		.class = TRACE_ACTIVE,
		.channel = CHANNEL_WEB };
	CHECK(t, activity_add(c, &s));
	s.id = ctx_id(c);
	CHECK(t, activity_add(c, &s));

	struct table1 table = table_of(t, "small");
	CHECK(t, table.n == 2 && table.row[0].timed && table.row[0].active_seconds == 84);
	CHECK(t, table.row[0].page_views == 2 && !table.row[1].timed);
	CHECK(t, !table.has_pairs && table.said[TABLE1_UNASKED].stats.n == 2);
}

void test_table1_csv_has_the_agreed_header_and_rows(struct test *t)
{
	published_make(t, "cop-2019");
	struct table1 table = table_of(t, "cop-2019");
	struct str csv = written(t, &table, table1_out_csv);

	CHECK(t,
		str_starts(csv,
			S("participant,gender,subject,year,perceived_engagement,page_views\n"
			  "19,Male,Science and Engineering,4,Active,226\n"
			  "20,Male,Computing Science,4,Active,179\n")));
	CHECK(t,
		str_ends(csv,
			S("\n7,Female,Culture and creative arts,3,Less active,0\n"
			  "9,Female,School of Law,3,Active,0\n")));
}

static double real_of(const json_t *j, const char *part, const char *key)
{
	const json_t *v = json_object_get(part ? json_object_get(j, part) : j, key);

	return json_is_number(v) ? json_number_value(v) : -1;
}

void test_table1_json_parses_and_says_the_same(struct test *t)
{
	published_make(t, "cop-2019");
	struct table1 table = table_of(t, "cop-2019");
	struct str text = written(t, &table, table1_out_json);
	json_t *j = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, NULL);
	const json_t *rows = json_object_get(j, "rows"), *last = json_array_get(rows, 23);

	CHECK(t, j && json_array_size(rows) == 24 && json_object_size(last) == 6);
	CHECK(t, real_of(last, NULL, "participant") == 9 && real_of(last, NULL, "page_views") == 0);
	CHECK(t, real_of(last, NULL, "year") == 3);
	CHECK(t,
		last
			&& strcmp(json_string_value(json_object_get(last, "perceived_engagement")),
				   "Active")
				== 0);
	CHECK(t, json_object_size(json_object_get(j, "summary")) == 8);
	CHECK(t, real_of(j, "summary", "n") == 24 && real_of(j, "summary", "above_90") == 4);
	CHECK(t,
		near(real_of(j, "summary", "mean"), 56.08, 0.005)
			&& real_of(j, "summary", "zero") == 2);
	CHECK(t,
		near(real_of(j, "summary", "sd"), 56.11, 0.005)
			&& real_of(j, "summary", "median") == 52.5);
	CHECK(t, real_of(j, "summary", "min") == 0 && real_of(j, "summary", "max") == 226);
	CHECK(t, real_of(j, "active", "n") == 12 && real_of(j, "less_active", "max") == 66);
	CHECK(t, near(real_of(j, NULL, "pairs_ordered"), 0.71875, 1e-12));
	json_decref(j);
}

void test_table1_of_nobody_says_so_without_numbers(struct test *t)
{
	published_study(t, "empty");
	struct table1 table = table_of(t, "empty");
	struct str text = written(t, &table, table1_out_json);
	json_t *j = json_loadb(text.at, text.len, 0, NULL);

	CHECK(t,
		table.n == 0
			&& json_is_null(json_object_get(json_object_get(j, "summary"), "mean")));
	CHECK(t, json_is_null(json_object_get(j, "pairs_ordered")));
	CHECK(t, test_has(written(t, &table, table1_out_text), "All             0         -"));
	json_decref(j);
}

void test_table1_text_is_what_a_terminal_shows(struct test *t)
{
	published_make(t, "cop-2019");
	struct table1 table = table_of(t, "cop-2019");
	struct str text = written(t, &table, table1_out_text);

	CHECK(t,
		test_has(text,
			"         19  Male    Science and Engineering             4  Active"));
	CHECK(t,
		test_has(text,
			"All            24     56.08     56.11      52.5       0     226  "
			"     2         4\n"));
	CHECK(t, test_has(text, "order: 0.719\n") && !test_has(text, " \n"));
}

void test_measure_study_names_the_studies_there_are(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct measure_study study;

	CHECK(t, !measure_study(c, S("nope"), &study) && c->fault.kind == FAULT_ABSENT);
	CHECK(t, test_has(str_of(c->fault.text), "nor any other"));
	published_study(t, "beta");
	published_make(t, "alpha");
	c = test_ctx(t, (struct person_id){ 0 });
	CHECK(t, !measure_study(c, S("nope"), &study) && c->fault.kind == FAULT_ABSENT);
	CHECK(t, test_has(str_of(c->fault.text), "no study named nope. There are: alpha, beta."));
}
