/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/postcodes.h"

#include "base/instant.h"
#include "core/setting.h"
#include "store/sql.h"

#include <pthread.h>
#include <stdlib.h>

enum { SLOTS_MIN = 256, BLOCK_COST = 32 }; /* what malloc adds, and a share of the slots */
#define STAMP_KEY "postcodes_stamp"

static const struct stmt one = { "postcodes_one",
	"SELECT packed FROM postcode_block WHERE district = $1", "s", "s" };
static const struct stmt put = { "postcodes_put",
	"INSERT INTO postcode_block (district, packed) VALUES ($1, $2)"
	" ON CONFLICT (district) DO UPDATE SET packed = excluded.packed",
	"ss", "" };
static const struct stmt count = { "postcodes_count", "SELECT count(*) FROM postcode_block", "",
	"i" };

struct slot {
	uint32_t name;	    /* four bytes; 0: free */
	bool asked;	    /* since room was last made */
	uint32_t size;	    /* bytes of d */
	struct district *d; /* NULL: there is no such district */
};

/* Districts by name in an open hash table. Units of work read the database outside the lock. */
struct postcodes {
	pthread_mutex_t lock;
	struct slot *slot;
	size_t slots, n, used, room; /* slots is a power of two */
	int64_t stamp, checked_at;
};

struct postcodes *postcodes_open(size_t room)
{
	struct postcodes *p = calloc(1, sizeof *p);

	if (!p || !(p->slot = calloc(SLOTS_MIN, sizeof *p->slot)))
		abort();
	pthread_mutex_init(&p->lock, NULL);
	p->slots = SLOTS_MIN;
	p->room = room ? room : POSTCODES_ROOM;
	return p;
}

static void drop_all(struct postcodes *p)
{
	for (size_t i = 0; i < p->slots; i++)
		free(p->slot[i].d);
	memset(p->slot, 0, p->slots * sizeof *p->slot);
	p->n = p->used = 0;
}

void postcodes_close(struct postcodes *p)
{
	if (!p)
		return;
	drop_all(p);
	pthread_mutex_destroy(&p->lock);
	free(p->slot);
	free(p);
}

size_t postcodes_memory(struct postcodes *p, size_t *ret_districts)
{
	pthread_mutex_lock(&p->lock);
	size_t used = p->used + p->slots * sizeof *p->slot;
	*ret_districts = p->n;
	pthread_mutex_unlock(&p->lock);
	return used;
}

/* ---- the hash table; the caller has the lock ---- */

static uint32_t name_of(const char outward[5])
{
	uint32_t name = 0;

	for (size_t i = 0; i < 4 && outward[i]; i++)
		name |= (uint32_t)(unsigned char)outward[i] << (8 * i);
	return name;
}

static struct slot *slot_of(const struct postcodes *p, uint32_t name)
{
	size_t i = (name * UINT32_C(2654435761) >> 8) & (p->slots - 1);

	while (p->slot[i].name && p->slot[i].name != name)
		i = (i + 1) & (p->slots - 1);
	return &p->slot[i];
}

/* To a table of another size, or the same without holes. */
static void rehash(struct postcodes *p, size_t slots)
{
	struct slot *old = p->slot;
	size_t n = p->slots;

	p->slot = calloc(slots, sizeof *p->slot);
	if (!p->slot)
		abort();
	p->slots = slots;
	for (size_t i = 0; i < n; i++)
		if (old[i].name)
			*slot_of(p, old[i].name) = old[i];
	free(old);
}

static void drop(struct postcodes *p, struct slot *s)
{
	struct district *d = s->d;

	p->used -= s->size;
	p->n--;
	*s = (struct slot){ 0 };
	free(d);
}

/* Those that nobody asked for since the last time go; when that is not enough, every second too;
   when that is not enough either, all. */
static void make_room(struct postcodes *p, size_t size)
{
	size_t idle = 0;

	for (size_t i = 0; i < p->slots; i++)
		idle += p->slot[i].asked ? 0 : p->slot[i].size;
	bool more = p->used - idle + size > p->room;
	for (size_t i = 0; i < p->slots; i++) {
		if (p->slot[i].name && (!p->slot[i].asked || (more && i % 2 == 0)))
			drop(p, &p->slot[i]);
		else
			p->slot[i].asked = false;
	}
	if (p->used + size > p->room)
		drop_all(p);
	rehash(p, p->slots);
}

