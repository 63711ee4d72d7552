/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/live.h"

#include "app/wiring.h"
#include "base/instant.h"
#include "community/live.h"
#include "community/thread.h"
#include "http/stream.h"
#include "store/news.h"
#include "store/sql.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* A stream that has heard nothing for BEAT_S hears that it is still there, after the gate has said
   that its reader may still read. */
enum { LOOK_MS = 100, BEAT_S = 20, CACHE_KIB = 1024, VERSIONS = 1024, EVENT_MAX = 1 << 20 };

struct live {
	const struct world *world;
	struct stream_hub *hub;
	struct news *news;
	struct db *db;
	struct arena *mem;
	struct buf out, event;
	struct ids ids;
	pthread_t thread;
	_Atomic bool closing;
	int64_t now;
	struct seen {
		int64_t topic, version;
		int64_t changed; /* when one of its posts was changed last; -1: not looked yet */
	} seen[VERSIONS];	 /* in this round; the place is the topic's */
};

static bool reach(struct live *l)
{
	char why[256];

	if (l->db)
		return true;
	l->db = db_open(l->world->url, why, sizeof why);
	if (l->db)
		db_cache(l->db, CACHE_KIB);
	return l->db != NULL;
}

static struct ctx fresh(struct live *l)
{
	arena_reset(l->mem);
	return (struct ctx){
		.mem = l->mem, .db = l->db, .now = l->now, .ids = &l->ids, .house = &l->world->house
	};
}

/* «data:» before each line of the fragment. */
static void say_posts(struct live *l, struct stream *s)
{
	const struct stream_state *state = stream_state(s);
	struct str rest = buf_str(&l->out);

	buf_clear(&l->event);
	buf_fmt(&l->event, "id: %lld-%lld\nevent: posts\n", (long long)state->after,
		(long long)state->since);
	while (rest.len > 0) {
		struct str line = str_cut(&rest, '\n');
		buf_add(&l->event, S("data: "));
		buf_add(&l->event, line);
		buf_char(&l->event, '\n');
	}
	buf_char(&l->event, '\n');
	if (l->event.spilled)
		stream_end(s);
	else
		stream_say(s, buf_str(&l->event));
}

static void say_end(struct stream *s)
{
	stream_say(s, S("event: end\ndata:\n\n"));
	stream_end(s);
}

/* What the gate answers to this reader now: posts, nothing new, or that it is not for them. Posts
   that were changed are asked for where there are some since the reader was told. */
static void look_for(struct live *l, struct stream *s, int64_t changed)
{
	struct stream_state *state = stream_state(s);
	bool asks = changed > state->since;
	struct ctx c = fresh(l);
	struct request rq = { .ctx = &c,
		.method = GET,
		.path = arena_fmt(l->mem, "/thread/%lld/new", (long long)state->topic),
		.query = arena_fmt(l->mem, asks ? "after=%lld&since=%lld" : "after=%lld",
			(long long)state->after, (long long)state->since),
		.cookie = state->cookie,
		.out = l->out };

	buf_clear(&rq.out);
	if (tx_begin(&c, TX_READ)) {
		gate_answer(&wiring_gate, &rq);
		(void)!tx_end(&c);
	}
	l->out = rq.out;
	if (rq.status == 200 && l->out.len > 0) {
		state->after = rq.stream.after > state->after ? rq.stream.after : state->after;
		state->since = rq.stream.since > state->since ? rq.stream.since : state->since;
		state->said_at = l->now;
		say_posts(l, s);
	} else if (rq.status >= 300 && rq.status < 500) {
		say_end(s);
	}
}

static struct seen *seen_of(struct live *l, int64_t topic)
{
	struct seen *seen = &l->seen[(size_t)(topic / 64) % VERSIONS];

	if (seen->topic == topic)
		return seen;
	*seen = (struct seen){ .topic = topic, .changed = -1 };
	struct ctx c = fresh(l);
	if (tx_begin(&c, TX_READ)) {
		(void)!thread_version(&c, (struct thread_id){ topic }, &seen->version);
		(void)!tx_end(&c);
	}
	return seen;
}

/* Once a round for a thread, however many read it. */
static int64_t changed_of(struct live *l, int64_t topic)
{
	struct seen *seen = seen_of(l, topic);
	struct live_changes changes = { 0 };

	if (seen->changed >= 0)
		return seen->changed;
	struct ctx c = fresh(l);
	if (tx_begin(&c, TX_READ)) {
		(void)!live_changed(&c, (struct thread_id){ topic }, (struct post_id){ INT64_MAX },
			0, &changes);
		(void)!tx_end(&c);
	}
	seen->changed = changes.newest;
	return seen->changed;
}

static void tell(void *live, struct stream *s)
{
	look_for(live, s, changed_of(live, stream_state(s)->topic));
}

/* Something was written somewhere: is it about this stream? */
static void compare(void *live, struct stream *s)
{
	struct live *l = live;
	struct stream_state *state = stream_state(s);
	int64_t version = seen_of(l, state->topic)->version;

	if (version == state->version)
		return;
	state->version = version;
	tell(l, s);
}

/* New ones are looked at at once: something may have come since their page was made. */
static void tend(void *live, struct stream *s)
{
	struct live *l = live;
	struct stream_state *state = stream_state(s);

	if (state->said_at == 0) {
		state->said_at = l->now;
		stream_say(s, S("retry: 3000\n\n"));
		compare(l, s);
	} else if (l->now - state->said_at >= BEAT_S * INSTANT_SECOND) {
		state->said_at = l->now;
		look_for(l, s, 0);
		stream_say(s, S(":\n\n"));
	}
}

static void *serve(void *data)
{
	struct live *l = data;
	struct news_heard heard;

	while (!l->closing) {
		news_wait(l->news, LOOK_MS, &heard);
		l->now = instant_clock();
		if (stream_hub_count(l->hub) == 0 || !reach(l))
			continue;
		memset(l->seen, 0, sizeof l->seen);
		if (heard.any)
			stream_each(l->hub, 0, compare, l);
		for (size_t i = 0; i < heard.n; i++)
			stream_each(l->hub, heard.topic[i], tell, l);
		stream_each(l->hub, 0, tend, l);
	}
	return NULL;
}

struct live *live_open(const struct world *w, struct stream_hub *hub)
{
	struct live *l = calloc(1, sizeof *l);

	if (!l)
		abort();
	l->world = w;
	l->hub = hub;
	l->mem = arena_open();
	l->news = news_open(w->url);
	buf_init(&l->out, ANSWER_MAX);
	buf_init(&l->event, EVENT_MAX);
	if (pthread_create(&l->thread, NULL, serve, l) != 0)
		abort();
	return l;
}

void live_close(struct live *l)
{
	if (!l)
		return;
	l->closing = true;
	pthread_join(l->thread, NULL);
	news_close(l->news);
	db_close(l->db);
	arena_close(l->mem);
	buf_free(&l->out);
	buf_free(&l->event);
	free(l);
}
