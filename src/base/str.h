/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Borrowed text: a pointer and a length. A str never owns and need not end in NUL. Names: str_ */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *at;
	size_t len;
};

#define S(lit) ((struct str){ "" lit, sizeof(lit) - 1 })
#define MUST __attribute__((warn_unused_result))

static inline struct str str_of(const char *z)
{
	return (struct str){ z, strlen(z) };
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Without the ASCII white space around it. */
struct str str_trim(struct str s);
/* ASCII letters compared without case. */
bool str_same(struct str a, struct str b);
bool str_starts(struct str s, struct str start);
bool str_ends(struct str s, struct str end);
bool str_has(struct str s, struct str part);
/* Cuts s at the first c: the head is returned, s keeps what follows. Without a c the whole of s is
   the head. */
struct str str_cut(struct str *s, char c);
/* Decimal digits only, at most 18 of them; ret is untouched otherwise. */
MUST bool str_to_int(struct str s, int64_t *ret);

#endif
