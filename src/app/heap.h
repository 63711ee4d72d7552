/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Postcodes on their way from a file to the database. Files come in the order of the alphabet, so a
   heap is written district by district as it fills; in any other order it is sorted first. Names:
   heap_ */
#ifndef APP_HEAP_H
#define APP_HEAP_H

#include "core/postcodes.h"

struct heap {
	struct district_row *row;
	size_t n;
	bool sorted;
	struct arena *mem; /* of one writing */
};

void heap_open(struct heap *h);
void heap_close(struct heap *h);
bool heap_full(const struct heap *h);
/* Not when it is full. */
void heap_add(struct heap *h, const struct district_row *row);
/* Empties it. Of a postcode that was added twice the later row is kept. */
MUST bool heap_write(struct ctx *c, struct heap *h);

#endif
