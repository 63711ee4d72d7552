/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Cairn without a network, on devices whose owners asked for it. Names: keep_ */
#ifndef COMMUNITY_KEEP_ROUTES_H
#define COMMUNITY_KEEP_ROUTES_H

#include "site/route.h"

extern const struct route keep_routes[];
extern const size_t keep_routes_n;

bool keep_page(struct request *rq);
bool keep_pages(struct request *rq);
bool keep_away(struct request *rq);
bool keep_worker(struct request *rq);
bool keep_manifest(struct request *rq);

#endif
