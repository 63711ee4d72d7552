/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/lot.h"

#include <sodium.h>
#include <stdlib.h>

_Static_assert(LOT_SEED == randombytes_SEEDBYTES, "a seed of libsodium");

static struct str hex(struct ctx *c, const unsigned char bytes[LOT_SEED])
{
	char text[LOT_SEED * 2 + 1];

	sodium_bin2hex(text, sizeof text, bytes, LOT_SEED);
	return arena_str(c->mem, str_of(text));
}

struct str lot_seed(struct ctx *c)
{
	unsigned char seed[LOT_SEED];

	if (sodium_init() < 0)
		abort();
	randombytes_buf(seed, sizeof seed);
	return hex(c, seed);
}

/* libsodium takes capitals too; a seed has one spelling, because it is part of a fingerprint. */
static bool seed_ok(struct str seed)
{
	if (seed.len != (size_t)LOT_SEED * 2)
		return false;
	for (size_t i = 0; i < seed.len; i++)
		if (!(seed.at[i] >= '0' && seed.at[i] <= '9')
			&& !(seed.at[i] >= 'a' && seed.at[i] <= 'f'))
			return false;
	return true;
}

bool lot_bytes(struct ctx *c, struct str seed, size_t n, const unsigned char **ret)
{
	unsigned char key[LOT_SEED];

	if (!seed_ok(seed)
		|| sodium_hex2bin(key, sizeof key, seed.at, seed.len, NULL, NULL, NULL) != 0)
		return ctx_wrong(
			c, "seed", "A seed has %d small hexadecimal digits.", LOT_SEED * 2);
	if (n > LOT_MAX)
		return fail(c, FAULT_LIMIT, "No more than %d lots are drawn at once.", LOT_MAX);
	unsigned char *at = arena_new(c->mem, unsigned char, n + 1);
	randombytes_buf_deterministic(at, n, key);
	*ret = at;
	return true;
}

struct str lot_fingerprint(struct ctx *c, struct str text)
{
	unsigned char hash[LOT_SEED];

	_Static_assert(LOT_SEED == crypto_generichash_BYTES, "BLAKE2b-256");
	crypto_generichash(hash, sizeof hash, (const unsigned char *)text.at, text.len, NULL, 0);
	return hex(c, hash);
}
