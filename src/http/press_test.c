/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/press.h"

#include "http/unzip_test.h"
#include "test/test.h"

#include <stdlib.h>

static struct str page(struct test *t, size_t len)
{
	char *at = arena_new(t->mem, char, len + 1);
	unsigned seed = 7;

	for (size_t i = 0; i < len; i++)
		at[i] = (char)('a' + rand_r(&seed) % 12);
	return (struct str){ at, len };
}

void test_press_puts_a_part_that_was_pressed_before_into_any_page(struct test *t)
{
	static const size_t around[][3] = { { 0, 5000, 0 }, { 900, 60000, 1500 }, { 1, 1, 1 },
		{ 7000, 200000, 0 }, { 0, 100, 40000 } };
	struct press *p = press_open();

	for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
		const size_t *n = around[i];
		struct str text = page(t, n[0] + n[1] + n[2]);
		struct press_part part = { .from = n[0], .len = n[1] };
		struct buf blocks, out;
		buf_init(&blocks, 1 << 20);
		buf_init(&out, 1 << 20);
		CHECK(t, press_once((struct str){ text.at + n[0], n[1] }, &blocks, &part.crc));
		part.blocks = buf_str(&blocks);
		CHECK(t, press_around(p, text, &part, &out));
		CHECK(t, str_eq(test_unzip(t, buf_str(&out), text.len), text));
		CHECK(t, press_all(p, text, &out) || text.len < 100);
		buf_free(&blocks);
		buf_free(&out);
	}
	press_close(p);
}

void test_press_says_when_there_is_no_room(struct test *t)
{
	struct press *p = press_open();
	struct str text = page(t, 50000);
	struct press_part part = { .from = 100, .len = 49000 };
	struct buf blocks, out;

	buf_init(&blocks, 1 << 20);
	buf_init(&out, 2000);
	CHECK(t, press_once((struct str){ text.at + 100, 49000 }, &blocks, &part.crc));
	part.blocks = buf_str(&blocks);
	CHECK(t, !press_around(p, text, &part, &out));
	buf_free(&blocks);
	buf_init(&blocks, 100);
	CHECK(t, !press_once(text, &blocks, &part.crc));
	buf_free(&blocks);
	buf_free(&out);
	press_close(p);
}
