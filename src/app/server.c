/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server.h"

#include "app/live.h"
#include "app/wiring.h"
#include "base/cellar.h"
#include "base/instant.h"
#include "base/shelf.h"
#include "core/key_ring.h"
#include "core/ledger.h"
#include "core/postcodes.h"
#include "core/secret.h"
#include "core/session.h"
#include "http/mhd.h"
#include "media/confine.h"
#include "store/sql.h"
#include "store/writer.h"
#include "work/index.h"
#include "work/loop.h"
#include "work/post.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ACTOR_LETTERS = 8 }; /* of a person, in the log */
enum {
	READERS = 64,
	CACHE_KIB = 6144,
	WRITERS_PG = 4,
	READERS_PG = 16,
	THREADS_MAX = 16,
	SHELF_BYTES = 12 << 20
};

/* A request that is answered in a unit of work of its own. */
struct errand {
	struct unit unit;
	struct server *server;
	struct request *rq;
	const struct route *route;
	struct errand *next;
};
struct server {
	struct world *world;
	struct mhd *mhd;
	struct loop_world jobs;
	struct loop *loop;
	struct index *index;
	struct live *live;
	pthread_mutex_t lock;
	struct db *reader[READERS]; /* that nobody uses now */
	int readers;
	pthread_t slow; /* does what must not hold up the writer */
	pthread_cond_t came;
	struct errand *first, **last;
	bool closing;
};

static struct db *reader_take(struct server *s)
{
	struct db *db = NULL;
	char why[256];

	pthread_mutex_lock(&s->lock);
	if (s->readers > 0)
		db = s->reader[--s->readers];
	pthread_mutex_unlock(&s->lock);
	if (db)
		return db;
	db = db_open(s->world->url, why, sizeof why);
	if (db)
		db_cache(db, CACHE_KIB);
	return db;
}

static void reader_give(struct server *s, struct db *db)
{
	pthread_mutex_lock(&s->lock);
	bool kept = s->readers < READERS;
	if (kept)
		s->reader[s->readers++] = db;
	pthread_mutex_unlock(&s->lock);
	if (!kept)
		db_close(db);
}

static void touch_run(struct unit *u)
{
	(void)!session_touch(u->c, u->data);
}

static void touch_done(struct unit *u)
{
	arena_close(u->c->mem);
}

/* An hour after it was last noted, that a session is in use; nobody waits for it. */
static void touch(struct server *s, const struct request *rq)
{
	if (!rq->session || !rq->session->person.v
		|| rq->ctx->now - rq->session->seen_at < INSTANT_HOUR)
		return;
	struct arena *mem = arena_open();
	struct ctx *c = arena_new(mem, struct ctx, 1);
	struct unit *u = arena_new(mem, struct unit, 1);
	struct session *copy = arena_new(mem, struct session, 1);
	*c = (struct ctx){
		.mem = mem, .now = rq->ctx->now, .ids = rq->ctx->ids, .house = rq->ctx->house
	};
	*copy = (struct session){ .id = rq->session->id,
		.person = rq->session->person,
		.seen_at = rq->session->seen_at };
	*u = (struct unit){ .c = c, .run = touch_run, .done = touch_done, .data = copy };
	writer_submit(s->world->house.writer, u);
}

static void read_now(void *world, struct request *rq)
{
	struct server *s = world;
	struct ctx *c = rq->ctx;

	c->db = reader_take(s);
	if (!c->db)
		(void)!fail(c, FAULT_BUSY,
			"The database cannot be reached. Please try again in a moment.");
	if (c->db && tx_begin(c, TX_READ)) {
		gate_answer(&wiring_gate, rq);
		(void)!tx_end(c);
		touch(s, rq);
	} else {
		gate_spoil(rq);
	}
	if (c->db)
		reader_give(s, c->db);
	c->db = NULL;
}

static void errand_run(struct unit *u)
{
	struct errand *e = u->data;

	gate_answer(&wiring_gate, e->rq);
	if (ctx_ok(u->c) && e->rq->session->person.v
		&& u->c->now - e->rq->session->seen_at >= INSTANT_HOUR)
		(void)!session_touch(u->c, e->rq->session);
}

