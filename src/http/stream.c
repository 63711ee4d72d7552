/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/stream.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdlib.h>

enum { BLOCK = 128 };

struct stream {
	struct stream_state state;
	struct stream_hub *hub;
	struct MHD_Connection *connection;
	struct buf waiting;
	size_t sent;
	int64_t person;
	int holders; /* the response, and who looks at it in stream_each */
	bool asleep, ended, gone;
	struct stream *next, **link;
	char cookie[];
};
struct stream_hub {
	pthread_mutex_t lock; /* of everything here, and of all streams */
	struct stream *first;
	size_t n, max, each;
	bool ending;
};

struct stream_hub *stream_hub_open(size_t max, size_t each)
{
	struct stream_hub *h = calloc(1, sizeof *h);

	if (!h)
		abort();
	h->max = max;
	h->each = each;
	pthread_mutex_init(&h->lock, NULL);
	return h;
}

/* With the lock held. */
static void let_go(struct stream *s)
{
	if (--s->holders > 0)
		return;
	buf_free(&s->waiting);
	free(s);
}

/* With the lock held: the server reads on where something is to be sent. */
static void wake(struct stream *s)
{
	if (!s->asleep || s->gone)
		return;
	s->asleep = false;
	MHD_resume_connection(s->connection);
}

void stream_hub_end(struct stream_hub *h)
{
	pthread_mutex_lock(&h->lock);
	h->ending = true;
	for (struct stream *s = h->first; s; s = s->next) {
		s->ended = true;
		wake(s);
	}
	pthread_mutex_unlock(&h->lock);
}

size_t stream_hub_count(struct stream_hub *h)
{
	pthread_mutex_lock(&h->lock);
	size_t n = h->n;
	pthread_mutex_unlock(&h->lock);
	return n;
}

void stream_hub_close(struct stream_hub *h)
{
	if (!h)
		return;
	pthread_mutex_destroy(&h->lock);
	free(h);
}

/* With the lock held: makes room for one more of a person. The newest stand first. */
static void make_room(struct stream_hub *h, int64_t person)
{
	struct stream *oldest = NULL;
	size_t n = 0;

	for (struct stream *s = h->first; person && s; s = s->next)
		if (s->person == person && !s->ended) {
			oldest = s;
			n++;
		}
	if (n < h->each || !oldest)
		return;
	buf_add(&oldest->waiting, S("event: elsewhere\ndata:\n\n"));
	oldest->ended = true;
	wake(oldest);
}

struct stream *stream_begin(struct stream_hub *h, const struct stream_ask *ask)
{
	size_t len = ask->cookie.len > STREAM_COOKIE_MAX ? 0 : ask->cookie.len;
	struct stream *s = calloc(1, sizeof *s + len);

	if (!s)
		abort();
	memcpy(s->cookie, ask->cookie.at, len);
	s->state = (struct stream_state){ .topic = ask->topic,
		.after = ask->after,
		.since = ask->since,
		.version = -1,
		.cookie = { s->cookie, len } };
	s->person = ask->person;
	s->hub = h;
	s->holders = 1;
	buf_init(&s->waiting, STREAM_WAITING_MAX);
	pthread_mutex_lock(&h->lock);
	bool fits = h->n < h->max && !h->ending;
	if (fits) {
		make_room(h, ask->person);
		h->n++;
		s->next = h->first;
		s->link = &h->first;
		if (s->next)
			s->next->link = &s->next;
		h->first = s;
	} else {
		let_go(s);
	}
	pthread_mutex_unlock(&h->lock);
	return fits ? s : NULL;
}

/* Called by the server when it can send. The connection is put to sleep under the lock, so that
   nothing that is said in between is missed. */
static ssize_t send_some(void *stream, uint64_t at, char *to, size_t max)
{
	struct stream *s = stream;
	ssize_t n = 0;

	(void)at;
	pthread_mutex_lock(&s->hub->lock);
	size_t left = s->waiting.len - s->sent;
	if (left > 0) {
		n = (ssize_t)(left < max ? left : max);
		memcpy(to, s->waiting.at + s->sent, (size_t)n);
		s->sent += (size_t)n;
		if (s->sent == s->waiting.len) {
			buf_free(&s->waiting);
			buf_init(&s->waiting, STREAM_WAITING_MAX);
			s->sent = 0;
		}
	} else if (s->ended) {
		n = MHD_CONTENT_READER_END_OF_STREAM;
	} else {
		s->asleep = true;
		MHD_suspend_connection(s->connection);
	}
	pthread_mutex_unlock(&s->hub->lock);
	return n;
}

static void gone(void *stream)
{
	struct stream *s = stream;
	struct stream_hub *h = s->hub;

	pthread_mutex_lock(&h->lock);
	s->gone = true;
	*s->link = s->next;
	if (s->next)
		s->next->link = s->link;
	h->n--;
	let_go(s);
	pthread_mutex_unlock(&h->lock);
}

struct MHD_Response *stream_response(struct stream *s, struct MHD_Connection *connection)
{
	s->connection = connection;
	return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, send_some, s, gone);
}

void stream_each(
	struct stream_hub *h, int64_t topic, void (*fn)(void *data, struct stream *s), void *data)
{
	size_t n = 0;

	pthread_mutex_lock(&h->lock);
	struct stream **all = calloc(h->n + 1, sizeof *all);
	if (!all)
		abort();
	for (struct stream *s = h->first; s; s = s->next) {
		if (topic && s->state.topic != topic)
			continue;
		s->holders++;
		all[n++] = s;
	}
	pthread_mutex_unlock(&h->lock);
	for (size_t i = 0; i < n; i++)
		fn(data, all[i]);
	pthread_mutex_lock(&h->lock);
	for (size_t i = 0; i < n; i++)
		let_go(all[i]);
	pthread_mutex_unlock(&h->lock);
	free(all);
}

struct stream_state *stream_state(struct stream *s)
{
	return &s->state;
}

void stream_say(struct stream *s, struct str bytes)
{
	pthread_mutex_lock(&s->hub->lock);
	if (!s->ended && !s->gone) {
		buf_add(&s->waiting, bytes);
		s->ended = s->waiting.spilled;
		wake(s);
	}
	pthread_mutex_unlock(&s->hub->lock);
}

void stream_end(struct stream *s)
{
	pthread_mutex_lock(&s->hub->lock);
	s->ended = true;
	wake(s);
	pthread_mutex_unlock(&s->hub->lock);
}
