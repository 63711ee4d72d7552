/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What surveys hold about a person: see core/holding. Names: survey_holdings */
#ifndef EVIDENCE_SURVEY_HOLDINGS_H
#define EVIDENCE_SURVEY_HOLDINGS_H

#include "core/holding.h"

extern const struct holding survey_holdings[];
extern const size_t survey_holdings_n;

#endif
