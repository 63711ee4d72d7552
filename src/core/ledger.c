/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/ledger.h"

#include "base/instant.h"
#include "core/activity.h"
#include "store/writer.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* Two lists: one fills while the other is written. */
struct list {
	struct trace *at;
	size_t n;
};
struct ledger {
	struct writer *writer;
	struct ids *ids;
	pthread_mutex_t lock;
	pthread_cond_t filling, room;
	struct list now, spare;
	bool closing;
	pthread_t thread;
};

static void write_list(struct unit *u)
{
	const struct list *l = u->data;

	(void)!activity_add_all(u->c, l->at, l->n);
}

/* A full disk may be emptied, so a failed write is tried again: for a minute, or for two seconds
   when the process is to end. */
static bool once_more(struct ledger *l, int tries)
{
	pthread_mutex_lock(&l->lock);
	bool more = tries < (l->closing ? 20 : 600);
	pthread_mutex_unlock(&l->lock);
	return more;
}

static void flush(struct ledger *l, struct list *full, struct arena *mem)
{
	struct ctx c = { .mem = mem, .ids = l->ids, .now = instant_clock() };
	struct unit u = { .c = &c, .run = write_list, .data = full };

	for (int tries = 0; !writer_wait(l->writer, &u) && once_more(l, tries); tries++) {
		c.fault = (struct fault){ 0 };
		nanosleep(&(struct timespec){ 0, 100 * 1000 * 1000 }, NULL);
	}
	full->n = 0;
	arena_reset(mem);
}

static void wait_for_some(struct ledger *l)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += LEDGER_DELAY_MS * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	while (!l->closing && l->now.n < LEDGER_ROOM / 2)
		if (pthread_cond_timedwait(&l->filling, &l->lock, &until) != 0)
			return;
}

static void *serve(void *data)
{
	struct ledger *l = data;
	struct arena *mem = arena_open();

	pthread_mutex_lock(&l->lock);
	while (!l->closing || l->now.n > 0) {
		wait_for_some(l);
		if (l->now.n == 0)
			continue;
		struct list full = l->now;
		l->now = l->spare;
		pthread_cond_broadcast(&l->room);
		pthread_mutex_unlock(&l->lock);
		flush(l, &full, mem);
		pthread_mutex_lock(&l->lock);
		l->spare = full;
	}
	pthread_mutex_unlock(&l->lock);
	arena_close(mem);
	return NULL;
}

struct ledger *ledger_open(struct writer *w, struct ids *ids)
{
	struct ledger *l = calloc(1, sizeof *l);

	if (!l)
		abort();
	*l = (struct ledger){ .writer = w, .ids = ids };
	l->now.at = calloc(LEDGER_ROOM, sizeof *l->now.at);
	l->spare.at = calloc(LEDGER_ROOM, sizeof *l->spare.at);
	if (!l->now.at || !l->spare.at)
		abort();
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->filling, NULL);
	pthread_cond_init(&l->room, NULL);
	if (pthread_create(&l->thread, NULL, serve, l) != 0)
		abort();
	return l;
}

void ledger_close(struct ledger *l)
{
	if (!l)
		return;
	pthread_mutex_lock(&l->lock);
	l->closing = true;
	pthread_cond_signal(&l->filling);
	pthread_mutex_unlock(&l->lock);
	pthread_join(l->thread, NULL);
	pthread_mutex_destroy(&l->lock);
	pthread_cond_destroy(&l->filling);
	pthread_cond_destroy(&l->room);
	free(l->now.at);
	free(l->spare.at);
	free(l);
}

void ledger_add(struct ledger *l, const struct trace *t)
{
	pthread_mutex_lock(&l->lock);
	while (l->now.n == LEDGER_ROOM)
		pthread_cond_wait(&l->room, &l->lock);
	l->now.at[l->now.n++] = *t;
	if (l->now.n == LEDGER_ROOM / 2)
		pthread_cond_signal(&l->filling);
	pthread_mutex_unlock(&l->lock);
}
