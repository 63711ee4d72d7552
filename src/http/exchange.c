/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/exchange.h"

#include "base/instant.h"

#include <stdlib.h>

enum { BUFFER_KEPT = 256 * 1024 };

void exchange_pool_open(struct pool *p, const struct mhd_conf *conf)
{
	*p = (struct pool){ .conf = conf };
	pthread_mutex_init(&p->lock, NULL);
}

static void discard(struct exchange *x)
{
	arena_close(x->ctx.mem);
	buf_free(&x->rq.out);
	buf_free(&x->body);
	buf_free(&x->gzip);
	free(x);
}

void exchange_pool_close(struct pool *p)
{
	while (p->free) {
		struct exchange *x = p->free;
		p->free = x->next;
		discard(x);
	}
	while (p->presser) {
		struct presser *x = p->presser;
		p->presser = x->next;
		press_close(x->of);
		free(x);
	}
	pthread_mutex_destroy(&p->lock);
}

static struct exchange *make(void)
{
	struct exchange *x = calloc(1, sizeof *x);

	if (!x)
		abort();
	x->ctx.mem = arena_open();
	buf_init(&x->rq.out, ANSWER_MAX);
	buf_init(&x->gzip, ANSWER_MAX);
	return x;
}

struct exchange *exchange_take(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	struct exchange *x = p->free;
	if (x)
		p->free = x->next;
	pthread_mutex_unlock(&p->lock);
	if (!x)
		x = make();
	x->ctx = (struct ctx){ .mem = x->ctx.mem,
		.now = instant_clock(),
		.ids = p->conf->ids,
		.house = p->conf->house };
	x->rq = (struct request){ .ctx = &x->ctx, .out = x->rq.out };
	x->state = EXCHANGE_NEW;
	x->body_max = x->reserved = x->past = 0;
	x->began = x->ctx.now;
	x->next = NULL;
	return x;
}

static void shrink(struct buf *b)
{
	if (b->cap > BUFFER_KEPT)
		buf_free(b);
	buf_clear(b);
}

void exchange_give(struct pool *p, struct exchange *x)
{
	arena_reset(x->ctx.mem);
	shrink(&x->rq.out);
	shrink(&x->gzip);
	x->rq.out.max = ANSWER_MAX; /* a file may have asked for more */
	buf_free(&x->body);
	pthread_mutex_lock(&p->lock);
	x->next = p->free;
	p->free = x;
	pthread_mutex_unlock(&p->lock);
}

static struct presser *presser_take(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	struct presser *x = p->presser;
	if (x)
		p->presser = x->next;
	pthread_mutex_unlock(&p->lock);
	if (x)
		return x;
	x = calloc(1, sizeof *x);
	if (!x)
		abort();
	x->of = press_open();
	return x;
}

bool exchange_press(struct pool *p, struct exchange *x)
{
	struct presser *presser = presser_take(p);
	struct str out = buf_str(&x->rq.out);

	buf_clear(&x->gzip);
	bool good = x->rq.pressed.len ? press_around(presser->of, out, &x->rq.pressed, &x->gzip)
				      : press_all(presser->of, out, &x->gzip);
	pthread_mutex_lock(&p->lock);
	presser->next = p->presser;
	p->presser = presser;
	pthread_mutex_unlock(&p->lock);
	return good;
}
