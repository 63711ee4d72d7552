/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages of the weeks and of the trials. */
#ifndef EVIDENCE_TRENDS_ROUTES_H
#define EVIDENCE_TRENDS_ROUTES_H

#include "site/route.h"

extern const struct route trends_routes[];
extern const size_t trends_routes_n;

#endif
