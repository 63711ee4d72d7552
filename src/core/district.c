/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/district.h"

#include "base/buf.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { VERSION = 1, CODE = 6, AREAS_MAX = 4096, PACKED_MAX = 1 << 20 };

uint64_t district_code(const uint16_t code[3])
{
	return (uint64_t)code[0] << 32 | (uint64_t)code[1] << 16 | code[2];
}

size_t district_find(const struct district *d, uint16_t inward)
{
	size_t low = 0, high = d->n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		if (d->entry[mid] >> 13 < inward)
			low = mid + 1;
		else
			high = mid;
	}
	return low < d->n && d->entry[low] >> 13 == inward ? low : SIZE_MAX;
}

/* ---- packing ---- */

static void put_number(struct buf *b, uint64_t n)
{
	for (; n > 127; n >>= 7)
		buf_char(b, (char)(n | 128));
	buf_char(b, (char)n);
}

static void put_code(struct buf *b, uint64_t code)
{
	for (int shift = 40; shift >= 0; shift -= 8)
		buf_char(b, (char)(code >> shift));
}

static bool same_area(const struct district_row *a, const struct district_row *b)
{
	return a->code11 == b->code11 && a->code21 == b->code21 && a->nation == b->nation;
}

/* Neighbours in the alphabet often are neighbours on the ground: the newest area is tried first. */
static size_t area_of(const struct district_row **known, size_t *n, const struct district_row *row)
{
	for (size_t i = *n; i-- > 0;)
		if (same_area(known[i], row))
			return i;
	known[*n] = row;
	return (*n)++;
}

static struct str text_of(struct ctx *c, struct str bytes)
{
	size_t size = sodium_base64_encoded_len(bytes.len, sodium_base64_VARIANT_ORIGINAL);
	char *text = arena_new(c->mem, char, size);

	sodium_bin2base64(text, size, (const unsigned char *)bytes.at, bytes.len,
		sodium_base64_VARIANT_ORIGINAL);
	return (struct str){ text, size - 1 };
}

struct str district_pack(struct ctx *c, const struct district_row *row, size_t n)
{
	const struct district_row **known = arena_new(c->mem, const struct district_row *, n + 1);
	size_t *area = arena_new(c->mem, size_t, n + 1), areas = 0;
	uint16_t before = 0;
	struct buf b;

	for (size_t i = 0; i < n; i++)
		area[i] = area_of(known, &areas, &row[i]);
	buf_init(&b, PACKED_MAX);
	put_number(&b, VERSION);
	put_number(&b, areas);
	for (size_t i = 0; i < areas; i++) {
		buf_char(&b, (char)known[i]->nation);
		put_code(&b, known[i]->code11);
		put_code(&b, known[i]->code21);
	}
	put_number(&b, n);
	for (size_t i = 0; i < n; i++) {
		put_number(&b, (uint64_t)(row[i].postcode.inward - before) << 1 | row[i].ended);
		put_number(&b, area[i]);
		before = row[i].postcode.inward;
	}
	struct str text = text_of(c, buf_str(&b));
	buf_free(&b);
	return text;
}

/* ---- unpacking ---- */

struct reader {
	const unsigned char *at;
	size_t len, pos;
	bool bad;
};

static uint64_t get_bytes(struct reader *r, size_t n)
{
	uint64_t v = 0;

	if (r->len - r->pos < n) {
		r->bad = true;
		r->pos = r->len;
		return 0;
	}
	while (n-- > 0)
		v = v << 8 | r->at[r->pos++];
	return v;
}

/* At most max; more is bad. */
static size_t get_number(struct reader *r, size_t max)
{
	size_t v = 0;

	for (int shift = 0; shift < 28; shift += 7) {
		size_t byte = get_bytes(r, 1);
		v |= (byte & 127) << shift;
		if (byte < 128)
			break;
	}
	r->bad = r->bad || v > max;
	return r->bad ? 0 : v;
}

static void get_code(struct reader *r, uint16_t to[3])
{
	for (int i = 0; i < 3; i++)
		to[i] = (uint16_t)get_bytes(r, 2);
}

static void get_entries(struct reader *r, struct district *d)
{
	size_t inward = 0;

	for (size_t i = 0; i < d->n && !r->bad; i++) {
		size_t step = get_number(r, 2 * POSTCODE_INWARDS), area = get_number(r, AREAS_MAX);
		inward += step >> 1;
		r->bad = r->bad || inward >= POSTCODE_INWARDS || area >= d->areas
			|| (i > 0 && step >> 1 == 0);
		d->entry[i] = (uint32_t)(inward << 13 | area << 1 | (step & 1));
	}
}

static struct district *unpack(struct reader *r, size_t *ret_size)
{
	r->bad = get_number(r, VERSION) != VERSION;
	size_t areas = get_number(r, AREAS_MAX), from = r->pos;
	if (r->bad || (r->len - from) / (1 + 2 * CODE) < areas)
		return NULL;
	r->pos = from + areas * (1 + 2 * CODE);
	size_t n = get_number(r, POSTCODE_INWARDS), entries = r->pos;
	if (r->bad)
		return NULL;
	*ret_size = sizeof(struct district) + areas * sizeof(struct district_area)
		+ n * sizeof(uint32_t);
	struct district *d = calloc(1, *ret_size);
	if (!d)
		abort();
	*d = (struct district){ .n = n, .areas = areas, .area = (struct district_area *)(d + 1) };
	d->entry = (uint32_t *)(d->area + areas);
	r->pos = from;
	for (size_t i = 0; i < areas; i++) {
		uint64_t nation = get_bytes(r, 1);
		d->area[i].nation = (uint8_t)(nation < NATIONS ? nation : NATION_UNKNOWN);
		d->area[i].values = DISTRICT_UNASKED;
		get_code(r, d->area[i].code11);
		get_code(r, d->area[i].code21);
	}
	r->pos = entries;
	get_entries(r, d);
	if (!r->bad && r->pos == r->len)
		return d;
	free(d);
	return NULL;
}

struct district *district_unpack(struct str packed, size_t *ret_size)
{
	size_t max = packed.len / 4 * 3 + 3, len = 0;
	unsigned char *bytes = malloc(max);
	struct district *d = NULL;

	if (!bytes)
		abort();
	if (sodium_base642bin(bytes, max, packed.at, packed.len, NULL, &len, NULL,
		    sodium_base64_VARIANT_ORIGINAL)
		== 0) {
		struct reader r = { .at = bytes, .len = len };
		d = unpack(&r, ret_size);
	}
	free(bytes);
	return d;
}

struct district_row *district_rows(struct ctx *c, const struct district *d, const char *name)
{
	struct district_row *row = arena_new(c->mem, struct district_row, d->n + 1);

	for (size_t i = 0; i < d->n; i++) {
		const struct district_area *a = &d->area[district_area_of(d->entry[i])];
		row[i] = (struct district_row){ .postcode.inward = (uint16_t)(d->entry[i] >> 13),
			.code11 = district_code(a->code11),
			.code21 = district_code(a->code21),
			.nation = a->nation,
			.ended = (d->entry[i] & 1) != 0 };
		snprintf(row[i].postcode.outward, sizeof row[i].postcode.outward, "%s", name);
	}
	return row;
}
