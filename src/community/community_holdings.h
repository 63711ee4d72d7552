/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the community holds about a person: see core/holding. Names: community_holdings */
#ifndef COMMUNITY_COMMUNITY_HOLDINGS_H
#define COMMUNITY_COMMUNITY_HOLDINGS_H

#include "core/holding.h"

extern const struct holding community_holdings[];
extern const size_t community_holdings_n;

#endif
