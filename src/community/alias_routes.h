/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names: alias_ */
#ifndef COMMUNITY_ALIAS_ROUTES_H
#define COMMUNITY_ALIAS_ROUTES_H

#include "site/route.h"

extern const struct route alias_routes[];
extern const size_t alias_routes_n;

#endif
