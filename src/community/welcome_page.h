/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the pages of the first minutes share. Names: welcome_ */
#ifndef COMMUNITY_WELCOME_PAGE_H
#define COMMUNITY_WELCOME_PAGE_H

#include "community/welcome.h"
#include "http/request.h"

/* The address of a step. */
struct url welcome_url(enum welcome_step step);
/* Notes the step behind this one and goes there: for the end of a POST. */
MUST bool welcome_go(struct request *rq, enum welcome_step from);
/* The link back to all steps, and a sentence about what was just done when there is one. */
void welcome_top(struct request *rq, struct str done);

#endif
