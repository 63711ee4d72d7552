/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/seed.h"

#include "base/instant.h"
#include "core/job.h"
#include "store/sql.h"
#include "test/campus.h"
#include "test/schema.h"

#include <stdio.h>

static const struct person_id machine = { 0 };
static const struct job_kind kind = { .name = "short", .tries = 3, .lease_s = 60 };

static const struct stmt jobs = { "seed_jobs", "SELECT MAX(id) FROM job", "", "i" };
static const struct stmt posts = { "seed_posts", "SELECT MAX(id) FROM post", "", "i" };
static const struct stmt traces = { "seed_traces", "SELECT MAX(id) FROM activity", "", "i" };
static const struct stmt sessions = { "seed_sessions", "SELECT MAX(id) FROM session", "", "i" };
static const struct stmt said = { "seed_said", "SELECT MAX(id) FROM paper_feedback", "", "i" };
static const struct stmt answers = { "seed_answers", "SELECT MAX(id) FROM question_answer", "",
	"i" };

/* Their ids are places in a list, are found in another table that has them in order, or are drawn
   below all others. */
static bool counts_places(struct str table)
{
	return str_eq(table, S("invitation")) || str_eq(table, S("invite_refused"))
		|| str_eq(table, S("post")) || str_eq(table, S("participant"));
}

static int64_t largest(struct test *t, const struct stmt *of)
{
	struct ctx *c = test_ctx(t, machine);
	int64_t id = 0;
	struct rows r;

	CHECK(t, sql_one(c, of, NO_ARGS, &r));
	if (ctx_ok(c)) {
		id = row_int(&r, 0);
		sql_end(&r);
	}
	return id;
}

/* A university with something for every page, each of its larger tables in turn. */
void test_seed_is_above_every_id_of_a_whole_university(struct test *t)
{
	static const struct stmt *const of[] = { &jobs, &posts, &traces, &sessions, &said,
		&answers };
	struct campus k;

	campus_make(t, &k, CAMPUS_NOBODY);
	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		int64_t id = largest(t, of[i]);
		t->ids.last = 0;
		CHECK(t, id > 0 && seed_ids(test_ctx(t, machine)));
		CHECK(t, id <= t->ids.last + 63);
	}
}

/* Each table is asked, also those that nothing is in. */
void test_seed_looks_at_every_table_with_ids(struct test *t)
{
	static struct schema_column all[SCHEMA_COLUMNS];
	size_t n = schema_columns(all), statements, found = 0;
	const struct stmt *s = test_statements(&statements);

	while (statements > 0 && strcmp(s->name, "seed_largest") != 0)
		s++, statements--;
	CHECK(t, statements > 0);
	for (size_t i = 0; statements > 0 && i < n; i++) {
		if (!str_eq(all[i].name, S("id")) || all[i].text || counts_places(all[i].table))
			continue;
		const char *want =
			arena_fmt(t->mem, " FROM %.*s ", (int)all[i].table.len, all[i].table.at).at;
		bool there = strstr(s->text, want) != NULL;
		if (!there)
			printf("# seed_ids does not look at%s\n", want);
		CHECK(t, there);
		found += there;
	}
	CHECK(t, found > 25);
}

void test_seed_ids_rise_after_a_start_with_a_clock_that_went_back(struct test *t)
{
	CHECK(t, job_add(test_ctx(t, machine), &kind, 1, t->now));
	int64_t before = largest(t, &jobs);
	t->ids = (struct ids){ .salt = 0 };
	t->now -= INSTANT_HOUR;
	struct ctx *c = test_ctx(t, machine);
	CHECK(t, ctx_id(c) < before); /* without it */
	t->ids = (struct ids){ .salt = 0 };
	CHECK(t, seed_ids(c) && ctx_id(c) > before);
	t->now += 2 * INSTANT_HOUR;
	c = test_ctx(t, machine);
	int64_t later = ctx_id(c);
	CHECK(t, later > before && later >= t->now - INSTANT_2015 - 64); /* the clock leads again */
	CHECK(t, seed_ids(c) && ctx_id(c) > later);			 /* never down */
}
