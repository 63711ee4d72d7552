/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages for everybody: what this is, help now, privacy, accessibility; and the words in them that
   are the institution's own. Names: visitor_ */
#ifndef SITE_VISITOR_PAGE_H
#define SITE_VISITOR_PAGE_H

#include "base/str.h"

struct request;

MUST bool visitor_front(struct request *rq);
MUST bool visitor_help(struct request *rq);
MUST bool visitor_privacy(struct request *rq);
MUST bool visitor_accessibility(struct request *rq);
/* The form for the institution's own words; for administrators. */
MUST bool visitor_words(struct request *rq);
MUST bool visitor_words_save(struct request *rq);

#endif
