/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is held about people in the bank of questions: see core/holding.h. Names: question_ */
#ifndef COMMUNITY_QUESTION_HOLDINGS_H
#define COMMUNITY_QUESTION_HOLDINGS_H

#include "core/holding.h"

extern const struct holding question_holdings[];
extern const size_t question_holdings_n;

#endif
