/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the core holds about a person: see core/holding. Names: core_holdings */
#ifndef CORE_CORE_HOLDINGS_H
#define CORE_CORE_HOLDINGS_H

#include "core/holding.h"

extern const struct holding core_holdings[];
extern const size_t core_holdings_n;

#endif
