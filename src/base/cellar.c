/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/cellar.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WAYS = 4, SETS = 1 << 14, LARGEST = 16 /* of the file's parts */, STEP = 1 << 24 };

/* at counts all bytes that were ever put there; a key that was only asked about has no bytes. */
struct slot {
	uint64_t hash;
	int64_t version;
	struct cellar_place place;
};
/* What lies before each entry: a hash can be that of two keys. */
struct head {
	struct shelf_key key;
	uint32_t front, rest;
};
struct cellar {
	pthread_mutex_t lock;
	int fd;
	uint64_t room, end, grown;
	struct slot slot[SETS][WAYS];
};

static int make_file(const char *directory)
{
	char path[4096];
	int n = snprintf(path, sizeof path, "%s/drawn.XXXXXX", directory);

	if (n < 0 || (size_t)n >= sizeof path)
		return -1;
	int fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

struct cellar *cellar_open(const char *directory, uint64_t bytes)
{
	int fd = bytes > 0 ? make_file(directory) : -1;

	if (fd < 0)
		return NULL;
	struct cellar *c = calloc(1, sizeof *c);
	if (!c)
		abort();
	pthread_mutex_init(&c->lock, NULL);
	c->fd = fd;
	c->room = bytes;
	return c;
}

void cellar_close(struct cellar *c)
{
	if (!c)
		return;
	close(c->fd);
	pthread_mutex_destroy(&c->lock);
	free(c);
}

static bool whole(const struct cellar *c, const struct cellar_place *p)
{
	return p->front + p->rest > 0 && p->at + c->room >= c->end;
}

static struct slot *look(struct cellar *c, uint64_t hash)
{
	struct slot *set = c->slot[hash % SETS];

	for (int i = 0; i < WAYS; i++)
		if (set[i].hash == hash)
			return &set[i];
	return NULL;
}

/* In the place of the one that came first, which is also the one that is lost first. */
static struct slot *settle(struct cellar *c, uint64_t hash)
{
	struct slot *found = look(c, hash), *set = c->slot[hash % SETS];

	if (found)
		return found;
	found = &set[0];
	for (int i = 1; i < WAYS; i++)
		if (set[i].place.at < found->place.at)
			found = &set[i];
	return found;
}

bool cellar_wants(struct cellar *c, const struct shelf_key *key)
{
	uint64_t hash = shelf_hash(key);

	pthread_mutex_lock(&c->lock);
	bool again = look(c, hash) != NULL;
	if (!again)
		*settle(c, hash) = (struct slot){ .hash = hash, .place = { .at = c->end } };
	pthread_mutex_unlock(&c->lock);
	return again;
}

/* A disk that is getting full is left to what is needed. */
static bool grow(struct cellar *c, uint64_t to)
{
	struct statvfs disk;

	if (to <= c->grown)
		return true;
	if (fstatvfs(c->fd, &disk) != 0 || disk.f_bavail < disk.f_blocks / 4)
		return false;
	c->grown = to + STEP;
	return true;
}

static bool reserve(struct cellar *c, uint64_t size, uint64_t *ret_at)
{
	bool good = false;

	pthread_mutex_lock(&c->lock);
	uint64_t at = c->end, off = at % c->room;
	if (off + size > c->room) {
		at += c->room - off;
		off = 0;
	}
	if (size <= c->room / LARGEST && grow(c, off + size)) {
		c->end = at + size;
		*ret_at = at;
		good = true;
	}
	pthread_mutex_unlock(&c->lock);
	return good;
}

static struct iovec bytes(const void *at, size_t n)
{
	return (struct iovec){ (void *)(uintptr_t)at, n };
}

void cellar_put(struct cellar *c, const struct shelf_key *key, struct str front, struct str rest)
{
	struct head head = { *key, (uint32_t)front.len, (uint32_t)rest.len };
	size_t size = sizeof head + front.len + rest.len;
	struct iovec v[] = { bytes(&head, sizeof head), bytes(front.at, front.len),
		bytes(rest.at, rest.len) };
	uint64_t at = 0, hash = shelf_hash(key);

	if (front.len + rest.len == 0 || !reserve(c, size, &at)
		|| pwritev(c->fd, v, 3, (off_t)(at % c->room)) != (ssize_t)size)
		return;
	pthread_mutex_lock(&c->lock);
	*settle(c, hash) = (struct slot){ hash, key->version, { at, head.front, head.rest } };
	pthread_mutex_unlock(&c->lock);
}

bool cellar_find(struct cellar *c, const struct shelf_key *key, struct cellar_place *ret)
{
	pthread_mutex_lock(&c->lock);
	const struct slot *s = look(c, shelf_hash(key));
	bool found = s && s->version == key->version && whole(c, &s->place);
	if (found)
		*ret = s->place;
	pthread_mutex_unlock(&c->lock);
	return found;
}

bool cellar_read(struct cellar *c, const struct shelf_key *key, const struct cellar_place *place,
	void *front, void *rest)
{
	struct head head = { 0 };
	struct iovec v[] = { bytes(&head, sizeof head), bytes(front, place->front),
		bytes(rest, place->rest) };
	ssize_t size = (ssize_t)(sizeof head + place->front + place->rest);

	if (preadv(c->fd, v, 3, (off_t)(place->at % c->room)) != size)
		return false;
	pthread_mutex_lock(&c->lock);
	bool kept = whole(c, place);
	pthread_mutex_unlock(&c->lock);
	return kept && memcmp(&head.key, key, sizeof *key) == 0 && head.front == place->front
		&& head.rest == place->rest;
}
