/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY = 32, HEX = KEY * 2, NAME_KEY = 1, SEAL_KEY = 2 };
/* Source: OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, two passes. */
enum { PASSES = 2, MEMORY = 19 * 1024 * 1024 };

struct keys {
	unsigned char name[KEY], seal[KEY];
};

/* One key file, two keys: what is learned about one says nothing about the other. */
static struct keys *keys_of(const unsigned char *master)
{
	struct keys *k = sodium_malloc(sizeof *k);

	if (!k)
		abort();
	crypto_kdf_derive_from_key(k->name, KEY, NAME_KEY, "cairnkey", master);
	crypto_kdf_derive_from_key(k->seal, KEY, SEAL_KEY, "cairnkey", master);
	return k;
}

/* Written under another name first and then linked: a crash leaves no half a key, and of two
   processes that start together one is second and reads what the other made. */
static bool make(const char *dir, const char *path, char *why, size_t why_size)
{
	unsigned char master[KEY];
	char hex[HEX + 1], temp[4096];
	bool done = false;

	randombytes_buf(master, sizeof master);
	sodium_bin2hex(hex, sizeof hex, master, sizeof master);
	sodium_memzero(master, sizeof master);
	hex[HEX] = '\n';
	snprintf(temp, sizeof temp, "%s/cairn.key.%ld", dir, (long)getpid());
	int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd >= 0) {
		done = write(fd, hex, sizeof hex) == (ssize_t)sizeof hex && fsync(fd) == 0;
		done = (close(fd) == 0) && done;
		done = done && (link(temp, path) == 0 || errno == EEXIST);
	}
	if (!done)
		snprintf(why, why_size, "%s cannot be made: %s", path, strerror(errno));
	unlink(temp);
	sodium_memzero(hex, sizeof hex);
	return done;
}

static bool parse(int fd, unsigned char *master)
{
	char hex[HEX + 1] = "";
	size_t n = 0;
	struct stat st;

	bool good = fstat(fd, &st) == 0 && read(fd, hex, sizeof hex) == (ssize_t)sizeof hex
		&& sodium_hex2bin(master, KEY, hex, HEX, NULL, &n, NULL) == 0 && n == KEY;
	sodium_memzero(hex, sizeof hex);
	return good;
}

struct keys *secret_open(const char *dir, char *why, size_t why_size)
{
	unsigned char master[KEY];
	char path[4096];
	struct stat st;

	if (sodium_init() < 0)
		abort();
	if (snprintf(path, sizeof path, "%s/cairn.key", dir) >= (int)sizeof path - 32) {
		snprintf(why, why_size, "the name of the data directory is too long");
		return NULL;
	}
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT && make(dir, path, why, why_size))
		fd = open(path, O_RDONLY | O_CLOEXEC);
	else if (fd < 0)
		snprintf(why, why_size, "%s cannot be read: %s", path, strerror(errno));
	if (fd < 0)
		return NULL;
	bool alone = fstat(fd, &st) == 0 && (st.st_mode & 077) == 0;
	bool good = parse(fd, master);
	close(fd);
	if (!good || !alone) {
		snprintf(why, why_size,
			good ? "%s can be read by others: give it mode 0600"
			     : "%s is not a key file of Cairn",
			path);
		return NULL;
	}
	struct keys *k = keys_of(master);
	sodium_memzero(master, sizeof master);
	return k;
}

struct keys *secret_fixed(void)
{
	static const unsigned char master[KEY] = "one key for every run of a test";

	if (sodium_init() < 0)
		abort();
	return keys_of(master);
}

void secret_close(struct keys *k)
{
	sodium_free(k);
}

static struct str base64(struct ctx *c, const unsigned char *at, size_t len, int variant)
{
	size_t size = sodium_base64_encoded_len(len, variant);
	char *text = arena_new(c->mem, char, size);

	sodium_bin2base64(text, size, at, len, variant);
	return (struct str){ text, size - 1 };
}

