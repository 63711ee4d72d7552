/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Memory for one unit of work. Everything taken from an arena dies with it. Names: arena_ */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

struct arena;

struct arena *arena_open(void);
/* Runs what was deferred and frees everything; accepts NULL. */
void arena_close(struct arena *a);
/* As close and open again, but keeps one block: for threads that serve many units of work. */
void arena_reset(struct arena *a);

/* Zeroed memory; never NULL: running out of memory ends the process, so whatever a person can make
   large must be refused by a limit before it gets here. */
void *arena_take(struct arena *a, size_t n, size_t size, size_t align);
#define arena_new(a, type, n) ((type *)arena_take((a), (n), sizeof(type), _Alignof(type)))

/* Copies; the result ends in NUL. */
struct str arena_str(struct arena *a, struct str s);
struct str arena_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Runs fn(data) when the arena closes or is reset, last deferred first. */
void arena_defer(struct arena *a, void (*fn)(void *), void *data);

#endif
