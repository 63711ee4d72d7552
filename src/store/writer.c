/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/writer.h"

#include "store/sql.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
	BATCH = 64,
	TRIES = 12,
	CROWDED_TRIES = 3,
	THREADS = 16,
	CACHE_KIB = 8192,
	PAUSE_NS = 2000000
};

struct desk {
	struct writer *writer;
	struct db *db;
	pthread_t thread;
};
struct writer {
	pthread_mutex_t lock;
	pthread_cond_t came;
	pthread_rwlock_t room; /* read by a unit among others, written by one that wants it alone */
	struct unit *first, **last;
	bool closing;
	int64_t units, commits;
	int n;
	struct desk desk[THREADS];
};

/* Up to max of those that wait; with wait, until there is one or nothing more comes. */
static struct unit *take(struct writer *w, int max, bool wait)
{
	pthread_mutex_lock(&w->lock);
	while (wait && !w->first && !w->closing)
		pthread_cond_wait(&w->came, &w->lock);
	struct unit *head = w->first, *u = head;
	for (int i = 1; u && u->next && i < max; i++)
		u = u->next;
	if (u) {
		w->first = u->next;
		if (!w->first)
			w->last = &w->first;
		u->next = NULL;
	}
	pthread_mutex_unlock(&w->lock);
	return head;
}

static void reset(struct ctx *c)
{
	c->fault = (struct fault){ 0 };
	c->wrong = NULL;
}

/* The unit in a transaction of its own, or in a savepoint of the batch. */
static void run(struct unit *u)
{
	u->tries++;
	if (tx_begin(u->c, TX_WRITE)) {
		u->run(u);
		tx_end(u->c);
	}
}

/* Counted before the makers are told, so that whoever was told finds it counted. */
static void finish(struct writer *w, struct unit *head, int64_t commits)
{
	int64_t n = 0;

	for (struct unit *u = head; u; u = u->next)
		n += ctx_ok(u->c);
	pthread_mutex_lock(&w->lock);
	w->units += n;
	w->commits += commits;
	pthread_mutex_unlock(&w->lock);
	for (struct unit *u = head, *next; u; u = next) {
		next = u->next;
		u->c->db = NULL;
		u->done(u);
	}
}

/* Backs off a little more each time, so that two units that fight for a row do not meet again. */
static void pause_before_retry(int tries)
{
	struct timespec t = { 0, (long)tries * PAUSE_NS };

	nanosleep(&t, NULL);
}

/* Who has lost a few times gets the room to itself, or the busiest thread would starve its
   writers. */
static void run_in_room(struct writer *w, struct unit *u)
{
	if (u->tries < CROWDED_TRIES)
		pthread_rwlock_rdlock(&w->room);
	else
		pthread_rwlock_wrlock(&w->room);
	run(u);
	pthread_rwlock_unlock(&w->room);
}

static void alone(struct desk *d, struct unit *u)
{
	for (;;) {
		u->c->db = d->db;
		run_in_room(d->writer, u);
		if (u->c->fault.kind != FAULT_BUSY || u->tries >= TRIES)
			break;
		pause_before_retry(u->tries);
		reset(u->c);
	}
	finish(d->writer, u, 1);
}

/* When the shared commit fails, or the engine gave the whole transaction up, nothing of the batch
   is on disk: every unit that thought it was done gets the fault that was found. */
static void spoil(struct unit *head, const struct fault *f)
{
	for (struct unit *u = head; u; u = u->next)
		if (ctx_ok(u->c))
			u->c->fault = *f;
}

/* Another process, such as a command, may hold the database for longer than the engine waits. */
static bool begin(struct ctx *c)
{
	for (int tries = 1; !tx_begin(c, TX_WRITE); tries++) {
		if (c->fault.kind != FAULT_BUSY || tries >= TRIES)
			return false;
		pause_before_retry(tries);
		reset(c);
	}
	return true;
}

/* Who comes while the others are at work goes with them: it waits for one commit, not for two, and
   what it writes beside theirs is written once. */
