/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST = 512 };

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void buf_free(struct buf *b)
{
	free(b->at);
	*b = (struct buf){ .max = b->max };
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->spilled = false;
}

bool buf_room(struct buf *b, size_t n)
{
	if (b->spilled || n > b->max - b->len) {
		b->spilled = true;
		return false;
	}
	if (n <= b->cap - b->len)
		return true;
	size_t cap = b->cap ? b->cap : FIRST;
	while (cap < b->len + n)
		cap *= 2;
	if (cap > b->max)
		cap = b->max;
	char *at = realloc(b->at, cap);
	if (!at)
		abort();
	b->at = at;
	b->cap = cap;
	return true;
}

char *buf_take_slow(struct buf *b, size_t n)
{
	if (!buf_room(b, n))
		return NULL;
	b->len += n;
	return b->at + b->len - n;
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;

	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		abort();
	if (buf_room(b, (size_t)n + 1)) {
		vsnprintf(b->at + b->len, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
	}
	va_end(again);
}

/* Two digits at a time: a page of fifty posts holds hundreds of ids of 17 digits. */
void buf_int(struct buf *b, int64_t n)
{
	static const char pairs[] = "00010203040506070809101112131415161718192021222324"
				    "25262728293031323334353637383940414243444546474849"
				    "50515253545556575859606162636465666768697071727374"
				    "75767778798081828384858687888990919293949596979899";
	char digits[24];
	size_t i = sizeof digits;
	uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	for (; u >= 100; u /= 100) {
		i -= 2;
		memcpy(digits + i, pairs + u % 100 * 2, 2);
	}
	if (u >= 10) {
		i -= 2;
		memcpy(digits + i, pairs + u * 2, 2);
	} else {
		digits[--i] = (char)('0' + u);
	}
	if (n < 0)
		digits[--i] = '-';
	buf_add(b, (struct str){ digits + i, sizeof digits - i });
}
