/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Answers compressed with gzip (RFC 1952). A part that many answers share is compressed once and
   carried into each of them. Names: press_ */
#ifndef HTTP_PRESS_H
#define HTTP_PRESS_H

#include "base/buf.h"

struct press;

/* A part of an answer whose compressed form is known: deflate blocks (RFC 1951) that begin and end
   on a byte, refer to nothing before them, and none of which is the last. */
struct press_part {
	size_t from, len; /* of the answer's bytes; len 0: there is none */
	struct str blocks;
	uint32_t crc; /* CRC-32 of the bytes */
};

struct press *press_open(void);
void press_close(struct press *p);
/* Appends text to ret at the fastest level; false when that is no smaller. */
bool press_all(struct press *p, struct str text, struct buf *ret);
/* The same with a part that was compressed before. */
bool press_around(struct press *p, struct str text, const struct press_part *part, struct buf *ret);
/* Appends the blocks of a part to ret, at a level for what is read often. */
bool press_once(struct str text, struct buf *ret, uint32_t *ret_crc);

#endif
