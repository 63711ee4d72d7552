/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The round that comes with Cairn: four weeks, closed groups of 5 to 13. Names: round_template_ */
#ifndef COMMUNITY_ROUND_TEMPLATE_H
#define COMMUNITY_ROUND_TEMPLATE_H

#include "base/ctx.h"

struct round_draft;

/* All but study, name and title. starts_on is the first Monday at least a week after c->now. */
void round_template_fill(struct ctx *c, struct round_draft *ret);

#endif