static void together(struct desk *d, struct unit *head, struct arena *mem)
{
	struct ctx outer = { .mem = mem, .db = d->db };
	struct unit **next = &head;

	if (begin(&outer)) {
		for (int n = 1; *next && ctx_ok(&outer); next = &(*next)->next, n++) {
			struct unit *u = *next;
			u->c->db = d->db;
			run(u);
			if (!tx_alive(d->db))
				outer.fault = u->c->fault;
			else if (!u->next && n < BATCH)
				u->next = take(d->writer, BATCH - n, false);
		}
		tx_end(&outer);
	}
	if (!ctx_ok(&outer))
		spoil(head, &outer.fault);
	arena_reset(mem);
	finish(d->writer, head, 1);
}

static void *serve(void *data)
{
	struct desk *d = data;
	bool share = db_is_sqlite(d->db);
	struct arena *mem = arena_open();

	for (struct unit *u; (u = take(d->writer, share ? BATCH : 1, true));) {
		if (share)
			together(d, u, mem);
		else
			alone(d, u);
	}
	arena_close(mem);
	return NULL;
}

struct writer *writer_open(const char *url, int threads, char *why, size_t why_size)
{
	struct writer *w = calloc(1, sizeof *w);

	if (!w)
		abort();
	pthread_mutex_init(&w->lock, NULL);
	pthread_rwlockattr_t fair;
	pthread_rwlockattr_init(&fair);
	pthread_rwlockattr_setkind_np(&fair, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	pthread_rwlock_init(&w->room, &fair);
	pthread_rwlockattr_destroy(&fair);
	pthread_cond_init(&w->came, NULL);
	w->last = &w->first;
	for (int i = 0; i < threads && i < THREADS; i++) {
		struct desk *d = &w->desk[i];
		*d = (struct desk){ .writer = w, .db = db_open(url, why, why_size) };
		if (!d->db) {
			writer_close(w);
			return NULL;
		}
		db_cache(d->db, CACHE_KIB);
		if (pthread_create(&d->thread, NULL, serve, d) != 0)
			abort();
		w->n++;
		if (db_is_sqlite(d->db))
			break;
	}
	return w;
}

void writer_close(struct writer *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->closing = true;
	pthread_cond_broadcast(&w->came);
	pthread_mutex_unlock(&w->lock);
	for (int i = 0; i < w->n; i++) {
		pthread_join(w->desk[i].thread, NULL);
		db_close(w->desk[i].db);
	}
	pthread_rwlock_destroy(&w->room);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->came);
	free(w);
}

void writer_submit(struct writer *w, struct unit *u)
{
	u->next = NULL;
	u->tries = 0;
	pthread_mutex_lock(&w->lock);
	*w->last = u;
	w->last = &u->next;
	pthread_cond_signal(&w->came);
	pthread_mutex_unlock(&w->lock);
}

struct waiter {
	struct unit unit;
	struct unit *of;
	pthread_mutex_t lock;
	pthread_cond_t ready;
	bool done;
};

static void wait_run(struct unit *u)
{
	struct waiter *x = u->data;

	x->of->c = u->c;
	x->of->run(x->of);
}

static void wait_done(struct unit *u)
{
	struct waiter *x = u->data;

	pthread_mutex_lock(&x->lock);
	x->done = true;
	pthread_cond_signal(&x->ready);
	pthread_mutex_unlock(&x->lock);
}

bool writer_wait(struct writer *w, struct unit *u)
{
	struct waiter x = { .unit = { .c = u->c, .run = wait_run, .done = wait_done }, .of = u };

	x.unit.data = &x;
	pthread_mutex_init(&x.lock, NULL);
	pthread_cond_init(&x.ready, NULL);
	writer_submit(w, &x.unit);
	pthread_mutex_lock(&x.lock);
	while (!x.done)
		pthread_cond_wait(&x.ready, &x.lock);
	pthread_mutex_unlock(&x.lock);
	pthread_mutex_destroy(&x.lock);
	pthread_cond_destroy(&x.ready);
	return ctx_ok(u->c);
}

void writer_counts(struct writer *w, int64_t *ret_units, int64_t *ret_commits)
{
	pthread_mutex_lock(&w->lock);
	*ret_units = w->units;
	*ret_commits = w->commits;
	pthread_mutex_unlock(&w->lock);
}
