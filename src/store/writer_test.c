/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/sql.h"
#include "store/writer.h"
#include "test/test.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static const struct stmt add = { "add", "INSERT INTO setting (key, value) VALUES ($1, $2)", "ss",
	"" };
static const struct stmt count = { "count", "SELECT count(*) FROM setting", "", "i" };

enum { THREADS = 8, UNITS = 40 };

struct job_of_test {
	struct writer *writer;
	int number, done, refused;
};

static void add_row(struct unit *u)
{
	struct str key = arena_fmt(u->c->mem, "%s", (char *)u->data);

	(void)!sql_run(u->c, &add, ARGS(arg(key), arg(S("x"))));
}

static bool write_one(struct writer *w, const char *key)
{
	struct arena *mem = arena_open();
	struct ctx c = { .mem = mem };
	struct unit u = { .c = &c,
		.run = add_row,
		.data = arena_str(mem, str_of(key)).at ? (void *)(uintptr_t)key : NULL };
	bool good = writer_wait(w, &u);

	arena_close(mem);
	return good;
}

/* Every fifth key is the same for all threads, so that only one of them can have it. */
static void *write_many(void *data)
{
	struct job_of_test *j = data;
	struct arena *mem = arena_open();

	for (int i = 0; i < UNITS; i++) {
		const char *key = i % 5 == 0 ? arena_fmt(mem, "shared-%d", i).at
					     : arena_fmt(mem, "%d-%d", j->number, i).at;
		if (write_one(j->writer, key))
			j->done++;
		else
			j->refused++;
	}
	arena_close(mem);
	return NULL;
}

static int64_t rows_of(struct test *t, const char *url)
{
	struct ctx c = { .mem = t->mem };
	char why[256];
	struct rows r;
	int64_t n = -1;

	c.db = db_open(url, why, sizeof why);
	if (c.db && sql_one(&c, &count, NO_ARGS, &r)) {
		n = row_int(&r, 0);
		sql_end(&r);
	}
	db_close(c.db);
	return n;
}

void test_concurrent_writers_keep_what_was_acknowledged_and_nothing_else(struct test *t)
{
	const char *url = test_database(t);
	char why[256] = "";
	struct writer *w = writer_open(url, 4, why, sizeof why);
	struct job_of_test job[THREADS];
	pthread_t thread[THREADS];
	int done = 0, refused = 0;
	int64_t units = 0, commits = 0;

	CHECK(t, w != NULL);
	for (int i = 0; i < THREADS; i++) {
		job[i] = (struct job_of_test){ .writer = w, .number = i };
		CHECK(t, pthread_create(&thread[i], NULL, write_many, &job[i]) == 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(thread[i], NULL);
		done += job[i].done;
		refused += job[i].refused;
	}
	writer_counts(w, &units, &commits);
	writer_close(w);
	CHECK(t, done == THREADS * UNITS * 4 / 5 + UNITS / 5);
	CHECK(t, done + refused == THREADS * UNITS);
	CHECK(t, units == done && commits >= 1);
	CHECK(t, rows_of(t, url) == done);
}

void test_concurrent_writer_finishes_its_queue_when_it_closes(struct test *t)
{
	const char *url = test_database(t);
	char why[256] = "";
	struct writer *w = writer_open(url, 2, why, sizeof why);

	CHECK(t, w && write_one(w, "a") && write_one(w, "b") && !write_one(w, "a"));
	writer_close(w);
	CHECK(t, rows_of(t, url) == 2);
}

struct pair_of_units {
	struct unit unit;
	struct writer *writer;
	struct unit *then;
	int submitted;
};

static void submit_another(struct unit *u)
{
	struct pair_of_units *p = u->data;

	if (p->submitted++ == 0)
		writer_submit(p->writer, p->then);
}

static void nothing(struct unit *u)
{
	(void)u;
}

static void tell(struct unit *u)
{
	atomic_store((atomic_int *)u->data, 1);
}

void test_concurrent_writer_takes_along_who_comes_while_it_works(struct test *t)
{
	const char *url = test_database(t);
	char why[256] = "";
	struct writer *w = writer_open(url, 1, why, sizeof why);
	struct ctx first = { .mem = t->mem }, second = { .mem = arena_open() };
	atomic_int told = 0;
	struct unit then = { .c = &second, .run = nothing, .done = tell, .data = &told };
	struct pair_of_units p = { .writer = w, .then = &then };
	int64_t units = 0, commits = 0;

	CHECK(t, w != NULL);
	p.unit = (struct unit){ .c = &first, .run = submit_another, .data = &p };
	CHECK(t, writer_wait(w, &p.unit));
	while (!atomic_load(&told))
		sched_yield();
	writer_counts(w, &units, &commits);
	CHECK(t, units == 2 && commits == (str_starts(str_of(url), S("sqlite:")) ? 1 : 2));
	writer_close(w);
	arena_close(second.mem);
}
