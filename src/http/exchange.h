/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One request and its answer while libmicrohttpd holds them, taken from a pool and given back to
   it. Only the files of http include this. Names: exchange_ */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include "http/mhd.h"

#include <pthread.h>

struct MHD_Connection;

enum exchange_state { EXCHANGE_NEW, EXCHANGE_BODY, EXCHANGE_ASLEEP, EXCHANGE_READY };

struct exchange {
	struct request rq; /* first, so that a request is its exchange */
	struct ctx ctx;
	struct mhd *mhd;
	struct MHD_Connection *connection;
	_Atomic int state;
	size_t body_max, reserved,
		past; /* reserved: of what all may gather; past: after the limit */
	int64_t began;
	struct buf body, gzip;
	struct exchange *next;
};
struct presser {
	struct press *of;
	struct presser *next;
};
struct pool {
	pthread_mutex_t lock;
	struct exchange *free;
	struct presser *presser;
	const struct mhd_conf *conf;
};

void exchange_pool_open(struct pool *p, const struct mhd_conf *conf);
void exchange_pool_close(struct pool *p);
struct exchange *exchange_take(struct pool *p);
void exchange_give(struct pool *p, struct exchange *x);
/* Fills x->gzip from x->rq.out at the fastest level; false when that is no smaller. */
bool exchange_press(struct pool *p, struct exchange *x);

#endif
