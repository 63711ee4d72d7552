/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who is which participant, or none, of those who were here last: so many at the most, each in one
   study. All threads share it; nothing in it is sure (core/key). Names: key_ring_ */
#ifndef CORE_KEY_RING_H
#define CORE_KEY_RING_H

#include "store/open_key.h"

struct key_ring;

struct key_known {
	struct open_key key; /* participant 0: none */
	int64_t lookup;	     /* under which their row stands, or would */
};

struct key_ring *key_ring_open(void);
void key_ring_close(struct key_ring *k); /* accepts NULL */
/* False when nothing is known; k may be NULL. */
bool key_ring_find(struct key_ring *k, int64_t person, struct key_known *ret);
void key_ring_put(struct key_ring *k, const struct key_known *found);

#endif
