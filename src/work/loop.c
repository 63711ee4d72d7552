/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "work/loop.h"

#include "base/instant.h"
#include "core/blob.h"
#include "core/letter.h"
#include "core/once.h"
#include "core/rate.h"
#include "core/session.h"
#include "core/signin.h"
#include "store/writer.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TIDY_MINUTES = 10, SWEEPS = 100 };

struct lane {
	struct loop *loop;
	enum job_lane which;
	pthread_t thread;
	bool poked;
};

struct loop {
	const struct loop_world *world;
	pthread_mutex_t lock;
	pthread_cond_t came;
	bool closing;
	struct lane lane[JOB_LANES];
};

struct errand {
	bool (*fn)(struct ctx *c, void *data);
	void *data;
};

static void errand_run(struct unit *u)
{
	struct errand *e = u->data;

	(void)!e->fn(u->c, e->data);
}

bool loop_write(struct ctx *c, bool (*fn)(struct ctx *c, void *data), void *data)
{
	struct errand e = { fn, data };
	struct ctx inner = *c;
	struct unit u = { .c = &inner, .run = errand_run, .data = &e };

	if (!ctx_ok(c))
		return false;
	bool done = writer_wait(c->house->writer, &u);
	c->statements = inner.statements;
	c->fault = inner.fault;
	return done;
}

static struct ctx fresh(const struct loop_world *w, struct arena *mem, int64_t now)
{
	return (struct ctx){ .mem = mem, .now = now, .ids = w->ids, .house = w->house };
}

struct turn {
	const struct loop_world *world;
	enum job_lane lane;
	struct job job;
	size_t kind;
	struct str error;
};

static const struct job_kind *kind_of(const struct turn *t)
{
	return t->kind < t->world->n ? t->world->kinds[t->kind] : NULL;
}

static bool claim(struct ctx *c, void *data)
{
	struct turn *t = data;

	return job_claim(c, t->world->kinds, t->world->n, t->lane, &t->job, &t->kind);
}

static bool finish(struct ctx *c, void *data)
{
	struct turn *t = data;

	if (t->error.len == 0)
		return job_done(c, &t->job);
	return job_failed(c, kind_of(t), &t->job, t->error);
}

/* One line for a job, as for a request: what it was and how it ended, never what it was about. */
static void log_line(const struct turn *t, const struct ctx *c, int64_t began)
{
	const struct job_kind *kind = kind_of(t);

	fprintf(stderr, "id=%lld job=%s try=%lld ms=%.3f sql=%lld%s%s\n", (long long)t->job.id,
		kind ? kind->name : "unknown", (long long)t->job.tries,
		(double)(instant_clock() - began) / 1000, (long long)c->statements,
		t->error.len ? " fault=" : "",
		!t->error.len		 ? ""
			: c->fault.where ? c->fault.where
					 : "unknown");
}

static void perform(struct turn *t, struct ctx *c)
{
	const struct job_kind *kind = kind_of(t);
	int64_t began = instant_clock();

	if (kind ? kind->run(c, &t->job) && ctx_ok(c) : false)
		t->error = S("");
	else if (kind)
		t->error =
			arena_str(c->mem, str_of(c->fault.text[0] ? c->fault.text : "It failed."));
	else
		t->error = S("This version of the program does not know this kind of job.");
	log_line(t, c, began);
}

bool loop_step(const struct loop_world *w, enum job_lane lane, int64_t now, bool *ret_ran)
{
	struct arena *mem = arena_open();
	struct ctx c = fresh(w, mem, now), after;
	struct turn t = { .world = w, .lane = lane };
	bool good = loop_write(&c, claim, &t);

	*ret_ran = good && t.job.id != 0;
	if (*ret_ran) {
		perform(&t, &c);
		after = fresh(w, mem, now);
		good = loop_write(&after, finish, &t);
	}
	arena_close(mem);
	return good;
}

static bool tidy(struct ctx *c, void *data)
{
	int64_t n;

	(void)data;
	return letter_recover(c, &n) && letter_forget(c) && rate_forget(c) && once_forget(c)
		&& session_forget(c) && signin_forget(c);
}

static bool sweep(struct ctx *c, void *data)
{
	return blob_sweep(c, data);
}

/* Files that are gone are cleared away in small pieces, so that no post waits for a large one. */
bool loop_tidy(const struct loop_world *w, int64_t now)
{
	struct arena *mem = arena_open();
	struct ctx c = fresh(w, mem, now);
	bool good = loop_write(&c, tidy, NULL), more = good;

	for (int i = 0; good && more && i < SWEEPS; i++)
		good = loop_write(&c, sweep, &more);
	arena_close(mem);
	return good;
}

/* True when it is time to look again, false when it is time to end. */
static bool wait(struct lane *k)
{
	struct loop *l = k->loop;
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec++;
	pthread_mutex_lock(&l->lock);
	while (!k->poked && !l->closing)
		if (pthread_cond_timedwait(&l->came, &l->lock, &until) != 0)
			break;
	k->poked = false;
	bool on = !l->closing;
	pthread_mutex_unlock(&l->lock);
	return on;
}

static bool closing(struct loop *l)
{
	pthread_mutex_lock(&l->lock);
	bool is = l->closing;
	pthread_mutex_unlock(&l->lock);
	return is;
}

static void *serve(void *data)
{
	struct lane *k = data;
	struct loop *l = k->loop;
	int64_t tidied = 0;

	do {
		int64_t now = instant_clock();
		bool ran = true;
		if (k->which == JOB_QUICK && now - tidied >= TIDY_MINUTES * INSTANT_MINUTE) {
			(void)!loop_tidy(l->world, now);
			tidied = now;
		}
		while (ran && !closing(l))
			if (!loop_step(l->world, k->which, instant_clock(), &ran))
				break; /* the database is busy or away: look again in a second */
	} while (wait(k));
	return NULL;
}

struct loop *loop_open(const struct loop_world *w)
{
	struct loop *l = calloc(1, sizeof *l);
	pthread_condattr_t attr;

	if (!l)
		abort();
	l->world = w;
	pthread_mutex_init(&l->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&l->came, &attr);
	pthread_condattr_destroy(&attr);
	for (int i = 0; i < JOB_LANES; i++) {
		l->lane[i] = (struct lane){ .loop = l, .which = (enum job_lane)i };
		if (pthread_create(&l->lane[i].thread, NULL, serve, &l->lane[i]) != 0)
			abort();
	}
	return l;
}

void loop_poke(struct loop *l)
{
	if (!l)
		return;
	pthread_mutex_lock(&l->lock);
	for (int i = 0; i < JOB_LANES; i++)
		l->lane[i].poked = true;
	pthread_cond_broadcast(&l->came);
	pthread_mutex_unlock(&l->lock);
}

void loop_close(struct loop *l)
{
	if (!l)
		return;
	pthread_mutex_lock(&l->lock);
	l->closing = true;
	pthread_cond_broadcast(&l->came);
	pthread_mutex_unlock(&l->lock);
	for (int i = 0; i < JOB_LANES; i++)
		pthread_join(l->lane[i].thread, NULL);
	pthread_mutex_destroy(&l->lock);
	pthread_cond_destroy(&l->came);
	free(l);
}
