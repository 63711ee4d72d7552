/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/blob.h"

#include "core/person.h"
#include "store/sql.h"
#include "test/test.h"

enum { LARGE = 3 * BLOB_PART + 77 };

static const struct stmt parts_left = { "blob_parts_left", "SELECT COUNT(*) FROM blob_part", "",
	"i" };
static const struct stmt damage = { "blob_damage",
	"UPDATE blob_part SET bytes = $2 WHERE blob_id = $1 AND part = 1", "ib", "" };
static const struct stmt swap_parts = { "blob_swap_parts",
	"UPDATE blob_part SET part = CASE part WHEN 0 THEN -1 ELSE 0 END WHERE blob_id = $1 AND"
	" part IN (0, 1)",
	"i", "" };
static const struct stmt lose_last = { "blob_lose_last",
	"DELETE FROM blob_part WHERE blob_id = $1 AND part = 3", "i", "" };

static struct str noise(struct test *t, size_t n)
{
	char *at = arena_new(t->mem, char, n);
	uint32_t x = 12345;

	for (size_t i = 0; i < n; i++) {
		x = x * 1664525 + 1013904223;
		at[i] = (char)(x >> 24);
	}
	return (struct str){ at, n };
}

static int64_t left(struct ctx *c)
{
	struct rows r;
	int64_t n = -1;

	if (sql_one(c, &parts_left, NO_ARGS, &r)) {
		n = row_int(&r, 0);
		sql_end(&r);
	}
	return n;
}

void test_blob_comes_back_whole_and_in_slices(struct test *t)
{
	struct person_id ann = test_person(t, "ann", ROLE_STUDENT);
	struct ctx *c = test_ctx(t, ann);
	struct str bytes = noise(t, LARGE), got;
	struct blob b;
	int64_t id;

	CHECK(t, blob_add(c, ann, "cv", "application/pdf", bytes, &id) && blob_get(c, id, &b));
	CHECK(t, b.size == LARGE && b.owner.v == ann.v && str_eq(b.kind, S("cv")));
	CHECK(t, blob_bytes(c, &b, &got) && str_eq(got, bytes) && left(c) == 4);
	static const int64_t from[] = { 0, 1, BLOB_PART - 1, BLOB_PART, 2 * BLOB_PART - 5,
		LARGE - 1 };
	static const int64_t length[] = { 1, BLOB_PART, 100000, LARGE };
	for (size_t i = 0; i < sizeof from / sizeof *from; i++)
		for (size_t j = 0; j < sizeof length / sizeof *length; j++) {
			size_t n =
				(size_t)(length[j] < LARGE - from[i] ? length[j] : LARGE - from[i]);
			CHECK(t, blob_slice(c, &b, from[i], length[j], &got));
			CHECK(t, str_eq(got, (struct str){ bytes.at + from[i], n }));
		}
	CHECK(t, !blob_slice(c, &b, LARGE, 1, &got) && c->fault.kind == FAULT_INVALID);
}

void test_blob_of_one_byte_and_of_whole_parts(struct test *t)
{
	static const size_t sizes[] = { 1, BLOB_PART, 2 * BLOB_PART };
	struct person_id ann = test_person(t, "ann", ROLE_STUDENT);
	struct ctx *c = test_ctx(t, ann);

	for (size_t i = 0; i < 3; i++) {
		struct str bytes = noise(t, sizes[i]), got;
		struct blob b;
		int64_t id;
		CHECK(t, blob_add(c, ann, "x", "image/png", bytes, &id) && blob_get(c, id, &b));
		CHECK(t, blob_bytes(c, &b, &got) && str_eq(got, bytes));
	}
	struct blob_sealed *s;
	CHECK(t, !blob_seal(c, S(""), &s) && c->fault.kind == FAULT_INVALID);
	c = test_ctx(t, ann);
	CHECK(t, !blob_seal(c, noise(t, BLOB_VIDEO_MAX + 1), &s) && c->fault.kind == FAULT_LIMIT);
}

/* Each in a unit of work of its own, since the fault stays. */
void test_blob_that_was_changed_does_not_open(struct test *t)
{
	static const struct stmt *const harm[] = { &swap_parts, &lose_last };
	struct person_id ann = test_person(t, "ann", ROLE_STUDENT);
	struct str got;
	struct blob b;
	int64_t id;

	for (size_t i = 0; i < 3; i++) {
		struct ctx *c = test_ctx(t, ann);
		CHECK(t, blob_add(c, ann, "x", "image/png", noise(t, LARGE), &id));
		CHECK(t, blob_get(c, id, &b));
		if (i < 2)
			CHECK(t, sql_run(c, harm[i], ARGS(arg(id))));
		else
			CHECK(t, sql_run(c, &damage, ARGS(arg(id), arg_bytes(noise(t, 5000)))));
		CHECK(t, !blob_bytes(c, &b, &got) && c->fault.kind == FAULT_INTERNAL);
	}
}

void test_blob_dropped_is_unreadable_at_once_and_cleared_away_later(struct test *t)
{
	struct person_id ann = test_person(t, "ann", ROLE_STUDENT);
	struct ctx *c = test_ctx(t, ann);
	struct blob b, kept;
	bool more = true;
	int64_t id, other;
	struct str got;

	CHECK(t, blob_add(c, ann, "x", "video/mp4", noise(t, 70 * BLOB_PART), &id));
	CHECK(t, blob_add(c, ann, "x", "video/mp4", noise(t, 100), &other));
	CHECK(t, blob_get(c, id, &b) && blob_get(c, other, &kept));
	CHECK(t, blob_drop(c, id) && blob_drop(c, id) && left(c) == 71);
	CHECK(t, blob_sweep(c, &more) && more && left(c) == 71 - BLOB_SWEPT);
	CHECK(t, blob_sweep(c, &more) && more && left(c) == 1);
	CHECK(t, blob_sweep(c, &more) && !more && blob_bytes(c, &kept, &got) && got.len == 100);
	CHECK(t, !blob_bytes(c, &b, &got) && c->fault.kind == FAULT_ABSENT);
}
