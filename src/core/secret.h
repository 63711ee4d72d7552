/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keys of this installation, and what is done with them. Names: secret_ */
#ifndef CORE_SECRET_H
#define CORE_SECRET_H

#include "base/ctx.h"

struct keys;

/* Reads DIR/cairn.key, made with mode 0600 when missing; NULL says why not. */
struct keys *secret_open(const char *dir, char *why, size_t why_size);
/* Keys that stay the same: for tests. */
struct keys *secret_fixed(void);
void secret_close(struct keys *k);

/* 32 random bytes as 43 characters of base64url. */
struct str secret_token(struct ctx *c);
/* BLAKE2b-256 of a token, as 43 characters; not keyed, so that it survives a lost key file. */
struct str secret_token_hash(struct ctx *c, struct str token);
/* Keyed BLAKE2b-256 of text for one purpose, as 43 characters. Needs c->house->keys. */
struct str secret_name(struct ctx *c, const char *purpose, struct str text);
/* The same as a number of 59 bits, which has at most 18 digits. */
int64_t secret_number(struct ctx *c, const char *purpose, struct str text);
/* XChaCha20-Poly1305, bound to purpose and id; base64. Needs c->house->keys. */
struct str secret_seal(struct ctx *c, const char *purpose, int64_t id, struct str text);
/* Faults: INTERNAL when it was sealed with another key or was changed. */
MUST bool secret_unseal(
	struct ctx *c, const char *purpose, int64_t id, struct str sealed, struct str *ret);
/* «Argon2id» string of a password, and its check; see core/signin for the cost. */
MUST bool secret_password_hash(struct ctx *c, struct str password, struct str *ret);
bool secret_password_fits(struct str hash, struct str password);

#endif
