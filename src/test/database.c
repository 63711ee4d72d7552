/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/test.h"

#include "app/wiring.h"
#include "core/key.h"
#include "store/migrate.h"
#include "store/sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void remove_directory(void *data)
{
	static const char *const files[] = { "test.db", "test.db-wal", "test.db-shm", "cairn.key" };
	char path[512];

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s/%s", (char *)data, files[i]);
		unlink(path);
	}
	rmdir(data);
}

const char *test_directory(struct test *t)
{
	char *path = arena_new(t->mem, char, 64);

	snprintf(path, 64, "/tmp/cairn-test-XXXXXX");
	CHECK(t, mkdtemp(path) != NULL);
	arena_defer(t->mem, remove_directory, path);
	return path;
}

struct schema {
	const char *url;
	struct str name;
};

static void script(struct test *t, const char *url, const char *text)
{
	struct ctx c = { .mem = t->mem };
	char why[256] = "";

	c.db = db_open(url, why, sizeof why);
	CHECK(t, c.db && sql_script(&c, text));
	db_close(c.db);
}

static void drop_schema(void *data)
{
	const struct schema *s = data;
	struct ctx c = { .mem = arena_open() };
	char why[256];

	c.db = db_open(s->url, why, sizeof why);
	if (c.db)
		(void)!sql_script(&c, arena_fmt(c.mem, "DROP SCHEMA %s CASCADE", s->name.at).at);
	db_close(c.db);
	arena_close(c.mem);
}

static const char *postgres_schema(struct test *t, const char *url)
{
	struct schema *s = arena_new(t->mem, struct schema, 1);

	s->url = url;
	s->name = arena_fmt(
		t->mem, "cairn_apart_%d_%llx", (int)getpid(), (unsigned long long)(uintptr_t)s);
	script(t, url, arena_fmt(t->mem, "CREATE SCHEMA %s", s->name.at).at);
	arena_defer(t->mem, drop_schema, s);
	return arena_fmt(t->mem, "%s%coptions=-csearch_path%%3D%s", url,
		strchr(url, '?') ? '&' : '?', s->name.at)
		.at;
}

const char *test_database_empty(struct test *t)
{
	const char *pg = getenv("CAIRN_TEST_PG");

	return pg ? postgres_schema(t, pg)
		  : arena_fmt(t->mem, "sqlite:%s/test.db", test_directory(t)).at;
}

const char *test_database(struct test *t)
{
	const char *url = test_database_empty(t);
	struct ctx c = { .mem = t->mem, .now = t->now, .ids = &t->ids };
	char why[256] = "";

	c.db = db_open(url, why, sizeof why);
	CHECK(t, c.db && migrate_up(&c, embedded_migrations, embedded_migrations_n, &key_step));
	db_close(c.db);
	return url;
}
