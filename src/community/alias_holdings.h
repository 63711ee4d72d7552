/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is held about people's aliases. Names: alias_ */
#ifndef COMMUNITY_ALIAS_HOLDINGS_H
#define COMMUNITY_ALIAS_HOLDINGS_H

#include "core/holding.h"

extern const struct holding alias_holdings[];
extern const size_t alias_holdings_n;

#endif
