/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/key_ring.h"

#include <pthread.h>
#include <stdlib.h>

enum { PLACES = 1 << 13 }; /* 256 kB */

struct key_ring {
	pthread_mutex_t lock;
	struct key_known at[PLACES]; /* each person has one place, shared with others */
};

struct key_ring *key_ring_open(void)
{
	struct key_ring *k = calloc(1, sizeof *k);

	if (!k)
		abort();
	pthread_mutex_init(&k->lock, NULL);
	return k;
}

void key_ring_close(struct key_ring *k)
{
	if (!k)
		return;
	pthread_mutex_destroy(&k->lock);
	free(k);
}

/* Ids are instants, and their last bits those of a process. */
static struct key_known *place_of(struct key_ring *k, int64_t person)
{
	uint64_t h = (uint64_t)person * UINT64_C(0x9e3779b97f4a7c15);

	return &k->at[h >> 51];
}

bool key_ring_find(struct key_ring *k, int64_t person, struct key_known *ret)
{
	if (!k)
		return false;
	const struct key_known *at = place_of(k, person);
	pthread_mutex_lock(&k->lock);
	bool known = at->key.person == person && person != 0;
	if (known)
		*ret = *at;
	pthread_mutex_unlock(&k->lock);
	return known;
}

void key_ring_put(struct key_ring *k, const struct key_known *found)
{
	if (!k)
		return;
	struct key_known *at = place_of(k, found->key.person);
	pthread_mutex_lock(&k->lock);
	*at = *found;
	pthread_mutex_unlock(&k->lock);
}
