/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Letters as files in a directory, for trying Cairn out and for tests. Names: drop_ */
#ifndef NET_DROP_H
#define NET_DROP_H

#include "base/str.h"

/* Writes DIR/ID.eml, whole or not at all, and to the disk. The same id is the same file. The
   directory is made when it is missing. why says what went wrong. */
MUST bool drop_put(const char *dir, int64_t id, struct str text, char *why, size_t why_size);

#endif
