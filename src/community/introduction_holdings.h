/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What introductions hold about people, for core/holding. */
#ifndef COMMUNITY_INTRODUCTION_HOLDINGS_H
#define COMMUNITY_INTRODUCTION_HOLDINGS_H

#include "core/holding.h"

extern const struct holding introduction_holdings[];
extern const size_t introduction_holdings_n;

#endif
