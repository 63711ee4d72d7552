/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What people of the live round answer, week by week, to «How involved did you feel?». Names:
   demo_felt_ */
#ifndef APP_DEMO_FELT_H
#define APP_DEMO_FELT_H

#include "base/str.h"

struct demo_round;

/* The weekly question of the survey templates, launched before the round, and the answers of the
   weeks that are over; this week nobody has been asked yet. */
MUST bool demo_felt_make(struct demo_round *r);

#endif
