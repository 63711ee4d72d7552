/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK = 32 * 1024 };

struct block {
	struct block *next;
	size_t used, size;
	_Alignas(max_align_t) unsigned char bytes[];
};
struct defer {
	struct defer *next;
	void (*fn)(void *);
	void *data;
};
struct arena {
	struct block *block; /* the newest; the first block is the last of the list */
	struct defer *defer;
};

static struct block *block_open(struct block *next, size_t size)
{
	struct block *b = malloc(sizeof *b + size);

	if (!b)
		abort();
	*b = (struct block){ .next = next, .size = size };
	return b;
}

struct arena *arena_open(void)
{
	struct arena *a = calloc(1, sizeof *a);

	if (!a)
		abort();
	a->block = block_open(NULL, BLOCK);
	return a;
}

void arena_reset(struct arena *a)
{
	struct defer *d = a->defer;

	a->defer = NULL;
	for (; d; d = d->next)
		d->fn(d->data);
	while (a->block->next) {
		struct block *next = a->block->next;
		free(a->block);
		a->block = next;
	}
	a->block->used = 0;
}

void arena_close(struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	free(a->block);
	free(a);
}

/* As it lies in the block, with what was there before. */
static void *take(struct arena *a, size_t bytes, size_t align)
{
	size_t at = (a->block->used + align - 1) & ~(align - 1);
	if (at > a->block->size || a->block->size - at < bytes) {
		a->block = block_open(a->block, bytes > BLOCK ? bytes : BLOCK);
		at = 0;
	}
	a->block->used = at + bytes;
	return a->block->bytes + at;
}

void *arena_take(struct arena *a, size_t n, size_t size, size_t align)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes) || bytes > SIZE_MAX / 4)
		abort();
	return memset(take(a, bytes, align), 0, bytes);
}

struct str arena_str(struct arena *a, struct str s)
{
	char *at = take(a, s.len + 1, 1);

	if (s.len)
		memcpy(at, s.at, s.len);
	at[s.len] = '\0';
	return (struct str){ at, s.len };
}

/* Most are short, and are written once. */
struct str arena_fmt(struct arena *a, const char *fmt, ...)
{
	char small[128];
	va_list ap, again;

	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	if (n < 0)
		abort();
	char *at = take(a, (size_t)n + 1, 1);
	if ((size_t)n < sizeof small)
		memcpy(at, small, (size_t)n + 1);
	else
		vsnprintf(at, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct str){ at, (size_t)n };
}

void arena_defer(struct arena *a, void (*fn)(void *), void *data)
{
	struct defer *d = arena_new(a, struct defer, 1);

	*d = (struct defer){ a->defer, fn, data };
	a->defer = d;
}
