/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A second level below the shelf: what was made once, in a file without a name that goes with the
   process. The file is written round and round, so what was put there first is lost first. Nothing
   of it is needed, and it is never the only place. Names: cellar_ */
#ifndef BASE_CELLAR_H
#define BASE_CELLAR_H

#include "base/shelf.h"

struct cellar;

/* Where something lies: so many bytes of what stands before it, and of itself. */
struct cellar_place {
	uint64_t at;
	uint32_t front, rest;
};

/* bytes: the most that the file takes, in directory; it is not longer than what was put there, and
   does not grow while less than a quarter of the disk is free. NULL for 0 bytes, and where no file
   can be made. */
struct cellar *cellar_open(const char *directory, uint64_t bytes);
void cellar_close(struct cellar *c); /* accepts NULL */

/* Whether a copy is worth its place: true from the second time it is asked about a key, as far as
   that is remembered. */
bool cellar_wants(struct cellar *c, const struct shelf_key *key);
/* Both parts together are at most a sixteenth of the file, or nothing is kept. */
void cellar_put(struct cellar *c, const struct shelf_key *key, struct str front, struct str rest);
/* False when it is not there in this version. */
bool cellar_find(struct cellar *c, const struct shelf_key *key, struct cellar_place *ret);
/* Reads both parts to where there is room for them. False when they were lost meanwhile: what was
   written there means nothing then. */
bool cellar_read(struct cellar *c, const struct shelf_key *key, const struct cellar_place *place,
	void *front, void *rest);

#endif
