/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The postcodes of one district in memory and as they are kept in the column packed of the table
   postcode_block. Names: district_

   Kept, it is base64 of these bytes. Numbers are LEB128: seven bits a byte, the lowest first, bit
   7 set when more follow.
     1                        the version of the format
     number of areas, then of each: nation (1 byte), code of 2001 or 2011 and code of 2021 (6 bytes
                              each, the highest first; core/area has how a code becomes a number)
     number of postcodes, then of each, in the order of their second parts: twice the distance from
                              the one before, plus 1 when it is no longer in use; its area
   That is about two bytes a postcode, and two thirds of a byte more as text. */
#ifndef CORE_DISTRICT_H
#define CORE_DISTRICT_H

#include "core/area.h"
#include "core/postcode.h"

enum { DISTRICT_VALUES = 4 };

struct district_area {
	uint16_t code11[3], code21[3]; /* 48 bits each */
	uint8_t nation;
	uint8_t values;			 /* in value; DISTRICT_UNASKED: not looked up yet */
	uint32_t value[DISTRICT_VALUES]; /* the cache's */
};
enum { DISTRICT_UNASKED = 255 };

struct district {
	size_t n, areas;
	struct district_area *area;
	uint32_t *entry; /* second part << 13 | area << 1 | no longer in use; sorted */
};

/* What is known about one postcode. */
struct district_row {
	struct postcode postcode;
	uint64_t code11, code21;
	uint8_t nation;
	bool ended;
};

uint64_t district_code(const uint16_t code[3]);
/* SIZE_MAX when there is no such postcode. */
size_t district_find(const struct district *d, uint16_t inward);
static inline size_t district_area_of(uint32_t entry)
{
	return entry >> 1 & 4095;
}

/* rows are of one district, sorted by postcode, each once. */
struct str district_pack(struct ctx *c, const struct district_row *row, size_t n);
/* In one piece of memory, which is the caller's to free; NULL when it is no such text. ret_size:
   its bytes. */
struct district *district_unpack(struct str packed, size_t *ret_size);
/* The rows of it; the outward part of each is name. */
struct district_row *district_rows(struct ctx *c, const struct district *d, const char *name);

#endif
