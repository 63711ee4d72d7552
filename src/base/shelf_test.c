/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/shelf.h"

#include "test/test.h"

#include <pthread.h>
#include <stdlib.h>

static struct shelf_key key(int64_t what, int64_t version)
{
	return (struct shelf_key){ { what, 0, 0 }, version };
}

static bool holds(struct shelf *s, struct shelf_key k, struct str want)
{
	const struct shelf_item *i = shelf_find(s, &k);
	bool good = i && str_eq(shelf_bytes(i), want);

	shelf_return(s, i);
	return good;
}

static bool has(struct shelf *s, int64_t what)
{
	struct shelf_key k = key(what, 1);
	const struct shelf_item *i = shelf_find(s, &k);

	shelf_return(s, i);
	return i != NULL;
}

void test_shelf_gives_back_what_was_put_in_this_version_alone(struct test *t)
{
	struct shelf *s = shelf_open(1 << 16);
	struct shelf_key k = key(7, 1), later = key(7, 2), other = key(8, 1);

	shelf_put(s, &k, S("first"));
	CHECK(t, holds(s, k, S("first")));
	CHECK(t, shelf_find(s, &later) == NULL && shelf_find(s, &other) == NULL);
	shelf_put(s, &later, S("second"));
	CHECK(t, holds(s, later, S("second")) && shelf_find(s, &k) == NULL);
	shelf_close(s);
}

void test_shelf_lets_go_what_was_not_found_for_the_longest_time(struct test *t)
{
	struct shelf *s = shelf_open(10000);
	char text[1000] = { 0 };

	for (int64_t i = 0; i < 8; i++) {
		struct shelf_key k = key(i, 1);
		shelf_put(s, &k, (struct str){ text, sizeof text });
	}
	CHECK(t, has(s, 0));
	for (int64_t i = 8; i < 12; i++) {
		struct shelf_key k = key(i, 1);
		shelf_put(s, &k, (struct str){ text, sizeof text });
	}
	CHECK(t, has(s, 0) && !has(s, 1) && has(s, 11));
	struct shelf_key large = key(99, 1);
	shelf_put(s, &large, (struct str){ text, 1000 });
	CHECK(t, has(s, 99));
	shelf_close(s);
}

void test_shelf_keeps_nothing_that_is_too_large_for_it(struct test *t)
{
	struct shelf *s = shelf_open(4000);
	char text[1000] = { 0 };
	struct shelf_key k = key(1, 1);

	shelf_put(s, &k, (struct str){ text, sizeof text });
	CHECK(t, shelf_find(s, &k) == NULL);
	shelf_close(s);
}

void test_shelf_item_stays_for_its_reader_after_it_was_taken_off(struct test *t)
{
	struct shelf *s = shelf_open(1 << 16);
	struct shelf_key k = key(1, 1), later = key(1, 2);

	shelf_put(s, &k, S("as it was"));
	const struct shelf_item *i = shelf_find(s, &k);
	shelf_put(s, &later, S("as it is"));
	CHECK(t, i && str_eq(shelf_bytes(i), S("as it was")));
	shelf_return(s, i);
	shelf_return(s, NULL);
	shelf_close(s);
}

void test_shelf_wants_what_is_asked_for_again(struct test *t)
{
	struct shelf *s = shelf_open(1 << 16);
	struct shelf_key k = key(1, 1), later = key(1, 2), other = key(2, 1);

	CHECK(t, !shelf_wants(s, &k) && !shelf_wants(s, &other));
	CHECK(t, shelf_wants(s, &later) && shelf_wants(s, &other));
	shelf_close(s);
}

struct crowd {
	struct shelf *shelf;
	_Atomic bool wrong;
};

/* What is found must be whole: each item is one letter again and again. */
static void *come_and_go(void *data)
{
	struct crowd *crowd = data;
	unsigned seed = (unsigned)(uintptr_t)&seed;
	char text[600];

	for (int i = 0; i < 4000; i++) {
		int64_t what = rand_r(&seed) % 40;
		struct shelf_key k = key(what, 1 + rand_r(&seed) % 2);
		const struct shelf_item *item = shelf_find(crowd->shelf, &k);
		if (item) {
			struct str b = shelf_bytes(item);
			if (b.len != sizeof text || b.at[0] != 'a' + what % 26
				|| b.at[599] != b.at[0])
				crowd->wrong = true;
			shelf_return(crowd->shelf, item);
			continue;
		}
		memset(text, (int)('a' + what % 26), sizeof text);
		shelf_put(crowd->shelf, &k, (struct str){ text, sizeof text });
	}
	return NULL;
}

void test_concurrent_shelf_serves_many_threads(struct test *t)
{
	struct crowd crowd = { .shelf = shelf_open(12000) };
	pthread_t thread[4];

	for (int i = 0; i < 4; i++)
		CHECK(t, pthread_create(&thread[i], NULL, come_and_go, &crowd) == 0);
	for (int i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
	CHECK(t, !crowd.wrong);
	shelf_close(crowd.shelf);
}
