/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/mhd.h"

#include "base/embed.h"
#include "base/instant.h"
#include "http/exchange.h"
#include "http/head.h"
#include "http/stream.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MEMORY_A_CONNECTION = 16 * 1024, MEMORY_STEP = 2048 };

struct mhd {
	struct mhd_conf conf;
	struct MHD_Daemon *daemon;
	struct pool pool;
	struct stream_hub *streams;
	_Atomic size_t gathering; /* bytes that large bodies may come to */
	_Atomic int asleep;	  /* exchanges whose answer is being made elsewhere */
	_Atomic bool closing;	  /* what is asked from now on is not begun */
};

static struct str header(struct exchange *x, const char *name)
{
	const char *z = MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);

	return z ? str_of(z) : S("");
}

static void read_headers(struct exchange *x)
{
	struct request *rq = &x->rq;

	rq->content_type = header(x, "Content-Type");
	rq->cookie = header(x, "Cookie");
	rq->host = header(x, "Host");
	rq->origin = header(x, "Origin");
	rq->fetch_site = header(x, "Sec-Fetch-Site");
	rq->user_agent = header(x, "User-Agent");
	rq->accept_encoding = header(x, "Accept-Encoding");
	rq->if_none_match = header(x, "If-None-Match");
	rq->range = header(x, "Range");
	rq->last_event = header(x, "Last-Event-ID");
}

static void read_network(struct exchange *x)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	char *text = arena_new(x->ctx.mem, char, INET6_ADDRSTRLEN + 1);

	if (info
		&& getnameinfo(info->client_addr, sizeof(struct sockaddr_in6), text,
			   INET6_ADDRSTRLEN, NULL, 0, NI_NUMERICHOST)
			== 0)
		x->rq.network = str_of(text);
}

static void add(void *response, const char *name, const char *value)
{
	MHD_add_response_header(response, name, value);
}

static void give_back(void *exchange)
{
	struct exchange *x = exchange;

	x->mhd->gathering -= x->reserved;
	exchange_give(&x->mhd->pool, x);
}

static struct MHD_Response *asset_response(struct exchange *x, bool gzip)
{
	const struct embedded *e = x->rq.asset;
	bool packed = gzip && e->gz;
	const unsigned char *at = packed ? e->gz : e->at;
	size_t len = packed ? e->gz_len : e->len;
	/* libmicrohttpd only reads it, though its signature lacks the const */
	struct MHD_Response *r = MHD_create_response_from_buffer_with_free_callback_cls(
		len, (void *)(uintptr_t)at, give_back, x);

	x->rq.type = e->type;
	if (packed)
		MHD_add_response_header(r, "Content-Encoding", "gzip");
	return r;
}

static struct MHD_Response *page_response(struct exchange *x, bool gzip)
{
	struct buf *b = &x->rq.out;
	bool packed =
		gzip && !x->rq.file && b->len >= MHD_GZIP_MIN && exchange_press(&x->mhd->pool, x);

	if (packed)
		b = &x->gzip;
	struct MHD_Response *r = MHD_create_response_from_buffer_with_free_callback_cls(
		b->len, b->at ? b->at : "", give_back, x);
	if (packed)
		MHD_add_response_header(r, "Content-Encoding", "gzip");
	return r;
}

/* The exchange goes back at once: a stream needs none of it. NULL when there are too many. */
static struct MHD_Response *open_stream(struct exchange *x)
{
	struct request *rq = &x->rq;
	struct stream_ask ask = rq->stream;

	ask.cookie = rq->cookie;
	struct stream *s = stream_begin(x->mhd->streams, &ask);

	return s ? stream_response(s, x->connection) : NULL;
}

static enum MHD_Result send_stream(struct exchange *x, void **slot)
{
	struct mhd *m = x->mhd;
	struct MHD_Response *r = open_stream(x);
	struct MHD_Connection *connection = x->connection;
	unsigned status = r ? 200 : 503;

	m->conf.log(m->conf.world, &x->rq, instant_clock() - x->began);
	if (!r)
		r = MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT);
	head_put(&x->rq, add, r);
	*slot = NULL;
	exchange_give(&m->pool, x);
	enum MHD_Result done = MHD_queue_response(connection, status, r);
	MHD_destroy_response(r);
	return done;
}

static enum MHD_Result send_answer(struct exchange *x, void **slot)
{
	if (x->rq.stream.topic && x->rq.status == 200)
		return send_stream(x, slot);
	struct request *rq = &x->rq;
	bool gzip = str_has(rq->accept_encoding, S("gzip"));

