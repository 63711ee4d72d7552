/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lots that everybody can draw again: who has the seed has the bytes, and a fingerprint says
   whether a text is still the one it was. Names: lot_ */
#ifndef CORE_LOT_H
#define CORE_LOT_H

#include "base/ctx.h"

enum { LOT_SEED = 32, LOT_MAX = 1 << 20 }; /* bytes */

/* 32 bytes from the system's source of randomness, as 64 small hexadecimal digits. */
struct str lot_seed(struct ctx *c);
/* The first n bytes of a seed: the ChaCha20 key stream of RFC 8439, counter from 0, nonce
   «LibsodiumDRG» (source: randombytes_buf_deterministic of libsodium). ret lives as long as the
   ctx. Faults: INVALID (seed: not 64 small hexadecimal digits), LIMIT over LOT_MAX. */
MUST bool lot_bytes(struct ctx *c, struct str seed, size_t n, const unsigned char **ret);
/* BLAKE2b-256 without a key (RFC 7693), as 64 hexadecimal digits: what «b2sum -l 256» prints. */
struct str lot_fingerprint(struct ctx *c, struct str text);

#endif
