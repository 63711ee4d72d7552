/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/tally.h"

struct slot {
	struct str key; /* at is NULL: free */
	int64_t value;
};

struct tally {
	struct arena *mem;
	struct slot *slot;
	size_t size, used; /* size is a power of two, and at most half of it is used */
};

struct tally *tally_open(struct arena *a)
{
	struct tally *t = arena_new(a, struct tally, 1);

	*t = (struct tally){ a, arena_new(a, struct slot, 64), 64, 0 };
	return t;
}

/* FNV-1a (source: Fowler, Noll and Vo). */
static uint64_t hash(struct str s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.at[i]) * UINT64_C(0x100000001b3);
	return h ^ h >> 32;
}

static struct slot *find(struct slot *slot, size_t size, struct str key)
{
	size_t i = hash(key) & (size - 1);

	while (slot[i].key.at && !str_eq(slot[i].key, key))
		i = (i + 1) & (size - 1);
	return &slot[i];
}

static void grow(struct tally *t)
{
	struct slot *wider = arena_new(t->mem, struct slot, t->size * 2);

	for (size_t i = 0; i < t->size; i++)
		if (t->slot[i].key.at)
			*find(wider, t->size * 2, t->slot[i].key) = t->slot[i];
	t->slot = wider;
	t->size *= 2;
}

int64_t *tally_at(struct tally *t, struct str key)
{
	struct slot *s = find(t->slot, t->size, key);

	if (s->key.at)
		return &s->value;
	if (t->used * 2 >= t->size) {
		grow(t);
		s = find(t->slot, t->size, key);
	}
	t->used++;
	s->key = arena_str(t->mem, key);
	return &s->value;
}
