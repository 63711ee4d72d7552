/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The pages of the evidence. */
#ifndef EVIDENCE_ROUTES_H
#define EVIDENCE_ROUTES_H

#include "site/route.h"

extern const struct route evidence_routes[];
extern const size_t evidence_routes_n;

#endif
