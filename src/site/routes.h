/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages that belong to no domain: signing in, oneself, people, help. */
#ifndef SITE_ROUTES_H
#define SITE_ROUTES_H

#include "site/route.h"

extern const struct route site_routes[];
extern const size_t site_routes_n;

bool trace_active_page(struct request *rq);

#endif
