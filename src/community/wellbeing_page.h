/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Help for stress and for being turned down, where groups have it from the first day
   (FEATURE_WELLBEING). The link to /help-now that stands on every page is not part of it and never
   goes. Names: wellbeing_ */
#ifndef COMMUNITY_WELLBEING_PAGE_H
#define COMMUNITY_WELLBEING_PAGE_H

#include "http/request.h"

/* A section with a heading, for whoever stands at rq->place; nothing when their group does not have
   it or its first week is over. */
MUST bool wellbeing_put(struct request *rq);
/* The same at any time after joining, for who has these features: for the welcome. */
MUST bool wellbeing_welcome(struct request *rq, int64_t features);

#endif
