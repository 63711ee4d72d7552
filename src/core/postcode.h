/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Postcodes of the United Kingdom as people type them. Source of the grammar: BS 7666 as quoted in
   the ONS Postcode Directory user guide; two letters at the end never are C I K M O V. Names:
   postcode_ */
#ifndef CORE_POSTCODE_H
#define CORE_POSTCODE_H

#include "base/str.h"

enum { POSTCODE_INWARDS = 4000, POSTCODE_PRINT = 9, POSTCODE_WHY = 200 };

struct postcode {
	char outward[5]; /* the district: FK8 */
	uint16_t inward; /* 1AA as a number under POSTCODE_INWARDS; their order is that of the
			    alphabet */
};

/* Reads «FK8 1AA», «fk81aa», «FK8-1AA» and the like. False with a sentence for the person that
   says which part is wrong. why has POSTCODE_WHY bytes. */
MUST bool postcode_read(struct str typed, struct postcode *ret, char *why);
/* «FK8 1AA»; to has room for POSTCODE_PRINT bytes. */
void postcode_print(const struct postcode *p, char *to);
/* As in the column of a published table: nothing but the postcode, quickly. False when the grammar
   has no such postcode. */
MUST bool postcode_parse(struct str cell, struct postcode *ret);

#endif