/* d becomes the cache's. */
static void keep(struct postcodes *p, uint32_t name, struct district *d, size_t size)
{
	size += BLOCK_COST;
	if (slot_of(p, name)->name) { /* another thread was quicker */
		free(d);
		return;
	}
	if (p->used + size > p->room)
		make_room(p, size);
	if (p->n * 2 >= p->slots)
		rehash(p, p->slots * 2);
	*slot_of(p, name) = (struct slot){ name, true, (uint32_t)size, d };
	p->n++;
	p->used += size;
}

/* ---- what has been looked up ---- */

/* kind in 3 bits, rank in 20, decile in 4, quintile in 3. */
static uint32_t value_pack(const struct area_value *v)
{
	return (uint32_t)v->kind << 27 | ((uint32_t)v->rank & 0xfffff) << 7
		| ((uint32_t)v->decile & 15) << 3 | ((uint32_t)v->quintile & 7);
}

static struct area_value value_unpack(uint32_t v)
{
	return (struct area_value){ v >> 27, v >> 7 & 0xfffff, v >> 3 & 15, v & 7 };
}

/* True when nothing is left to ask the database for. */
static bool look(const struct district *d, uint16_t inward, struct postcode_place *ret)
{
	size_t at = d ? district_find(d, inward) : SIZE_MAX;

	if (at == SIZE_MAX)
		return true;
	const struct district_area *a = &d->area[district_area_of(d->entry[at])];
	ret->known = true;
	ret->ended = (d->entry[at] & 1) != 0;
	ret->nation = a->nation;
	ret->code11 = district_code(a->code11);
	ret->code21 = district_code(a->code21);
	if (a->values == DISTRICT_UNASKED)
		return false;
	ret->values = a->values;
	for (size_t i = 0; i < a->values; i++)
		ret->value[i] = value_unpack(a->value[i]);
	return true;
}

/* An area keeps its code from one census to the next when its border stays, and a code is never
   given twice: so where a file has only one of the two codes, that one is tried for both. */
static bool ask_values(struct ctx *c, struct postcode_place *p)
{
	char text[AREA_CODE_MAX + 1];

	p->values = 0;
	for (size_t k = 0; k < AREA_KINDS && p->values < DISTRICT_VALUES; k++) {
		bool newer = k == AREA_IMD2025;
		uint64_t code = newer ? p->code21 : p->code11;
		if (code == 0)
			code = newer ? p->code11 : p->code21;
		if (area_kinds[k].nation != p->nation || code == 0)
			continue;
		area_code_print(code, text);
		if (!area_get(c, k, str_of(text), &p->value[p->values]))
			return false;
		p->values += p->value[p->values].rank > 0;
	}
	return true;
}

static bool read_district(
	struct ctx *c, const char *outward, struct district **ret, size_t *ret_size)
{
	struct rows r;