static struct str short_text(struct ctx *c, const unsigned char *at)
{
	return base64(c, at, KEY, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

struct str secret_token(struct ctx *c)
{
	unsigned char bytes[KEY];

	randombytes_buf(bytes, sizeof bytes);
	return short_text(c, bytes);
}

struct str secret_token_hash(struct ctx *c, struct str token)
{
	unsigned char hash[KEY];

	crypto_generichash(hash, sizeof hash, (const unsigned char *)token.at, token.len, NULL, 0);
	return short_text(c, hash);
}

static void hash_for(
	const struct ctx *c, const char *purpose, struct str text, unsigned char ret[KEY])
{
	crypto_generichash_state st;

	/* The NUL ends the purpose, so that no purpose and text run into another pair. */
	crypto_generichash_init(&st, c->house->keys->name, KEY, KEY);
	crypto_generichash_update(&st, (const unsigned char *)purpose, strlen(purpose) + 1);
	crypto_generichash_update(&st, (const unsigned char *)text.at, text.len);
	crypto_generichash_final(&st, ret, KEY);
}

struct str secret_name(struct ctx *c, const char *purpose, struct str text)
{
	unsigned char hash[KEY];

	hash_for(c, purpose, text, hash);
	return short_text(c, hash);
}

int64_t secret_number(struct ctx *c, const char *purpose, struct str text)
{
	unsigned char hash[KEY];
	uint64_t n = 0;

	hash_for(c, purpose, text, hash);
	for (int i = 0; i < 8; i++)
		n |= (uint64_t)hash[i] << (8 * i);
	return (int64_t)(n & ((UINT64_C(1) << 59) - 1));
}

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES
};

struct str secret_seal(struct ctx *c, const char *purpose, int64_t id, struct str text)
{
	struct str bound = arena_fmt(c->mem, "%s %" PRId64, purpose, id);
	unsigned char *box = arena_new(c->mem, unsigned char, NONCE + text.len + TAG);
	unsigned long long len = 0;

	randombytes_buf(box, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE, &len,
		(const unsigned char *)text.at, text.len, (const unsigned char *)bound.at,
		bound.len, NULL, box, c->house->keys->seal);
	return base64(c, box, NONCE + (size_t)len, sodium_base64_VARIANT_ORIGINAL);
}

bool secret_unseal(
	struct ctx *c, const char *purpose, int64_t id, struct str sealed, struct str *ret)
{
	struct str bound = arena_fmt(c->mem, "%s %" PRId64, purpose, id);
	unsigned char *box = arena_new(c->mem, unsigned char, sealed.len + 1);
	unsigned char *text = arena_new(c->mem, unsigned char, sealed.len + 1);
	unsigned long long text_len = 0;
	size_t len = 0;

	bool opened = sodium_base642bin(box, sealed.len, sealed.at, sealed.len, NULL, &len, NULL,
			      sodium_base64_VARIANT_ORIGINAL)
			== 0
		&& len >= NONCE + TAG
		&& crypto_aead_xchacha20poly1305_ietf_decrypt(text, &text_len, NULL, box + NONCE,
			   len - NONCE, (const unsigned char *)bound.at, bound.len, box,
			   c->house->keys->seal)
			== 0;
	if (!opened)
		return fail(c, FAULT_INTERNAL, "a sealed %s cannot be opened with this key file",
			purpose);
	*ret = (struct str){ (const char *)text, (size_t)text_len };
	return true;
}

bool secret_password_hash(struct ctx *c, struct str password, struct str *ret)
{
	char *hash = arena_new(c->mem, char, crypto_pwhash_argon2id_STRBYTES);

	if (crypto_pwhash_argon2id_str(hash, password.at, password.len, PASSES, MEMORY) != 0)
		return fail(c, FAULT_BUSY,
			"There is no memory for this now. Please try again in a moment.");
	*ret = str_of(hash);
	return true;
}

bool secret_password_fits(struct str hash, struct str password)
{
	char text[crypto_pwhash_argon2id_STRBYTES] = "";

	if (hash.len == 0 || hash.len >= sizeof text)
		return false;
	memcpy(text, hash.at, hash.len);
	return crypto_pwhash_argon2id_str_verify(text, password.at, password.len) == 0;
}
