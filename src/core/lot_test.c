/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/lot.h"

#include "test/test.h"

#include <sodium.h>

/* Against the stream cipher itself, with another function of the library. */
void test_lot_bytes_are_the_chacha20_stream_of_the_seed(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct str seed = lot_seed(c), other = lot_seed(c);
	unsigned char key[LOT_SEED], stream[1000];
	const unsigned char *bytes, *again, *fewer;

	CHECK(t, seed.len == 64 && !str_eq(seed, other));
	CHECK(t, sodium_hex2bin(key, sizeof key, seed.at, seed.len, NULL, NULL, NULL) == 0);
	crypto_stream_chacha20_ietf(
		stream, sizeof stream, (const unsigned char *)"LibsodiumDRG", key);
	CHECK(t, lot_bytes(c, seed, sizeof stream, &bytes));
	CHECK(t, memcmp(bytes, stream, sizeof stream) == 0);
	CHECK(t, lot_bytes(c, seed, sizeof stream, &again));
	CHECK(t, memcmp(bytes, again, sizeof stream) == 0);
	CHECK(t, lot_bytes(c, seed, 7, &fewer) && memcmp(bytes, fewer, 7) == 0);
	CHECK(t, lot_bytes(c, other, sizeof stream, &again));
	CHECK(t, memcmp(bytes, again, sizeof stream) != 0);
	CHECK(t, lot_bytes(c, seed, 0, &again));
}

void test_lot_seed_has_one_spelling(struct test *t)
{
	static const char *const bad[] = { "", "00", "zz",
		"000000000000000000000000000000000000000000000000000000000000000g",
		"ABCDEF0000000000000000000000000000000000000000000000000000000000",
		"00000000000000000000000000000000000000000000000000000000000000000" };
	const unsigned char *bytes;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct ctx *c = test_ctx(t, (struct person_id){ 0 });
		CHECK(t, !lot_bytes(c, str_of(bad[i]), 1, &bytes));
		CHECK(t, c->fault.kind == FAULT_INVALID);
	}
}

/* The second is what b2sum -l 256 prints for it. */
void test_lot_fingerprint_is_the_one_of_b2sum(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t,
		str_eq(lot_fingerprint(c, S("")),
			S("0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")));
	CHECK(t,
		str_eq(lot_fingerprint(c, S("abc")),
			S("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319")));
}
