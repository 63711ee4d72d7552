/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The HTTP/1.1 server: gathers a request within its limits, has it answered once, sends the answer.
   The only place that knows libmicrohttpd. Names: mhd_ */
#ifndef HTTP_MHD_H
#define HTTP_MHD_H

#include "http/request.h"

struct mhd;

struct stream_hub;

struct mhd_conf {
	const char *host; /* an IPv4 or IPv6 address */
	uint16_t port;	  /* 0: any that is free */
	unsigned threads, connections, streams_each;
	struct ids *ids;
	const struct house *house;
	void *world; /* handed to the functions below */
	/* The body limit of what is asked for, in bytes. */
	size_t (*body_max)(void *world, struct request *rq);
	/* Answers now, on a server thread: what only reads. */
	void (*read)(void *world, struct request *rq);
	/* Answers later: the connection sleeps until mhd_answered is called for rq, from any
	   thread. */
	void (*write)(void *world, struct request *rq);
	/* One line for the log; called when an answer is ready. */
	void (*log)(void *world, const struct request *rq, int64_t microseconds);
};

/* Large bodies hold at most MHD_GATHER_MAX bytes of memory together and have MHD_UPLOAD_S seconds
   to arrive; what does not fit is told to try again. */
enum { MHD_IDLE_S = 30, MHD_GZIP_MIN = 1024, MHD_GATHER_MAX = 128 << 20, MHD_UPLOAD_S = 600 };

struct mhd *mhd_open(const struct mhd_conf *conf, char *why, size_t why_size);
uint16_t mhd_port(const struct mhd *m);
/* The streams that are open; until mhd_close. */
struct stream_hub *mhd_streams(const struct mhd *m);
void mhd_answered(struct request *rq);
/* Takes no more connections, waits for the answers that are being made, and ends; accepts NULL. */
void mhd_close(struct mhd *m);

#endif
