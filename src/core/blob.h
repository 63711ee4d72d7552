/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files of people, in the database (decision 0009): cut into parts and sealed under a key of their
   own, so that a file whose key is gone cannot be read by anybody, also not in a later backup. What
   a file is for, and who may see it, is known to the table that names its id. Names: blob_ */
#ifndef CORE_BLOB_H
#define CORE_BLOB_H

#include "base/ctx.h"

enum {
	BLOB_PART = 64 << 10,
	BLOB_DOCUMENT_MAX = 10 << 20,
	BLOB_VIDEO_MAX = 24 << 20,
	BLOB_TYPE_MAX = 80,
	BLOB_SLICE_MAX = 2 << 20, /* that blob_slice reads at once */
	BLOB_SWEPT = 64		  /* parts that blob_sweep clears away at once: 4 MiB */
};

struct blob {
	int64_t id;
	struct person_id owner;
	struct str kind, type; /* what it is for, in a word; its media type */
	int64_t size, made_at;
};
struct blob_sealed;

/* The work of blob_add that needs no database, for a route's before or a job: seals a copy of
   bytes. Fails with LIMIT above BLOB_VIDEO_MAX, with INVALID when there is nothing. */
MUST bool blob_seal(struct ctx *c, struct str bytes, struct blob_sealed **ret);
/* Writes what was sealed; may be repeated with its unit of work. kind and type are constants of the
   program or of a list of it. */
MUST bool blob_keep(struct ctx *c, const struct blob_sealed *s, struct person_id owner,
	const char *kind, const char *type, int64_t *ret);
/* Both. */
MUST bool blob_add(struct ctx *c, struct person_id owner, const char *kind, const char *type,
	struct str bytes, int64_t *ret);

/* Faults: ABSENT when it is gone. */
MUST bool blob_get(struct ctx *c, int64_t id, struct blob *ret);
/* At most BLOB_SLICE_MAX bytes from a place on, fewer at the end. INTERNAL when it was changed. */
MUST bool blob_slice(
	struct ctx *c, const struct blob *b, int64_t from, int64_t length, struct str *ret);
/* The whole file. */
MUST bool blob_bytes(struct ctx *c, const struct blob *b, struct str *ret);

/* Takes its key away at once; its parts follow later. Done again it does nothing. */
MUST bool blob_drop(struct ctx *c, int64_t id);
/* Clears away some of what was dropped; ret_more tells whether there is more. */
MUST bool blob_sweep(struct ctx *c, bool *ret_more);

#endif
