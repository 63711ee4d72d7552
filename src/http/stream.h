/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Event streams (text/event-stream): answers that stay open and say something now and then. A
   stream sleeps in between and then holds a connection, its cookie and some numbers. Who does not
   take what was said is ended. Names: stream_ */
#ifndef HTTP_STREAM_H
#define HTTP_STREAM_H

#include "base/buf.h"

struct MHD_Connection;
struct MHD_Response;
struct stream;
struct stream_hub;

enum { STREAM_WAITING_MAX = 256 << 10, STREAM_COOKIE_MAX = 1024 };

/* What a stream is about, as its request asked. */
struct stream_ask {
	int64_t topic;	/* 0: no stream */
	int64_t after;	/* the last that the asker has seen */
	int64_t since;	/* the time of the last change that they have seen, microseconds */
	int64_t person; /* whose it is; 0: nobody's */
	struct str cookie;
};
/* Of a stream; only the one thread that speaks reads and writes it. */
struct stream_state {
	int64_t topic, after, since;
	int64_t version; /* of the topic, when it was last looked at; -1: never */
	int64_t said_at; /* when something was last said or tried */
	struct str cookie;
};

/* At most max streams, and of one person at most each. */
struct stream_hub *stream_hub_open(size_t max, size_t each);
/* Ends all streams and takes no more. */
void stream_hub_end(struct stream_hub *h);
size_t stream_hub_count(struct stream_hub *h);
void stream_hub_close(struct stream_hub *h); /* once none is left; accepts NULL */

/* NULL when there are as many as may be. Of the streams of a person who has as many as one may have
   the oldest hears the event «elsewhere» and ends. The response owns the stream. */
struct stream *stream_begin(struct stream_hub *h, const struct stream_ask *ask);
struct MHD_Response *stream_response(struct stream *s, struct MHD_Connection *connection);

/* Calls fn for every stream about a topic, or for all when it is 0. They stay there meanwhile, even
   when their readers leave. */
void stream_each(
	struct stream_hub *h, int64_t topic, void (*fn)(void *data, struct stream *s), void *data);
struct stream_state *stream_state(struct stream *s);
/* The bytes of an event or of a comment. */
void stream_say(struct stream *s, struct str bytes);
/* The reader gets what was said before, and then the end. */
void stream_end(struct stream *s);

#endif