	*ret = NULL;
	*ret_size = 0;
	if (!sql_open(c, &one, ARGS(arg(str_of(outward))), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c);
	*ret = district_unpack(row_peek(&r, 0), ret_size);
	sql_end(&r);
	return *ret || fail(c, FAULT_INTERNAL, "the postcodes of %s cannot be read", outward);
}

static bool read_stamp(struct ctx *c, int64_t *ret)
{
	struct str text;

	*ret = 0;
	if (!setting_get(c, STAMP_KEY, S("0"), &text))
		return false;
	(void)!str_to_int(text, ret);
	return true;
}

/* ---- finding ---- */

/* Keeps what a unit of work has read, unless its view of the database is older than the cache's. */
static void learn(struct postcodes *cache, const struct postcode *p, struct district *d,
	size_t size, int64_t stamp)
{
	pthread_mutex_lock(&cache->lock);
	if (stamp > cache->stamp) {
		drop_all(cache);
		cache->stamp = stamp;
	}
	if (stamp == cache->stamp)
		keep(cache, name_of(p->outward), d, size);
	else
		free(d);
	pthread_mutex_unlock(&cache->lock);
}

static void learn_values(struct postcodes *cache, const struct postcode *p,
	const struct postcode_place *place, int64_t stamp)
{
	pthread_mutex_lock(&cache->lock);
	struct slot *s = slot_of(cache, name_of(p->outward));
	size_t at = s->d && stamp == cache->stamp ? district_find(s->d, p->inward) : SIZE_MAX;
	if (at != SIZE_MAX) {
		struct district_area *a = &s->d->area[district_area_of(s->d->entry[at])];
		for (size_t i = 0; i < place->values; i++)
			a->value[i] = value_pack(&place->value[i]);
		a->values = (uint8_t)place->values;
	}
	pthread_mutex_unlock(&cache->lock);
}

/* Once a second, in the time of the units of work, whether an import has made the cache old. */
static bool refresh(struct ctx *c, struct postcodes *cache)
{
	int64_t stamp;

	pthread_mutex_lock(&cache->lock);
	bool due = c->now - cache->checked_at >= INSTANT_SECOND || c->now < cache->checked_at;
	if (due)
		cache->checked_at = c->now;
	pthread_mutex_unlock(&cache->lock);
	if (!due)
		return true;
	if (!read_stamp(c, &stamp))
		return false;
	pthread_mutex_lock(&cache->lock);
	if (stamp > cache->stamp) {
		drop_all(cache);
		cache->stamp = stamp;
	}
	pthread_mutex_unlock(&cache->lock);
	return true;
}

/* The district is in memory, or was just read; what its area has is still to be asked. */
static bool find_values(
	struct ctx *c, const struct postcode *p, int64_t stamp, struct postcode_place *ret)
{
	if (!ask_values(c, ret))
		return false;
	if (c->house->postcodes)
		learn_values(c->house->postcodes, p, ret, stamp);
	return true;
}

static bool find_district(
	struct ctx *c, const struct postcode *p, int64_t stamp, struct postcode_place *ret)
{
	struct postcodes *cache = c->house->postcodes;
	struct district *d;
	size_t size;

	if (!read_district(c, p->outward, &d, &size))
		return false;
	bool whole = look(d, p->inward, ret);
	if (cache)
		learn(cache, p, d, size, stamp);
	else
		free(d);
	return whole || find_values(c, p, stamp, ret);
}

bool postcodes_find(struct ctx *c, const struct postcode *p, struct postcode_place *ret)
{
	struct postcodes *cache = c->house->postcodes;
	int64_t stamp = 0;
	bool found = false;

	*ret = (struct postcode_place){ 0 };
	if (cache) {
		if (!refresh(c, cache))
			return false;
		pthread_mutex_lock(&cache->lock);
		struct slot *s = slot_of(cache, name_of(p->outward));
		s->asked = s->name != 0;
		found = s->name && look(s->d, p->inward, ret);
		pthread_mutex_unlock(&cache->lock);
	}
	if (found)
		return true;
	if (cache && !read_stamp(c, &stamp))
		return false;
	return ret->known ? find_values(c, p, stamp, ret) : find_district(c, p, stamp, ret);
}

/* ---- writing ---- */

/* What is known and what comes, in one list; of what both have, what comes. */
static size_t merge(struct district_row *to, const struct district_row *old, size_t olds,
	const struct district_row *row, size_t n)
{
	size_t i = 0, k = 0, all = 0;

	while (i < olds || k < n) {
		if (k == n || (i < olds && old[i].postcode.inward < row[k].postcode.inward)) {
			to[all++] = old[i++];
			continue;
		}
		if (i < olds && old[i].postcode.inward == row[k].postcode.inward)
			i++;
		to[all++] = row[k++];
	}
	return all;
}

bool postcodes_put(struct ctx *c, const struct district_row *row, size_t n)
{
	const char *name = row[0].postcode.outward;
	struct district *d;
	size_t size, all = n;

	if (!read_district(c, name, &d, &size))
		return false;
	struct district_row *whole = NULL;
	if (d) {
		whole = arena_new(c->mem, struct district_row, d->n + n);
		all = merge(whole, district_rows(c, d, name), d->n, row, n);
		free(d);
	}
	struct str packed = district_pack(c, whole ? whole : row, all);
	return sql_run(c, &put, ARGS(arg(str_of(name)), arg(packed)));
}

bool postcodes_changed(struct ctx *c)
{
	int64_t stamp;

	return read_stamp(c, &stamp)
		&& setting_note(c, STAMP_KEY, arena_fmt(c->mem, "%lld", (long long)stamp + 1));
}

bool postcodes_count(struct ctx *c, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &count, NO_ARGS, &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}
