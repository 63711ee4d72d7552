/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Bytes that were made once and are wanted again by many: a bounded shelf that all threads share.
   What is on it may be gone at any time, so it is never the only place. Names: shelf_ */
#ifndef BASE_SHELF_H
#define BASE_SHELF_H

#include "base/str.h"

struct arena;
struct shelf;
struct shelf_item;

enum { SHELF_KEY = 3 };

/* v says what it is, version which state of it: another version takes the place of the last. */
struct shelf_key {
	int64_t v[SHELF_KEY], version;
};

/* Of what it is, not of its version. */
uint64_t shelf_hash(const struct shelf_key *key);
/* bytes: of all that stands on it, with its own books. */
struct shelf *shelf_open(size_t bytes);
/* Every item must have been returned; accepts NULL. */
void shelf_close(struct shelf *s);

/* NULL when it is not there in this version. What was found stays as it is until it is returned. */
const struct shelf_item *shelf_find(struct shelf *s, const struct shelf_key *key);
struct str shelf_bytes(const struct shelf_item *i);
void shelf_return(struct shelf *s, const struct shelf_item *i); /* accepts NULL for the item */
/* When what lies in the arena goes. */
void shelf_return_later(struct shelf *s, const struct shelf_item *i, struct arena *with);

/* Whether a copy is worth its place: true from the second time it is asked about a key within a
   short while, so that what is read once does not push out what is read often. */
bool shelf_wants(struct shelf *s, const struct shelf_key *key);
/* Keeps a copy, and lets go what was not found for the longest time. What is larger than an eighth
   of the shelf is not kept. */
void shelf_put(struct shelf *s, const struct shelf_key *key, struct str bytes);

#endif
