/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/sql.h"

#include "base/embed.h"
#include "store/migrate.h"
#include "test/test.h"

static const struct stmt add = { "add", "INSERT INTO setting (key, value) VALUES ($1, $2)", "ss",
	"" };
static const struct stmt swap = { "swap",
	"SELECT value, key FROM setting WHERE value = $2 AND key = $1", "ss", "ss" };
static const struct stmt every = { "every", "SELECT key FROM setting ORDER BY key", "", "s" };
static const struct stmt take = { "take", "DELETE FROM setting WHERE key >= $1", "s", "" };
static const struct stmt half = { "half", "SELECT CAST($1 AS DOUBLE PRECISION) / 2", "d", "d" };

static const struct person_id nobody = { 0 };

void test_sql_parameters_are_numbered_as_written(struct test *t)
{
	struct ctx *c = test_ctx(t, nobody);
	struct rows r;

	CHECK(t, sql_run(c, &add, ARGS(arg(S("k")), arg(S("v")))));
	CHECK(t, sql_one(c, &swap, ARGS(arg(S("k")), arg(S("v"))), &r));
	CHECK(t, str_eq(row_str(&r, 0), S("v")) && str_eq(row_str(&r, 1), S("k")));
	sql_end(&r);
}

void test_sql_fault_stays_and_rolls_back_the_unit_alone(struct test *t)
{
	struct ctx *c = test_ctx(t, nobody);

	CHECK(t, sql_run(c, &add, ARGS(arg(S("kept")), arg(S("1")))));
	c = test_ctx(t, nobody);
	CHECK(t, sql_run(c, &add, ARGS(arg(S("lost")), arg(S("2")))));
	CHECK(t, !sql_run(c, &add, ARGS(arg(S("kept")), arg(S("3")))));
	CHECK(t, c->fault.kind == FAULT_CONFLICT);
	CHECK(t, !sql_run(c, &add, ARGS(arg(S("other")), arg(S("4")))));
	CHECK(t, !test_end(t));
	c = test_ctx(t, nobody);
	int64_t n = 0;
	CHECK(t, sql_count(c, &take, ARGS(arg(S("kept"))), &n) && n == 1);
}

void test_sql_same_statement_can_run_inside_itself(struct test *t)
{
	struct ctx *c = test_ctx(t, nobody);
	struct rows a, b;
	int n = 0;

	CHECK(t,
		sql_run(c, &add, ARGS(arg(S("a")), arg(S(""))))
			&& sql_run(c, &add, ARGS(arg(S("b")), arg(S("")))));
	CHECK(t, sql_open(c, &every, NO_ARGS, &a));
	while (sql_next(&a)) {
		CHECK(t, sql_open(c, &every, NO_ARGS, &b));
		while (sql_next(&b))
			n++;
	}
	CHECK(t, ctx_ok(c) && n == 4);
}

void test_sql_refuses_a_nul_and_carries_doubles(struct test *t)
{
	struct ctx *c = test_ctx(t, nobody);
	struct rows r;

	CHECK(t, sql_one(c, &half, ARGS(arg(5.0)), &r) && row_double(&r, 0) == 2.5);
	sql_end(&r);
	CHECK(t, !sql_run(c, &add, ARGS(arg(((struct str){ "a\0b", 3 })), arg(S("")))));
	CHECK(t, c->fault.kind == FAULT_INVALID);
}

void test_migrate_refuses_a_database_of_a_newer_version(struct test *t)
{
	struct ctx *c = test_ctx(t, nobody);
	const struct embedded old = {
		.name = "0001_core.sql", .at = (const unsigned char *)"", .len = 0
	};

	CHECK(t, !migrate_up(c, &old, 1, &(struct migrate_also){ 0 }));
	CHECK(t,
		c->fault.kind == FAULT_CONFLICT
			&& test_has(str_of(c->fault.text), "newer version"));
}

void test_db_open_says_why_not(struct test *t)
{
	char why[256] = "";

	CHECK(t, db_open("mysql:x", why, sizeof why) == NULL && strstr(why, "mysql:x"));
	CHECK(t,
		db_open("sqlite:/nowhere/at/all", why, sizeof why) == NULL
			&& strstr(why, "/nowhere/at/all"));
	CHECK(t, db_open("sqlite:/dev/null", why, sizeof why) == NULL || why[0]);
}

static bool script(struct test *t, const char *text)
{
	struct ctx *c = test_ctx(t, nobody);

	return sql_script(c, text);
}

static struct embedded step_of(const char *name, const char *text)
{
	return (struct embedded){
		.name = name, .at = (const unsigned char *)text, .len = strlen(text)
	};
}

void test_sql_table_with_one_number_for_its_key_is_by_rowid_on_sqlite(struct test *t)
{
	const struct embedded step[] = {
		step_of("9001_both",
			"-- 9001 One.\nCREATE TABLE sorted (\n\tid BIGINT PRIMARY KEY\n);\n"),
		step_of("9002_one",
			"-- 9002 SQLite only. Two.\n"
			"CREATE TABLE numbered (\n\tid INTEGER PRIMARY KEY\n);\n"
			"CREATE TABLE other (\n\tid BIGINT PRIMARY KEY\n);\n"),
	};
	struct ctx *c = test_ctx(t, nobody);
	bool sqlite = db_is_sqlite(c->db);

	CHECK(t, migrate_up(c, step, 2, &(struct migrate_also){ 0 }) && test_end(t));
	CHECK(t, script(t, "SELECT id FROM sorted"));
	CHECK(t, !script(t, "SELECT rowid FROM sorted"));
	CHECK(t, script(t, "SELECT rowid FROM numbered") == sqlite);
	CHECK(t, !script(t, "SELECT rowid FROM other"));
	CHECK(t, script(t, "SELECT id FROM other") == sqlite);
}
