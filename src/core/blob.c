/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/blob.h"

#include "core/secret.h"
#include "store/sql.h"

#include <sodium.h>

enum {
	KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	BOX = BLOB_PART + TAG
};

struct blob_sealed {
	struct str key, bytes; /* bytes: the boxes, one behind the other */
	int64_t size;
};

static const struct stmt add = { "blob_add",
	"INSERT INTO blob (id, owner_id, kind, type, size, made_at) VALUES ($1, $2, $3, $4, $5,"
	" $6)",
	"iissii", "" };
static const struct stmt add_key = { "blob_add_key",
	"INSERT INTO blob_key (blob_id, sealed) VALUES ($1, $2)", "is", "" };
static const struct stmt add_part = { "blob_add_part",
	"INSERT INTO blob_part (blob_id, part, bytes) VALUES ($1, $2, $3)", "iib", "" };
static const struct stmt get = { "blob_get",
	"SELECT owner_id, kind, type, size, made_at FROM blob WHERE id = $1", "i", "issii" };
static const struct stmt get_key = { "blob_get_key",
	"SELECT sealed FROM blob_key WHERE blob_id = $1", "i", "s" };
static const struct stmt parts = { "blob_parts",
	"SELECT bytes FROM blob_part WHERE blob_id = $1 AND part BETWEEN $2 AND $3 ORDER BY part",
	"iii", "b" };

static const struct stmt drop_key = { "blob_drop_key", "DELETE FROM blob_key WHERE blob_id = $1",
	"i", "" };
static const struct stmt drop_note = { "blob_drop_note",
	"INSERT INTO blob_gone (blob_id) SELECT id FROM blob WHERE id = $1", "i", "" };
static const struct stmt drop = { "blob_drop", "DELETE FROM blob WHERE id = $1", "i", "" };
static const struct stmt sweep_next = { "blob_sweep_next",
	"SELECT blob_id FROM blob_gone ORDER BY blob_id LIMIT 1", "", "i" };
static const struct stmt sweep_parts = { "blob_sweep_parts",
	"DELETE FROM blob_part WHERE blob_id = $1 AND part IN (SELECT part FROM blob_part WHERE"
	" blob_id = $1 ORDER BY part DESC LIMIT $2)",
	"ii", "" };
static const struct stmt sweep_done = { "blob_sweep_done",
	"DELETE FROM blob_gone WHERE blob_id = $1", "i", "" };

static int64_t parts_of(int64_t size)
{
	return (size + BLOB_PART - 1) / BLOB_PART;
}

/* A key seals one file and no other, so the place of a part is nonce enough. The size is in it too:
   a file of which the end is missing does not open. */
static void nonce_of(int64_t part, int64_t size, unsigned char ret[NONCE])
{
	memset(ret, 0, NONCE);
	for (int i = 0; i < 8; i++) {
		ret[i] = (unsigned char)(part >> (8 * i));
		ret[8 + i] = (unsigned char)(size >> (8 * i));
	}
}

bool blob_seal(struct ctx *c, struct str bytes, struct blob_sealed **ret)
{
	if (bytes.len == 0)
		return fail(c, FAULT_INVALID, "The file is empty.");
	if (bytes.len > BLOB_VIDEO_MAX)
		return fail(c, FAULT_LIMIT, "The file is too large: it may have %d MB.",
			BLOB_VIDEO_MAX >> 20);
	struct blob_sealed *s = arena_new(c->mem, struct blob_sealed, 1);
	size_t n = (size_t)parts_of((int64_t)bytes.len);
	unsigned char *key = arena_new(c->mem, unsigned char, KEY), nonce[NONCE];
	unsigned char *box = arena_new(c->mem, unsigned char, bytes.len + n * TAG);
	randombytes_buf(key, KEY);
	*s = (struct blob_sealed){ .key = { (const char *)key, KEY },
		.bytes = { (const char *)box, bytes.len + n * TAG },
		.size = (int64_t)bytes.len };
	for (size_t i = 0; i < n; i++) {
		size_t at = i * BLOB_PART, left = bytes.len - at;
		nonce_of((int64_t)i, s->size, nonce);
		crypto_aead_xchacha20poly1305_ietf_encrypt(box + i * BOX, NULL,
			(const unsigned char *)bytes.at + at, left < BLOB_PART ? left : BLOB_PART,
			NULL, 0, NULL, nonce, key);
	}
	*ret = s;
	return true;
}

bool blob_keep(struct ctx *c, const struct blob_sealed *s, struct person_id owner, const char *kind,
	const char *type, int64_t *ret)
{
	int64_t id = ctx_id(c), n = parts_of(s->size);
	struct str key = secret_seal(c, "blob", id, s->key);

	if (!sql_run(c, &add,
		    ARGS(arg(id), arg(owner.v), arg(str_of(kind)), arg(str_of(type)), arg(s->size),
			    arg(c->now)))
		|| !sql_run(c, &add_key, ARGS(arg(id), arg(key))))
		return false;
	for (int64_t i = 0; i < n; i++) {
		size_t at = (size_t)i * BOX, left = s->bytes.len - at;
		struct str box = { s->bytes.at + at, left < BOX ? left : BOX };
		if (!sql_run(c, &add_part, ARGS(arg(id), arg(i), arg_bytes(box))))
			return false;
	}
	*ret = id;
	return true;
}

