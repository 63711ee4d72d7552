/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The address of the search. Names: find_ */
#ifndef COMMUNITY_FIND_ROUTES_H
#define COMMUNITY_FIND_ROUTES_H

#include "site/route.h"

extern const struct route find_routes[];
extern const size_t find_routes_n;

bool find_page(struct request *rq);

#endif
