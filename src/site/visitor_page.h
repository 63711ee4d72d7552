/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages for everybody: what this is, help now, privacy, accessibility; and the words in them that
   are the institution's own. Names: visitor_ */
#ifndef SITE_VISITOR_PAGE_H
#define SITE_VISITOR_PAGE_H

#include "base/ctx.h"
#include "http/html.h"

struct request;

/* The institution's own service for students in distress, as /help-now has it; without a phone it
   is not listed there. */
struct visitor_service {
	struct str name, phone, hours;
	struct url call; /* the address that a phone dials */
};

MUST bool visitor_front(struct request *rq);
MUST bool visitor_help(struct request *rq);
MUST bool visitor_service(struct ctx *c, struct visitor_service *ret);
MUST bool visitor_privacy(struct request *rq);
MUST bool visitor_accessibility(struct request *rq);
/* The form for the institution's own words; for administrators. */
MUST bool visitor_words(struct request *rq);
MUST bool visitor_words_save(struct request *rq);

#endif
