/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Socio-economic facts: sealed at rest, read by researchers alone, every reading audited. Names:
   background_ */
#ifndef CORE_BACKGROUND_H
#define CORE_BACKGROUND_H

#include "base/ctx.h"

struct background {
	bool tagged; /* any one of the facts below */
	bool deprived_area, no_parent_in_he, deprived_school;
};

MUST bool background_set(struct ctx *c, struct person_id person, const struct background *b);
/* Faults: DENIED unless c->roles has the researcher's; ABSENT. */
MUST bool background_get(struct ctx *c, struct person_id person, struct background *ret);
/* How many are tagged among the people of a study; one entry in the audit log. Faults: DENIED. */
MUST bool background_count(struct ctx *c, int64_t study, int64_t *ret_tagged, int64_t *ret_known);

#endif
