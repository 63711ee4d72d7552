/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a postcode to its areas and what the imported measures say about them. Districts that were
   asked for stay in memory, up to a limit. Names: postcodes_ */
#ifndef CORE_POSTCODES_H
#define CORE_POSTCODES_H

#include "core/area.h"
#include "core/district.h"

struct postcodes;

enum { POSTCODES_ROOM = 16 << 20 }; /* bytes; all of the United Kingdom fits */

/* room in bytes; 0 is POSTCODES_ROOM. */
struct postcodes *postcodes_open(size_t room);
void postcodes_close(struct postcodes *p); /* accepts NULL */
/* Bytes in use, and districts in them. */
size_t postcodes_memory(struct postcodes *p, size_t *ret_districts);

struct postcode_place {
	bool known, ended; /* in the imported files; no longer in use, which changes nothing else */
	enum nation nation;
	uint64_t code11, code21; /* of the areas of 2001 or 2011 and of 2021, as core/area packs
				    them; 0: not in the file */
	struct area_value value[DISTRICT_VALUES];
	size_t values; /* in the order of area_kinds */
};
/* Uses c->house->postcodes, or without it reads the district each time. What another process
   imports is seen within a second. */
MUST bool postcodes_find(struct ctx *c, const struct postcode *p, struct postcode_place *ret);

/* Puts rows of one district, sorted by postcode, each once: they replace what was known of these
   postcodes, and the others stay. */
MUST bool postcodes_put(struct ctx *c, const struct district_row *row, size_t n);
/* After the last postcodes_put: what is in memory is out of date. */
MUST bool postcodes_changed(struct ctx *c);
/* How many districts were imported. */
MUST bool postcodes_count(struct ctx *c, int64_t *ret);

#endif