bool blob_add(struct ctx *c, struct person_id owner, const char *kind, const char *type,
	struct str bytes, int64_t *ret)
{
	struct blob_sealed none = { 0 }, *s = &none;

	return blob_seal(c, bytes, &s) && blob_keep(c, s, owner, kind, type, ret);
}

bool blob_get(struct ctx *c, int64_t id, struct blob *ret)
{
	struct rows r;

	if (!sql_one(c, &get, ARGS(arg(id)), &r))
		return false;
	*ret = (struct blob){ .id = id,
		.owner = { row_int(&r, 0) },
		.kind = row_str(&r, 1),
		.type = row_str(&r, 2),
		.size = row_int(&r, 3),
		.made_at = row_int(&r, 4) };
	sql_end(&r);
	return true;
}

static bool key_of(struct ctx *c, int64_t id, struct str *ret)
{
	struct rows r;

	if (!sql_one(c, &get_key, ARGS(arg(id)), &r))
		return false;
	struct str sealed = row_str(&r, 0);
	sql_end(&r);
	return secret_unseal(c, "blob", id, sealed, ret)
		&& (ret->len == KEY || fail(c, FAULT_INTERNAL, "the key of a file is none"));
}

/* Opens parts from first to last into at; ret_n is how many bytes there are. */
static bool open_parts(struct ctx *c, const struct blob *b, int64_t first, int64_t last,
	unsigned char *at, size_t *ret_n)
{
	unsigned char nonce[NONCE];
	unsigned long long n = 0;
	int64_t i = first;
	struct str key;
	struct rows r;

	*ret_n = 0;
	if (!key_of(c, b->id, &key)
		|| !sql_open(c, &parts, ARGS(arg(b->id), arg(first), arg(last)), &r))
		return false;
	for (; sql_next(&r); i++, *ret_n += (size_t)n) {
		struct str box = row_bytes(&r);
		nonce_of(i, b->size, nonce);
		if (box.len <= BOX
			&& crypto_aead_xchacha20poly1305_ietf_decrypt(at + *ret_n, &n, NULL,
				   (const unsigned char *)box.at, box.len, NULL, 0, nonce,
				   (const unsigned char *)key.at)
				== 0)
			continue;
		sql_end(&r);
		return fail(c, FAULT_INTERNAL, "a part of a file does not open");
	}
	return ctx_ok(c)
		&& (i == last + 1 || fail(c, FAULT_INTERNAL, "a part of a file is missing"));
}

static bool read_range(
	struct ctx *c, const struct blob *b, int64_t from, int64_t length, struct str *ret)
{
	int64_t first = from / BLOB_PART, last = (from + length - 1) / BLOB_PART;
	unsigned char *at =
		arena_new(c->mem, unsigned char, (size_t)(last - first + 1) * BLOB_PART);
	size_t n;

	if (!open_parts(c, b, first, last, at, &n))
		return false;
	size_t skipped = (size_t)(from - first * BLOB_PART);
	if (n < skipped + (size_t)length)
		return fail(c, FAULT_INTERNAL, "a file is shorter than it was");
	*ret = (struct str){ (const char *)at + skipped, (size_t)length };
	return true;
}

bool blob_slice(struct ctx *c, const struct blob *b, int64_t from, int64_t length, struct str *ret)
{
	if (from < 0 || length <= 0 || from >= b->size)
		return fail(c, FAULT_INVALID, "The file has no such part.");
	length = length > BLOB_SLICE_MAX ? BLOB_SLICE_MAX : length;
	length = length > b->size - from ? b->size - from : length;
	return read_range(c, b, from, length, ret);
}

bool blob_bytes(struct ctx *c, const struct blob *b, struct str *ret)
{
	return read_range(c, b, 0, b->size, ret);
}

bool blob_drop(struct ctx *c, int64_t id)
{
	return sql_run(c, &drop_key, ARGS(arg(id))) && sql_run(c, &drop_note, ARGS(arg(id)))
		&& sql_run(c, &drop, ARGS(arg(id)));
}

bool blob_sweep(struct ctx *c, bool *ret_more)
{
	int64_t id = 0, n = 0;
	struct rows r;

	*ret_more = false;
	if (!sql_open(c, &sweep_next, NO_ARGS, &r))
		return false;
	if (sql_next(&r)) {
		id = row_int(&r, 0);
		sql_end(&r);
	}
	if (!ctx_ok(c) || id == 0)
		return ctx_ok(c);
	*ret_more = true;
	return sql_count(c, &sweep_parts, ARGS(arg(id), arg((int64_t)BLOB_SWEPT)), &n)
		&& (n == BLOB_SWEPT || sql_run(c, &sweep_done, ARGS(arg(id))));
}