	x->mhd->conf.log(x->mhd->conf.world, rq, instant_clock() - x->began);
	struct MHD_Response *r = rq->asset ? asset_response(x, gzip) : page_response(x, gzip);
	head_put(rq, add, r);
	*slot = NULL; /* the response owns the exchange now */
	struct MHD_Connection *connection = x->connection;
	enum MHD_Result done =
		MHD_queue_response(connection, (unsigned)(rq->status ? rq->status : 200), r);
	MHD_destroy_response(r);
	return done;
}

static void *began(void *cls, const char *uri, struct MHD_Connection *connection)
{
	struct mhd *m = cls;
	struct exchange *x = exchange_take(&m->pool);
	struct str rest = arena_str(x->ctx.mem, str_of(uri));

	x->mhd = m;
	x->connection = connection;
	x->rq.path = str_cut(&rest, '?');
	x->rq.query = rest;
	return x;
}

static void ended(void *cls, struct MHD_Connection *connection, void **slot,
	enum MHD_RequestTerminationCode why)
{
	(void)cls;
	(void)connection;
	(void)why;
	if (*slot)
		give_back(*slot);
	*slot = NULL;
}

static enum MHD_Result refuse(
	struct exchange *x, void **slot, enum fault_kind kind, const char *what)
{
	(void)!fail(&x->ctx, kind, "%s", what);
	x->mhd->conf.read(x->mhd->conf.world, &x->rq);
	return send_answer(x, slot);
}

static enum method method_of(const char *z)
{
	struct str s = str_of(z);

	if (str_eq(s, S("GET")) || str_eq(s, S("HEAD")))
		return GET;
	return str_eq(s, S("POST")) ? POST : METHOD_OTHER;
}

static enum MHD_Result refuse_size(struct exchange *x, void **slot)
{
	struct str said = x->body_max < 1 << 20
		? S("What you sent is too large for this form.")
		: arena_fmt(x->ctx.mem, "What you sent is too large. This form takes up to %zu MB.",
			x->body_max >> 20);

	return refuse(x, slot, FAULT_LIMIT, said.at);
}

/* What the body may come to: as it was declared, or else as much as is allowed. */
static uint64_t declared(struct exchange *x)
{
	struct str length = header(x, "Content-Length");
	int64_t n = 0;

	if (length.len == 0)
		return x->body_max;
	return str_to_int(length, &n) ? (uint64_t)n : UINT64_MAX;
}

/* Of the room that large bodies have together. */
static bool reserve(struct exchange *x, size_t size)
{
	if (size <= BODY_MAX)
		return true;
	x->reserved = size;
	x->mhd->gathering += size;
	return x->mhd->gathering <= MHD_GATHER_MAX;
}

/* A part of the body has come; false when the rest is not waited for. */
static bool gather(struct exchange *x, struct str bytes)
{
	buf_add(&x->body, bytes);
	if (x->body.spilled)
		x->past += bytes.len;
	return x->past <= x->body_max + BODY_MAX
		&& (x->reserved == 0 || instant_clock() - x->began < MHD_UPLOAD_S * INSTANT_SECOND);
}

static enum MHD_Result first_call(struct exchange *x, const char *method, void **slot)
{
	struct mhd *m = x->mhd;

	read_headers(x);
	x->rq.method = method_of(method);
	x->rq.head = *method == 'H';
	if (x->rq.path.len > PATH_MAX_BYTES || x->rq.query.len > 4 * PATH_MAX_BYTES)
		return refuse(x, slot, FAULT_ABSENT, "There is no such page.");
	x->state = EXCHANGE_BODY;
	if (x->rq.method != POST)
		return MHD_YES;
	read_network(x);
	x->body_max = m->conf.body_max(m->conf.world, &x->rq);
	buf_init(&x->body, x->body_max);
	uint64_t size = declared(x);
	if (size > x->body_max)
		return refuse_size(x, slot);
	if (!reserve(x, (size_t)size))
		return refuse(x, slot, FAULT_BUSY,
			"Many files are being sent just now. Please try again in a minute.");
	return MHD_YES;
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *data, size_t *size, void **slot)
{
	struct exchange *x = *slot;
	struct mhd *m = cls;

	(void)connection;
	(void)url;
	(void)version;
	if (x->state == EXCHANGE_NEW)
		return m->closing ? MHD_NO : first_call(x, method, slot);
	if (x->state == EXCHANGE_READY)
		return send_answer(x, slot);
	if (*size > 0) {
		if (x->rq.method == POST && !gather(x, (struct str){ data, *size }))
			return MHD_NO;
		*size = 0;
		return MHD_YES;
	}
	if (x->rq.method != POST) {
		m->conf.read(m->conf.world, &x->rq);
		return send_answer(x, slot);
	}
	if (x->body.spilled)
		return refuse_size(x, slot);
	x->rq.body = buf_str(&x->body);
	m->asleep++; /* before looking: who closes waits for those it counts */
	if (m->closing) {
		m->asleep--;
		return MHD_NO;
	}
	x->state = EXCHANGE_ASLEEP;
	MHD_suspend_connection(x->connection);
	m->conf.write(m->conf.world, &x->rq);
	return MHD_YES;
}

