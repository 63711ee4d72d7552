/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What of a person's outcomes is held: see core/holding. Names: outcome_holdings */
#ifndef EVIDENCE_OUTCOME_HOLDINGS_H
#define EVIDENCE_OUTCOME_HOLDINGS_H

#include "core/holding.h"

extern const struct holding outcome_holdings[];
extern const size_t outcome_holdings_n;

#endif
