/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whole files for the tools of the build. Names: slurp_ */
#ifndef TOOLS_SLURP_H
#define TOOLS_SLURP_H

#include <stdio.h>
#include <stdlib.h>

/* The file of at most max bytes, with a NUL behind it that does not count; the caller frees it.
   NULL, said on standard error, when it cannot be read or is larger. */
static inline char *slurp_file(const char *path, size_t max, size_t *ret_len)
{
	FILE *f = fopen(path, "rb");
	char *at = f ? malloc(max + 1) : NULL;
	size_t len = at ? fread(at, 1, max + 1, f) : 0;
	int bad = !at || ferror(f) || len > max;

	if (f)
		fclose(f);
	if (bad) {
		fprintf(stderr, "%s: cannot be read, or is larger than %zu bytes\n", path, max);
		free(at);
		return NULL;
	}
	at[len] = '\0';
	*ret_len = len;
	return at;
}

#endif
