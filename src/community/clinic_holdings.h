/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the clinic holds about a person: see core/holding. Names: clinic_holdings */
#ifndef COMMUNITY_CLINIC_HOLDINGS_H
#define COMMUNITY_CLINIC_HOLDINGS_H

#include "core/holding.h"

extern const struct holding clinic_holdings[];
extern const size_t clinic_holdings_n;

#endif
