/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The addresses of surveys. */
#ifndef EVIDENCE_SURVEY_ROUTES_H
#define EVIDENCE_SURVEY_ROUTES_H

#include "site/route.h"

extern const struct route survey_routes[];
extern const size_t survey_routes_n;

#endif
