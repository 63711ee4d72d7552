/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is held about a person so that first posts are answered, and what they keep for themselves.
 */
#ifndef COMMUNITY_REPLY_HOLDINGS_H
#define COMMUNITY_REPLY_HOLDINGS_H

#include "core/holding.h"

extern const struct holding reply_holdings[];
extern const size_t reply_holdings_n;

#endif
