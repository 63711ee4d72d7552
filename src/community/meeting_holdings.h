/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is held about people because of meetings: see core/holding.h. Names: meeting_ */
#ifndef COMMUNITY_MEETING_HOLDINGS_H
#define COMMUNITY_MEETING_HOLDINGS_H

#include "core/holding.h"

extern const struct holding meeting_holdings[];
extern const size_t meeting_holdings_n;

#endif
