/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* suite [NAME...]: runs the tests whose names have one of these parts, all without; suite I/N: each
   N-th, from the I-th. The database is SQLite in memory, or the one that CAIRN_TEST_PG names, in a
   schema of its own that is gone afterwards. */
#include "test/test.h"
#include "test/threads.h"

#include "app/wiring.h"
#include "base/shelf.h"
#include "core/key.h"
#include "core/key_ring.h"
#include "core/secret.h"
#include "store/migrate.h"
#include "store/sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "stmts.inc"
#include "tests.inc"

enum { SHELF = 1 << 20 };

const struct stmt *test_statements(size_t *ret_n)
{
	*ret_n = sizeof stmts / sizeof *stmts;
	return stmts;
}

static bool wanted(size_t nth, const char *name, int argc, char **argv)
{
	unsigned part, parts;

	if (argc == 2 && sscanf(argv[1], "%u/%u", &part, &parts) == 2 && parts > 0)
		return nth % parts == part % parts;
	for (int i = 1; i < argc; i++)
		if (strstr(name, argv[i]))
			return true;
	return argc < 2;
}

static struct ctx plain_ctx(struct test *t)
{
	return (struct ctx){
		.mem = t->mem, .db = t->db, .now = TEST_NOW, .ids = &t->ids, .house = &t->house
	};
}

static bool check_statements(struct test *t)
{
	int bad = 0;

	for (size_t i = 0; i < sizeof stmts / sizeof *stmts; i++) {
		struct ctx c = plain_ctx(t);
		if (tx_begin(&c, TX_WRITE) && !sql_check(&c, &stmts[i])) {
			printf("not ok statement %s\n", c.fault.text);
			bad++;
		}
		tx_end(&c);
	}
	printf("%zu statements prepared, %d refused\n", sizeof stmts / sizeof *stmts, bad);
	return bad == 0;
}

static bool run(const struct test *shared, const struct test_row *row)
{
	struct test t = *shared;
	struct timespec a, b;

	t.mem = arena_open();
	t.house.shelf = shelf_open(SHELF);
	t.house.ring = key_ring_open();
	struct ctx outer = { .mem = t.mem, .db = t.db };
	clock_gettime(CLOCK_MONOTONIC, &a);
	int threads = threads_started();
	CHECK(&t, tx_begin(&outer, TX_WRITE));
	row->run(&t);
	test_end(&t);
	outer.fault.kind = FAULT_CONFLICT; /* so that nothing of the test stays */
	tx_end(&outer);
	bool alone = threads_started() == threads;
	CHECK(&t, alone || str_starts(str_of(row->name), S("test_concurrent_")));
	clock_gettime(CLOCK_MONOTONIC, &b);
	double ms = (double)(b.tv_sec - a.tv_sec) * 1000 + (double)(b.tv_nsec - a.tv_nsec) / 1e6;
	if (t.failed || ms > 1000)
		printf("%s %s (%.0f ms)\n", t.failed ? "FAILED" : "slow", row->name, ms);
	arena_close(t.mem);
	shelf_close(t.house.shelf);
	key_ring_close(t.house.ring);
	return t.failed == 0;
}

static bool prepare(struct test *t, const char *pg, char *schema, size_t size)
{
	struct ctx c = plain_ctx(t);

	if (pg) {
		snprintf(schema, size, "cairn_test_%d", (int)getpid());
		const char *text =
			arena_fmt(t->mem, "CREATE SCHEMA %s; SET search_path TO %s", schema, schema)
				.at;
		if (!sql_script(&c, text)) {
			printf("not ok %s\n", c.fault.text);
			return false;
		}
	}
	if (migrate_up(&c, embedded_migrations, embedded_migrations_n, &key_step))
		return true;
	printf("not ok migrations: %s\n", c.fault.text);
	return false;
}

int main(int argc, char **argv)
{
	const char *pg = getenv("CAIRN_TEST_PG");
	char why[256], schema[64] = "";
	struct test t = { .mem = arena_open(), .now = TEST_NOW };
	int passed = 0, failed = 0;

	db_begin();
	setvbuf(stdout, NULL, _IOLBF, 0);
	t.db = db_open(pg ? pg : "sqlite::memory:", why, sizeof why);
	if (!t.db) {
		printf("not ok %s\n", why);
		return EXIT_FAILURE;
	}
	struct keys *keys = secret_fixed();
	conf_init(&t.conf);
	if (!prepare(&t, pg, schema, sizeof schema))
		return EXIT_FAILURE;
	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
		if (!wanted(i, tests[i].name, argc, argv))
			continue;
		struct test one = t;
		one.house = (struct house){ .conf = &t.conf, .keys = keys };
		*(run(&one, &tests[i]) ? &passed : &failed) += 1;
	}
	*(check_statements(&t) ? &passed : &failed) += 1;
	if (pg) {
		struct ctx c = plain_ctx(&t);
		(void)!sql_script(&c, arena_fmt(t.mem, "DROP SCHEMA %s CASCADE", schema).at);
	}
	secret_close(keys);
	db_close(t.db);
	arena_close(t.mem);
	printf("%s: %d passed, %d failed\n", pg ? "postgres" : "sqlite", passed, failed);
	return failed != 0;
}
