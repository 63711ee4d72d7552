/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Bytes that grow up to a limit. A buf that would pass its limit keeps what it has and is spilled.
   Names: buf_ */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/platform.h"
#include "base/str.h"

struct buf {
	char *at;
	size_t len, cap, max;
	bool spilled;
};

/* max in bytes; nothing is allocated before the first byte is added. */
void buf_init(struct buf *b, size_t max);
void buf_free(struct buf *b);
/* Forgets the bytes and keeps the memory. */
void buf_clear(struct buf *b);
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Decimal digits of n. */
void buf_int(struct buf *b, int64_t n);
/* Room for n more bytes, or spilled. */
bool buf_room(struct buf *b, size_t n);
/* Where the next n bytes go, which count as added, when they do not fit as it is; NULL when they
   would pass the limit. n is not 0. */
char *buf_take_slow(struct buf *b, size_t n);

/* An analyser would follow both branches at each of a page's calls, and get no further. */
static inline char *buf_take(struct buf *b, size_t n)
{
	if (PLATFORM_ANALYSED || b->spilled || n > b->cap - b->len)
		return buf_take_slow(b, n);
	b->len += n;
	return b->at + b->len - n;
}

static inline void buf_add(struct buf *b, struct str s)
{
	char *at = s.len ? buf_take(b, s.len) : NULL;

	if (at)
		memcpy(at, s.at, s.len);
}

static inline void buf_char(struct buf *b, char c)
{
	buf_add(b, (struct str){ &c, 1 });
}

static inline struct str buf_str(const struct buf *b)
{
	return (struct str){ b->at ? b->at : "", b->len };
}

#endif
