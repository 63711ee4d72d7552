/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/cellar.h"

#include "test/test.h"

#include <dirent.h>
#include <pthread.h>

/* Large enough that somebody writes while somebody else reads the same place. */
enum { PART = 30000, THREADS = 4, ROUNDS = 1500, KEYS = 50 };

static struct shelf_key key(int64_t what, int64_t version)
{
	return (struct shelf_key){ { what, 0, 0 }, version };
}

/* A text of its own for each key and version. */
static void write_part(char *at, int64_t what, int64_t version)
{
	for (int i = 0; i < PART; i++)
		at[i] = (char)('a' + (what * 7 + version * 3 + i) % 26);
}

static void put(struct cellar *c, int64_t what, int64_t version)
{
	struct shelf_key k = key(what, version);
	char text[PART];

	write_part(text, what, version);
	cellar_put(c, &k, (struct str){ text, 10 }, (struct str){ text + 10, PART - 10 });
}

enum found { NOT_THERE, RIGHT, WRONG };

static enum found get(struct cellar *c, int64_t what, int64_t version)
{
	struct shelf_key k = key(what, version);
	char want[PART], text[PART];
	struct cellar_place p;

	if (!cellar_find(c, &k, &p))
		return NOT_THERE;
	if (p.front != 10 || p.rest != PART - 10)
		return WRONG;
	if (!cellar_read(c, &k, &p, text, text + 10))
		return NOT_THERE;
	write_part(want, what, version);
	return memcmp(want, text, PART) == 0 ? RIGHT : WRONG;
}

static int files_in(const char *directory)
{
	DIR *d = opendir(directory);
	int n = -2; /* itself and the one above */

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n;
}

void test_cellar_gives_back_what_was_put_in_this_version_alone(struct test *t)
{
	const char *directory = test_directory(t);
	struct cellar *c = cellar_open(directory, 1 << 20);
	CHECK(t, c && files_in(directory) == 0);
	CHECK(t, get(c, 7, 1) == NOT_THERE);
	put(c, 7, 1);
	CHECK(t, get(c, 7, 1) == RIGHT && get(c, 7, 2) == NOT_THERE && get(c, 8, 1) == NOT_THERE);
	put(c, 7, 2);
	CHECK(t, get(c, 7, 1) == NOT_THERE && get(c, 7, 2) == RIGHT);
	cellar_close(c);
	CHECK(t, cellar_open(directory, 0) == NULL);
	CHECK(t, cellar_open("/nowhere/at/all", 1 << 20) == NULL);
	cellar_close(NULL);
}

void test_cellar_wants_what_is_asked_about_again(struct test *t)
{
	struct cellar *c = cellar_open(test_directory(t), 1 << 20);
	struct shelf_key k = key(1, 1), later = key(1, 2), other = key(2, 1);

	CHECK(t, !cellar_wants(c, &k) && !cellar_wants(c, &other));
	CHECK(t, cellar_wants(c, &k) && cellar_wants(c, &later));
	CHECK(t, get(c, 1, 1) == NOT_THERE);
	put(c, 1, 1);
	CHECK(t, get(c, 1, 1) == RIGHT && cellar_wants(c, &k) && get(c, 1, 1) == RIGHT);
	cellar_close(c);
}

void test_cellar_loses_what_came_first_and_refuses_what_is_large(struct test *t)
{
	enum { ROOM = 1 << 20, MANY = 200 };
	struct cellar *c = cellar_open(test_directory(t), ROOM);
	struct shelf_key k = key(1000, 1);
	struct cellar_place p;
	char large[ROOM / 8] = { 0 };
	int kept = 0;

	for (int i = 1; i <= MANY; i++) {
		put(c, i, 1);
		CHECK(t, get(c, i, 1) == RIGHT);
	}
	for (int i = 1; i <= MANY; i++) {
		enum found f = get(c, i, 1);
		CHECK(t, f != WRONG && (f == RIGHT || kept == 0));
		kept += f == RIGHT;
	}
	CHECK(t, kept > ROOM / PART / 2 && kept <= ROOM / PART);
	cellar_put(c, &k, S(""), (struct str){ large, sizeof large });
	CHECK(t, !cellar_find(c, &k, &p) && get(c, MANY, 1) == RIGHT);
	cellar_close(c);
}

struct visitor {
	struct cellar *cellar;
	unsigned seed;
	int right, wrong;
};

static void *visit(void *data)
{
	struct visitor *v = data;

	for (int i = 0; i < ROUNDS; i++) {
		v->seed = v->seed * 1103515245 + 12345;
		int64_t what = (v->seed >> 16) % KEYS, version = (v->seed >> 8) % 3;
		if (i % 3 == 0)
			put(v->cellar, what, version);
		enum found f = get(v->cellar, what, version);
		v->right += f == RIGHT;
		v->wrong += f == WRONG;
	}
	return NULL;
}

void test_concurrent_cellar_gives_nobody_what_is_being_overwritten(struct test *t)
{
	struct visitor v[THREADS];
	pthread_t thread[THREADS];
	int right = 0;

	struct cellar *c = cellar_open(test_directory(t), 17 * (PART + 64));
	for (int i = 0; i < THREADS; i++) {
		v[i] = (struct visitor){ .cellar = c, .seed = (unsigned)i + 1 };
		CHECK(t, pthread_create(&thread[i], NULL, visit, &v[i]) == 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(thread[i], NULL);
		CHECK(t, v[i].wrong == 0);
		right += v[i].right;
	}
	CHECK(t, right > ROUNDS / 10);
	cellar_close(c);
}
