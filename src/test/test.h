/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A test is a function «void test_what_is_promised(struct test *t)»; tools/tests.py lists them all.
   Each runs in a transaction of its own that is rolled back, on SQLite or, with CAIRN_TEST_PG, on
   PostgreSQL. Names: test_ */
#ifndef TEST_TEST_H
#define TEST_TEST_H

#include "base/conf.h"
#include "site/gate.h"
#include "store/stmt.h"

struct test {
	struct arena *mem;
	struct db *db;
	struct ids ids;
	struct conf conf;
	struct house house;
	struct ctx *open;  /* the unit of work that test_ctx began last */
	struct str cookie; /* sent with every request */
	int64_t now;	   /* of the next unit of work; a test may move it */
	int64_t roles;
	const struct gate *gate; /* NULL: the program's own */
	int failed;
};
struct reply {
	int status;
	struct str body, location, set_cookie, type, download;
	struct str headers;	  /* all of them, «Name: value» in lines */
	int64_t statements, rows; /* that it took */
	struct fault fault;
};

enum { TEST_NOW_YEAR = 2026 };
/* Tuesday 3 November 2026, 12:00 UTC. */
#define TEST_NOW INT64_C(1793707200000000)

/* Ends the unit of work before it (commits it within the test when it has no fault) and begins the
   next, as a person with their own roles, or 0 for the command line with all roles. */
struct ctx *test_ctx(struct test *t, struct person_id actor);
/* Ends the open unit of work; true when it had no fault. */
bool test_end(struct test *t);
/* A new person «NAME@cairn.example» with these roles. */
struct person_id test_person(struct test *t, const char *name, int64_t roles);
/* From now on requests come from a browser in which person is signed in; person 0 signs out. */
void test_sign_in(struct test *t, struct person_id person);
/* Route, access, handler, SQL and template without a socket; path may have a query. */
struct reply test_get(struct test *t, const char *path);
struct reply test_post(struct test *t, const char *path, const char *form);
struct reply test_request(struct test *t, struct request *rq);
bool test_has(struct str text, const char *part);
/* All statements of the program. */
const struct stmt *test_statements(size_t *ret_n);

/* An empty directory, removed at the end with a database and a key that may be in it. */
const char *test_directory(struct test *t);
/* For tests that need a database which several connections see: its URL, empty, removed at the
   end. */
const char *test_database(struct test *t);
const char *test_database_empty(struct test *t); /* without a table */

#define CHECK(t, x) ((x) ? (void)0 : test_failed((t), __FILE__, __LINE__, #x))
void test_failed(struct test *t, const char *file, int line, const char *what);

#endif
