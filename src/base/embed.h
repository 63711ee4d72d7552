/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files that tools/embed put into the executable, in rising order of name. */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include <stddef.h>

struct embedded {
	const char *name, *type; /* css/site.css, text/css; charset=utf-8 */
	const unsigned char *at; /* a NUL stands behind the last byte */
	size_t len;
	const unsigned char *gz; /* the same as gzip; NULL where that is no smaller */
	size_t gz_len;
	const char *hash; /* 16 hex digits of the content, so that it can be cached for ever */
};

#endif
