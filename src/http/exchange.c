/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/exchange.h"

#include "base/instant.h"

#include <libdeflate.h>
#include <stdlib.h>

enum { LEVEL = 1, BUFFER_KEPT = 256 * 1024 };

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
	while (p->press) {
		struct press *x = p->press;
		p->press = x->next;
		libdeflate_free_compressor(x->of);
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
	buf_free(&x->body);
	pthread_mutex_lock(&p->lock);
	x->next = p->free;
	p->free = x;
	pthread_mutex_unlock(&p->lock);
}

static struct press *press_take(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	struct press *x = p->press;
	if (x)
		p->press = x->next;
	pthread_mutex_unlock(&p->lock);
	if (x)
		return x;
	x = calloc(1, sizeof *x);
	if (!x || !(x->of = libdeflate_alloc_compressor(LEVEL)))
		abort();
	return x;
}

bool exchange_press(struct pool *p, struct exchange *x)
{
	struct press *press = press_take(p);
	struct buf *out = &x->rq.out;

	buf_clear(&x->gzip);
	size_t room = buf_room(&x->gzip, out->len) ? out->len : 0;
	x->gzip.len = libdeflate_gzip_compress(press->of, out->at, out->len, x->gzip.at, room);
	pthread_mutex_lock(&p->lock);
	press->next = p->press;
	p->press = press;
	pthread_mutex_unlock(&p->lock);
	return x->gzip.len > 0;
}