void mhd_answered(struct request *rq)
{
	struct exchange *x = (struct exchange *)rq;
	struct mhd *m = x->mhd;

	x->state = EXCHANGE_READY;
	MHD_resume_connection(x->connection);
	m->asleep--;
}

/* Paths are decoded where they are matched, so that an encoded slash stays one. */
static size_t keep_encoded(void *cls, struct MHD_Connection *connection, char *text)
{
	(void)cls;
	(void)connection;
	return strlen(text);
}

static void silent(void *cls, const char *format, va_list ap) __attribute__((format(printf, 2, 0)));
static void silent(void *cls, const char *format, va_list ap)
{
	(void)cls;
	(void)format;
	(void)ap;
}

struct mhd *mhd_open(const struct mhd_conf *conf, char *why, size_t why_size)
{
	struct mhd *m = calloc(1, sizeof *m);
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM },
			*found = NULL;
	char port[8];

	if (!m)
		abort();
	m->conf = *conf;
	m->streams = stream_hub_open(conf->connections / 4 * 3, conf->streams_each);
	exchange_pool_open(&m->pool, &m->conf);
	snprintf(port, sizeof port, "%u", conf->port);
	if (getaddrinfo(conf->host, port, &hints, &found) != 0) {
		snprintf(why, why_size, "%s is not an address to listen on", conf->host);
		mhd_close(m);
		return NULL;
	}
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME
		| MHD_USE_ERROR_LOG | (found->ai_family == AF_INET6 ? (unsigned)MHD_USE_IPv6 : 0);
	m->daemon = MHD_start_daemon(flags, conf->port, NULL, NULL, handle, m,
		MHD_OPTION_EXTERNAL_LOGGER, silent, NULL, MHD_OPTION_SOCK_ADDR, found->ai_addr,
		MHD_OPTION_THREAD_POOL_SIZE, conf->threads, MHD_OPTION_CONNECTION_LIMIT,
		conf->connections, MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024U,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)MHD_IDLE_S,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_A_CONNECTION,
		MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t)MEMORY_STEP,
		MHD_OPTION_URI_LOG_CALLBACK, began, m, MHD_OPTION_NOTIFY_COMPLETED, ended, m,
		MHD_OPTION_UNESCAPE_CALLBACK, keep_encoded, NULL, MHD_OPTION_END);
	freeaddrinfo(found);
	if (!m->daemon) {
		snprintf(why, why_size, "cannot listen on %s port %s; is another program there?",
			conf->host, port);
		mhd_close(m);
		return NULL;
	}
	return m;
}

uint16_t mhd_port(const struct mhd *m)
{
	return MHD_get_daemon_info(m->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

struct stream_hub *mhd_streams(const struct mhd *m)
{
	return m->streams;
}

void mhd_close(struct mhd *m)
{
	if (!m)
		return;
	if (m->daemon) {
		m->closing = true;
		int listener = MHD_quiesce_daemon(m->daemon);
		if (listener >= 0)
			close(listener);
		stream_hub_end(m->streams);
		for (int i = 0; m->asleep > 0 && i < 3000; i++)
			nanosleep(&(struct timespec){ 0, 10 * 1000 * 1000 }, NULL);
		for (int i = 0; stream_hub_count(m->streams) > 0 && i < 200; i++)
			nanosleep(&(struct timespec){ 0, 10 * 1000 * 1000 }, NULL);
		MHD_stop_daemon(m->daemon);
	}
	exchange_pool_close(&m->pool);
	stream_hub_close(m->streams);
	free(m);
}
