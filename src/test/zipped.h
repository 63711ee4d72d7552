/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* ZIP archives for tests. Names: zipped_ */
#ifndef TEST_ZIPPED_H
#define TEST_ZIPPED_H

#include "base/arena.h"

struct zipped_file {
	const char *name;
	struct str text;
};

/* At most 64 MiB, in the arena. */
struct str zipped_make(struct arena *a, const struct zipped_file *file, size_t n);

#endif