static void errand_done(struct unit *u)
{
	struct errand *e = u->data;

	if (!ctx_ok(u->c) && e->rq->status < 400)
		gate_spoil(e->rq);
	mhd_answered(e->rq);
}

static void before(struct server *s, struct errand *e)
{
	struct ctx *c = e->rq->ctx;

	c->db = reader_take(s);
	if (c->db && tx_begin(c, TX_READ)) {
		(void)!e->route->before(e->rq);
		(void)!tx_end(c);
	}
	if (c->db)
		reader_give(s, c->db);
	c->db = NULL;
	c->wrong = NULL;
	c->fault = (struct fault){ 0 };
	writer_submit(s->world->house.writer, &e->unit);
}

static void *slow(void *data)
{
	struct server *s = data;

	pthread_mutex_lock(&s->lock);
	while (!s->closing || s->first) {
		struct errand *e = s->first;
		if (!e) {
			pthread_cond_wait(&s->came, &s->lock);
			continue;
		}
		s->first = e->next;
		if (!s->first)
			s->last = &s->first;
		pthread_mutex_unlock(&s->lock);
		before(s, e);
		pthread_mutex_lock(&s->lock);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

static void write_later(void *world, struct request *rq)
{
	struct server *s = world;
	struct errand *e = arena_new(rq->ctx->mem, struct errand, 1);

	*e = (struct errand){ .server = s, .rq = rq, .route = gate_find(&wiring_gate, rq) };
	e->unit = (struct unit){ .c = rq->ctx, .run = errand_run, .done = errand_done, .data = e };
	if (e->route && e->route->early)
		e->route->early(rq);
	rq->ctx->wrong = NULL;
	rq->ctx->fault = (struct fault){ 0 }; /* an unknown address is told by the gate */
	if (!e->route || !e->route->before) {
		writer_submit(s->world->house.writer, &e->unit);
		return;
	}
	pthread_mutex_lock(&s->lock);
	*s->last = e;
	s->last = &e->next;
	pthread_cond_signal(&s->came);
	pthread_mutex_unlock(&s->lock);
}

/* Most routes take little, from anybody; nothing needs to be read for them. */
static size_t body_max(void *world, struct request *rq)
{
	struct server *s = world;
	struct ctx *c = rq->ctx;
	const struct route *r = gate_find(&wiring_gate, rq);
	bool large = r && r->body_max > BODY_MAX;
	size_t most = BODY_MAX;

	c->fault = (struct fault){ 0 };
	c->db = large ? reader_take(s) : NULL;
	if (!c->db || tx_begin(c, TX_READ))
		most = gate_body_max(&wiring_gate, rq);
	if (c->db) {
		(void)!tx_end(c);
		reader_give(s, c->db);
	}
	c->db = NULL;
	c->fault = (struct fault){ 0 };
	rq->status = 0;
	return most;
}

/* Who asked, for a day, as a word that only the key file makes: a line has the instant of a post,
   and its author may write under an alias. */
static struct str actor_word(struct ctx *c)
{
	if (c->actor.v == 0)
		return S("-");
	struct str word = secret_name(c, "log",
		arena_fmt(c->mem, "%lld %lld", (long long)c->actor.v,
			(long long)(c->now / INSTANT_DAY)));
	word.len = ACTOR_LETTERS;
	return word;
}

static void log_line(void *world, const struct request *rq, int64_t microseconds)
{
	const struct server *s = world;
	struct ctx *c = rq->ctx;
	char line[512];

	if (!s->world->conf.log)
		return;
	struct str actor = actor_word(c);
	int n = snprintf(line, sizeof line,
		"id=%lld actor=%.*s route=%s status=%d ms=%.3f sql=%lld%s%s%s%s\n",
		(long long)c->now, (int)actor.len, actor.at,
		rq->asset	    ? "/asset"
			: rq->route ? rq->route
				    : "-",
		rq->status ? rq->status : 200, (double)microseconds / 1000,
		(long long)c->statements,
		ctx_ok(c) ? "" : " fault=", ctx_ok(c) ? "" : c->fault.where,
		c->fault.kind == FAULT_INTERNAL ? " why=" : "",
		c->fault.kind == FAULT_INTERNAL ? c->fault.text : "");
	fwrite(line, 1, (size_t)(n < (int)sizeof line ? n : (int)sizeof line - 1), stderr);
}

static unsigned processors(const struct conf *conf)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	if (conf->threads > 0)
		return (unsigned)conf->threads;
	return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : (unsigned)n;
}

static bool listen_on(struct server *s, char *why, size_t size)
{
	const struct conf *conf = &s->world->conf;
	struct str host = str_of(conf->listen);
	const char *colon = strrchr(conf->listen, ':');
	int64_t port = 0;

	if (!colon || !str_to_int(str_of(colon + 1), &port) || port > 65535) {
		snprintf(why, size, "%s is not ADDRESS:PORT", conf->listen);
		return false;
	}
	host.len = (size_t)(colon - conf->listen);
	if (host.len > 2 && host.at[0] == '[')
		host = (struct str){ host.at + 1, host.len - 2 };
	bool sqlite = db_is_sqlite(s->world->db);
	struct mhd_conf m = { .host = arena_str(s->world->mem, host).at,
		.port = (uint16_t)port,
		.threads = sqlite ? processors(conf) : READERS_PG,
		.connections = (unsigned)conf->connections,
		.streams_each = (unsigned)conf->streams_each,
		.ids = &s->world->ids,
		.house = &s->world->house,
		.world = s,
		.body_max = body_max,
		.read = read_now,
		.write = write_later,
		.log = log_line };
	s->mhd = mhd_open(&m, why, size);
	return s->mhd != NULL;
}

struct server *server_open(struct world *w, char *why, size_t why_size)
{
	struct server *s = calloc(1, sizeof *s);

	if (!s)
		abort();
	post_open();
	s->world = w;
	s->jobs = (struct loop_world){ &w->house, &w->ids, wiring_jobs, wiring_jobs_n };
	s->last = &s->first;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->came, NULL);
	if (pthread_create(&s->slow, NULL, slow, s) != 0)
		abort();
	w->house.shelf = shelf_open(SHELF_BYTES);
	w->house.cellar = cellar_open(w->data, (uint64_t)w->conf.drawn_mb << 20);
	w->house.ring = key_ring_open();
	w->house.postcodes = postcodes_open(0);
	w->house.writer = writer_open(w->url, WRITERS_PG, why, why_size);
	if (w->house.writer)
		w->house.ledger = ledger_open(w->house.writer, &w->ids);
	if (!w->house.writer || !gate_check(&wiring_gate, why, why_size)
		|| !listen_on(s, why, why_size)) {
		server_close(s);
		return NULL;
	}
	confine_sweep(); /* what a crash left behind */
	s->loop = loop_open(&s->jobs);
	s->index = index_open(w->url, &s->jobs);
	s->live = live_open(w, mhd_streams(s->mhd));
	return s;
}

uint16_t server_port(const struct server *s)
{
	return mhd_port(s->mhd);
}

void server_close(struct server *s)
{
	if (!s)
		return;
	live_close(s->live);
	mhd_close(s->mhd);
	loop_close(s->loop);
	index_close(s->index);
	pthread_mutex_lock(&s->lock);
	s->closing = true;
	pthread_cond_signal(&s->came);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->slow, NULL);
	ledger_close(s->world->house.ledger);
	s->world->house.ledger = NULL;
	writer_close(s->world->house.writer);
	s->world->house.writer = NULL;
	shelf_close(s->world->house.shelf);
	s->world->house.shelf = NULL;
	cellar_close(s->world->house.cellar);
	s->world->house.cellar = NULL;
	key_ring_close(s->world->house.ring);
	s->world->house.ring = NULL;
	postcodes_close(s->world->house.postcodes);
	s->world->house.postcodes = NULL;
	while (s->readers > 0)
		db_close(s->reader[--s->readers]);
	pthread_mutex_destroy(&s->lock);
	pthread_cond_destroy(&s->came);
	free(s);
}
