/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which part of a file a browser asks for (source: RFC 9110, 14). Names: range_ */
#ifndef HTTP_RANGE_H
#define HTTP_RANGE_H

#include "base/str.h"

enum range { RANGE_ALL, RANGE_PART, RANGE_NONE };

/* Reads a Range header for a file of size bytes. ALL: there is none, or one that need not be
   understood (several ranges, another unit). NONE: nothing of the file is in it (416). */
enum range range_read(struct str header, int64_t size, int64_t *ret_from, int64_t *ret_length);

#endif
