/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "work/index.h"

#include "base/instant.h"
#include "store/search.h"
#include "store/search_index.h"
#include "store/sql.h"
#include "store/writer.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { LOOK_MS = 700, CACHE_KIB = 256, GIVE_WAY = 12, PAUSE_MAX_MS = 300 };

struct index {
	const char *url;
	const struct loop_world *world;
	struct db *db; /* only reads */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t came;
	bool closing;
};

/* False when it is time to end. */
static bool wait(struct index *x, int64_t ms)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += (long)(ms % 1000) * 1000000;
	until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_mutex_lock(&x->lock);
	while (!x->closing)
		if (pthread_cond_timedwait(&x->came, &x->lock, &until) != 0)
			break;
	bool on = !x->closing;
	pthread_mutex_unlock(&x->lock);
	return on;
}

/* What is to be stored next, or NULL. The database may be away for a while: then there is nothing
   to do. */
static struct search_load *load(struct index *x, struct arena *mem)
{
	struct ctx c = { .mem = mem, .now = instant_clock() };
	struct search_load *found = NULL;
	char why[256];

	if (!x->db) {
		x->db = db_open(x->url, why, sizeof why);
		if (!x->db)
			return NULL;
		db_cache(x->db, CACHE_KIB);
	}
	c.db = x->db;
	if (tx_begin(&c, TX_READ)) {
		(void)!search_load(&c, &found);
		tx_end(&c);
	}
	return ctx_ok(&c) ? found : NULL;
}

struct batch {
	struct unit unit;
	const struct search_load *load;
	size_t n;
};

static void run(struct unit *u)
{
	struct batch *b = u->data;

	(void)!search_store(u->c, b->load, &b->n);
}

/* One batch; ret_pause is how long to leave the writer to others. Where nobody else wrote
   meanwhile there is nobody to give way to. */
static size_t work(
	struct index *x, struct arena *mem, const struct search_load *l, int64_t *ret_pause)
{
	struct ctx c = {
		.mem = mem, .now = instant_clock(), .ids = x->world->ids, .house = x->world->house
	};
	struct batch b = { .unit = { .c = &c, .run = run, .data = &b }, .load = l };
	int64_t before, after, commits, began = instant_clock();

	writer_counts(x->world->house->writer, &before, &commits);
	bool done = writer_wait(x->world->house->writer, &b.unit);
	writer_counts(x->world->house->writer, &after, &commits);
	int64_t ms = (instant_clock() - began) * GIVE_WAY / 1000;
	*ret_pause = after - before <= 1 ? 0 : ms > PAUSE_MAX_MS ? PAUSE_MAX_MS : ms;
	return done ? b.n : 0;
}

static void *serve(void *data)
{
	struct index *x = data;
	struct arena *mem = arena_open();
	int64_t pause = LOOK_MS;

	while (wait(x, pause)) {
		const struct search_load *l = load(x, mem);
		size_t n = l ? work(x, mem, l, &pause) : 0;
		if (n < SEARCH_BATCH)
			pause = LOOK_MS;
		arena_reset(mem);
	}
	arena_close(mem);
	return NULL;
}

struct index *index_open(const char *url, const struct loop_world *w)
{
	struct index *x = calloc(1, sizeof *x);
	pthread_condattr_t attr;

	if (!x)
		abort();
	x->url = url;
	x->world = w;
	pthread_mutex_init(&x->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&x->came, &attr);
	pthread_condattr_destroy(&attr);
	if (pthread_create(&x->thread, NULL, serve, x) != 0)
		abort();
	return x;
}

void index_close(struct index *x)
{
	if (!x)
		return;
	pthread_mutex_lock(&x->lock);
	x->closing = true;
	pthread_cond_signal(&x->came);
	pthread_mutex_unlock(&x->lock);
	pthread_join(x->thread, NULL);
	db_close(x->db);
	pthread_mutex_destroy(&x->lock);
	pthread_cond_destroy(&x->came);
	free(x);
}
