/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Parts that the pages of the community share. Names: part_ */
#ifndef COMMUNITY_PART_PAGE_H
#define COMMUNITY_PART_PAGE_H

#include "community/ids.h"
#include "http/request.h"

/* The field in which a post is written. */
struct part_body {
	const char *label;
	struct str body;
};

/* Under which name c->actor writes where no alias of a thread is offered (community/alias_page):
   the name they go by, or their own alias; who chose the aliases of threads is not named. Who
   looks after a group without being a member says so. */
#define PART_SOMEBODY "Somebody in the group"
struct str part_byline(struct request *rq, bool member);
bool part_moderates(const struct request *rq);
/* Whether the writing has ended for c->actor, a member of the group: asks the database only when it
   is not the group of rq->place. Never for who moderates. */
MUST bool part_ended(struct request *rq, struct group_id group, bool *ret);
/* Why a form was not accepted, at its top; nothing when it was not sent yet. */
void part_problem(struct request *rq);
void part_body_field(struct request *rq, const struct part_body *b);
/* Who reads what is written here, and where help is. */
void part_readers(struct request *rq, struct str group, bool read_across);
/* The text of a form as it was sent: never cut, so that it can be shown again. */
struct str part_form_text(struct request *rq, const char *name);

#endif
