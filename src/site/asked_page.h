/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a page says about the survey that is open for its reader. Names: asked_ */
#ifndef SITE_ASKED_PAGE_H
#define SITE_ASKED_PAGE_H

#include "base/str.h"

struct request;

/* A section with a link, or with the buttons of one question; nothing when there is nothing to
   ask. */
MUST bool asked_put(struct request *rq);

#endif
