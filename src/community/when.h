/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Times on a page, as a reader in the round's zone would say them. Asking for a zone costs more
   than writing a time, so the zone's offset is kept for as long as it holds. Names: when_ */
#ifndef COMMUNITY_WHEN_H
#define COMMUNITY_WHEN_H

#include "base/buf.h"
#include "base/ctx.h"

struct when {
	struct ctx *c;
	struct str zone;
	int64_t from, until, offset; /* what the zone is ahead of UTC in [from, until) */
	int64_t today;		     /* days since 1970, there */
	int64_t day;		     /* the day whose words are kept */
	size_t words_len;
	char words[48];
	int64_t utc_day; /* the day whose date is kept */
	char date[16];
};

/* since is the earliest time that is likely to be asked for. */
void when_init(struct when *w, struct ctx *c, struct str zone, int64_t since);
/* <time datetime="…">today, 08:10</time>, yesterday, Wednesday 18 November; the year when it is
   another. */
void when_put(struct when *w, struct buf *out, int64_t at);
/* The same without the hour. */
void when_put_day(struct when *w, struct buf *out, int64_t at);

#endif
