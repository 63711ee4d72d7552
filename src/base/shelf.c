/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/shelf.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

enum { BUCKETS = 1024, LATELY = 256, LARGEST = 8 /* of the shelf's parts */ };

struct shelf_item {
	struct shelf_key key;
	struct shelf_item *next;	  /* in its bucket */
	struct shelf_item *newer, *older; /* by when it was found last */
	int readers;
	bool gone; /* not on the shelf any more: freed by its last reader */
	size_t len;
	char bytes[];
};
struct shelf {
	pthread_mutex_t lock;
	size_t room, used;
	struct shelf_item *bucket[BUCKETS], *newest, *oldest;
	uint64_t lately[LATELY]; /* hashes of keys that were asked about, each in its own place */
};

/* Multiply and shift, from SplitMix64 (Steele, Lea and Flood, 2014). */
uint64_t shelf_hash(const struct shelf_key *key)
{
	uint64_t h = UINT64_C(0x9e3779b97f4a7c15);

	for (int i = 0; i < SHELF_KEY; i++) {
		h = (h ^ (uint64_t)key->v[i]) * UINT64_C(0xbf58476d1ce4e5b9);
		h ^= h >> 29;
	}
	return h * UINT64_C(0x94d049bb133111eb) ^ h >> 32;
}

static bool same(const struct shelf_key *a, const struct shelf_key *b)
{
	return memcmp(a->v, b->v, sizeof a->v) == 0;
}

struct shelf *shelf_open(size_t bytes)
{
	struct shelf *s = calloc(1, sizeof *s);

	if (!s)
		abort();
	pthread_mutex_init(&s->lock, NULL);
	s->room = bytes;
	return s;
}

static void line_up(struct shelf *s, struct shelf_item *i)
{
	i->newer = NULL;
	i->older = s->newest;
	if (s->newest)
		s->newest->newer = i;
	s->newest = i;
	if (!s->oldest)
		s->oldest = i;
}

static void step_out(struct shelf *s, struct shelf_item *i)
{
	if (i->newer)
		i->newer->older = i->older;
	else
		s->newest = i->older;
	if (i->older)
		i->older->newer = i->newer;
	else
		s->oldest = i->newer;
}

static void take_off(struct shelf *s, struct shelf_item *i)
{
	struct shelf_item **at = &s->bucket[shelf_hash(&i->key) % BUCKETS];

	while (*at != i)
		at = &(*at)->next;
	*at = i->next;
	step_out(s, i);
	s->used -= sizeof *i + i->len;
	i->gone = true;
	if (i->readers == 0)
		free(i);
}

static void make_room(struct shelf *s, size_t size)
{
	struct shelf_item *i = s->oldest;

	while (i && s->used + size > s->room) {
		struct shelf_item *next = i->newer;
		take_off(s, i);
		i = next;
	}
}

void shelf_close(struct shelf *s)
{
	if (!s)
		return;
	s->room = 0;
	make_room(s, 1);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

static struct shelf_item *look(struct shelf *s, const struct shelf_key *key)
{
	struct shelf_item *i = s->bucket[shelf_hash(key) % BUCKETS];

	while (i && !same(&i->key, key))
		i = i->next;
	return i;
}

const struct shelf_item *shelf_find(struct shelf *s, const struct shelf_key *key)
{
	pthread_mutex_lock(&s->lock);
	struct shelf_item *i = look(s, key);
	if (i && i->key.version != key->version)
		i = NULL;
	if (i) {
		i->readers++;
		step_out(s, i);
		line_up(s, i);
	}
	pthread_mutex_unlock(&s->lock);
	return i;
}

struct str shelf_bytes(const struct shelf_item *i)
{
	return (struct str){ i->bytes, i->len };
}

void shelf_return(struct shelf *s, const struct shelf_item *item)
{
	struct shelf_item *i = (struct shelf_item *)(uintptr_t)item;

	if (!i)
		return;
	pthread_mutex_lock(&s->lock);
	bool last = --i->readers == 0 && i->gone;
	pthread_mutex_unlock(&s->lock);
	if (last)
		free(i);
}

bool shelf_wants(struct shelf *s, const struct shelf_key *key)
{
	uint64_t h = shelf_hash(key) | 1;

	pthread_mutex_lock(&s->lock);
	bool again = s->lately[h % LATELY] == h;
	s->lately[h % LATELY] = h;
	pthread_mutex_unlock(&s->lock);
	return again;
}

void shelf_put(struct shelf *s, const struct shelf_key *key, struct str bytes)
{
	size_t size = sizeof(struct shelf_item) + bytes.len;

	if (size > s->room / LARGEST)
		return;
	struct shelf_item *i = malloc(size);
	if (!i)
		return;
	*i = (struct shelf_item){ .key = *key, .len = bytes.len };
	if (bytes.len)
		memcpy(i->bytes, bytes.at, bytes.len);
	pthread_mutex_lock(&s->lock);
	struct shelf_item *before = look(s, key);
	if (before)
		take_off(s, before);
	make_room(s, size);
	struct shelf_item **bucket = &s->bucket[shelf_hash(key) % BUCKETS];
	i->next = *bucket;
	*bucket = i;
	line_up(s, i);
	s->used += size;
	pthread_mutex_unlock(&s->lock);
}

struct held {
	struct shelf *shelf;
	const struct shelf_item *item;
};

static void give_back(void *data)
{
	const struct held *h = data;

	shelf_return(h->shelf, h->item);
}

void shelf_return_later(struct shelf *s, const struct shelf_item *i, struct arena *with)
{
	struct held *h = arena_new(with, struct held, 1);

	*h = (struct held){ s, i };
	arena_defer(with, give_back, h);
}
