/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* raw FILE WRITERS SECONDS [TOGETHER]: how many durable posts SQLite itself takes on this disk.
   Each writer has a connection of its own; a post is three rows (the post, the count of its thread,
   the count of its author) in one synchronous commit, or in one of TOGETHER posts. FILE is made. */
#include "base/str.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { WRITERS = 64, THREADS = 100, PEOPLE = 1000, BODY = 600, BUSY_MS = 20000, SAMPLES = 1 << 21 };

static const char schema[] =
	"CREATE TABLE person (id INTEGER PRIMARY KEY, posts INTEGER NOT NULL);"
	"CREATE TABLE thread"
	" (id INTEGER PRIMARY KEY, posts INTEGER NOT NULL, last_at INTEGER NOT NULL);"
	"CREATE TABLE post (id INTEGER PRIMARY KEY, thread_id INTEGER NOT NULL,"
	" author_id INTEGER NOT NULL, posted_at INTEGER NOT NULL, html TEXT NOT NULL)";
static const char *const steps[] = { "BEGIN IMMEDIATE",
	"INSERT INTO post (thread_id, author_id, posted_at, html) VALUES (?1, ?2, ?3, ?4)",
	"UPDATE thread SET posts = posts + 1, last_at = ?3 WHERE id = ?1",
	"UPDATE person SET posts = posts + 1 WHERE id = ?2", "COMMIT" };
enum { BEGIN, POST, THREAD, PERSON, COMMIT, STEPS };

struct job {
	const char *file;
	int writer, together;
	double until;
	int64_t posts, commits;
	double *took; /* of each commit, seconds */
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void stop_if(bool wrong, sqlite3 *db, const char *what)
{
	if (!wrong)
		return;
	fprintf(stderr, "%s: %s\n", what, db ? sqlite3_errmsg(db) : "");
	exit(1);
}

static void script(sqlite3 *db, const char *text)
{
	stop_if(sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK, db, text);
}

static sqlite3 *open_file(const char *file)
{
	sqlite3 *db = NULL;

	stop_if(sqlite3_open(file, &db) != SQLITE_OK, db, file);
	sqlite3_busy_timeout(db, BUSY_MS);
	script(db,
		"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768");
	return db;
}

static void make(const char *file)
{
	sqlite3 *db = open_file(file);
	char text[200];

	script(db, schema);
	snprintf(text, sizeof text,
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
		" INSERT INTO thread SELECT i, 0, 0 FROM n",
		THREADS);
	script(db, text);
	snprintf(text, sizeof text,
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
		" INSERT INTO person SELECT i, 0 FROM n",
		PEOPLE);
	script(db, text);
	sqlite3_close(db);
}

static void step(sqlite3 *db, sqlite3_stmt *s)
{
	stop_if(sqlite3_step(s) != SQLITE_DONE, db, sqlite3_sql(s));
	sqlite3_reset(s);
}

static void commit_some(
	struct job *j, sqlite3 *db, sqlite3_stmt *const *s, uint64_t *dice, const char *body)
{
	step(db, s[BEGIN]);
	for (int n = 0; n < j->together; n++) {
		*dice = *dice * 6364136223846793005u + 1442695040888963407u;
		for (int i = POST; i <= PERSON; i++) {
			sqlite3_bind_int64(s[i], 1, (int64_t)(1 + (*dice >> 33) % THREADS));
			if (i != THREAD)
				sqlite3_bind_int64(s[i], 2, (int64_t)(1 + (*dice >> 33) % PEOPLE));
			if (i != PERSON)
				sqlite3_bind_int64(s[i], 3, (int64_t)time(NULL));
		}
		sqlite3_bind_text(s[POST], 4, body, BODY, SQLITE_STATIC);
		for (int i = POST; i <= PERSON; i++)
			step(db, s[i]);
	}
	step(db, s[COMMIT]);
	j->posts += j->together;
}

static void *write_posts(void *data)
{
	struct job *j = data;
	sqlite3 *db = open_file(j->file);
	sqlite3_stmt *s[STEPS];
	uint64_t dice = (uint64_t)j->writer + 1;
	char body[BODY];

	memset(body, 'a', sizeof body);
	for (int i = 0; i < STEPS; i++)
		stop_if(sqlite3_prepare_v2(db, steps[i], -1, &s[i], NULL) != SQLITE_OK, db,
			steps[i]);
	for (double at = now(); at < j->until; at = now()) {
		commit_some(j, db, s, &dice, body);
		if (j->commits < SAMPLES)
			j->took[j->commits++] = now() - at;
	}
	for (int i = 0; i < STEPS; i++)
		sqlite3_finalize(s[i]);
	sqlite3_close(db);
	return NULL;
}

static int rising(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void tell(const struct job *job, int writers, double seconds)
{
	int64_t posts = 0, commits = 0, n = 0;

	for (int i = 0; i < writers; i++) {
		posts += job[i].posts;
		commits += job[i].commits;
	}
	double *all = calloc((size_t)commits + 1, sizeof *all);
	stop_if(!all, NULL, "no memory");
	for (int i = 0; i < writers; i++) {
		memcpy(all + n, job[i].took, (size_t)job[i].commits * sizeof *all);
		n += job[i].commits;
	}
	qsort(all, (size_t)commits, sizeof *all, rising);
	printf("%.1f posts/s, commit p50 %.3f ms, p99 %.3f ms\n", (double)posts / seconds,
		all[commits / 2] * 1e3, all[commits * 99 / 100] * 1e3);
	free(all);
}

static int64_t number(int argc, char **argv, int at, int64_t fallback, int64_t max)
{
	int64_t n = fallback;

	if (at < argc && (!str_to_int(str_of(argv[at]), &n) || n < 1 || n > max))
		n = 0;
	return n;
}

int main(int argc, char **argv)
{
	pthread_t thread[WRITERS];
	struct job job[WRITERS];
	int writers = (int)number(argc, argv, 2, 0, WRITERS);
	int together = (int)number(argc, argv, 4, 1, 1000);
	double seconds = (double)number(argc, argv, 3, 0, 3600);

	if (writers == 0 || together == 0 || seconds < 1) {
		fprintf(stderr, "raw FILE WRITERS SECONDS [TOGETHER]: 1 to %d writers\n", WRITERS);
		return 2;
	}
	make(argv[1]);
	double began = now();
	for (int i = 0; i < writers; i++) {
		job[i] = (struct job){ .file = argv[1],
			.writer = i,
			.together = together,
			.until = began + seconds,
			.took = calloc(SAMPLES, sizeof(double)) };
		int none = pthread_create(&thread[i], NULL, write_posts, &job[i]);
		stop_if(!job[i].took || none, NULL, "no thread");
	}
	for (int i = 0; i < writers; i++)
		pthread_join(thread[i], NULL);
	tell(job, writers, now() - began);
	for (int i = 0; i < writers; i++)
		free(job[i].took);
	return 0;
}
