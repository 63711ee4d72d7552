/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What every driver has: libFuzzer calls it with inputs it makes up, replay.c with those of a
   corpus. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include "base/str.h"

/* A promise of the code under test; the input that breaks it is a finding. */
#define FUZZ_HOLDS(x) ((x) ? (void)0 : __builtin_trap())

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static inline struct str fuzz_str(const uint8_t *at, size_t len)
{
	return (struct str){ (const char *)at, len };
}

/* Cuts the first line off rest, without its line feed. */
static inline struct str fuzz_line(struct str *rest)
{
	const char *lf = rest->len ? memchr(rest->at, '\n', rest->len) : NULL;
	struct str line = { rest->at, lf ? (size_t)(lf - rest->at) : rest->len };
	size_t cut = lf ? line.len + 1 : line.len;

	*rest = (struct str){ rest->at + cut, rest->len - cut };
	return line;
}

/* part lies in whole, or is empty. */
static inline bool fuzz_within(struct str part, struct str whole)
{
	return part.len == 0 || (part.at >= whole.at && part.at + part.len <= whole.at + whole.len);
}

#endif
