/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the student of the demonstration keeps for themself: saved posts with notes, and what others
   found useful. Names: demo_home_ */
#ifndef APP_DEMO_HOME_H
#define APP_DEMO_HOME_H

#include "base/str.h"

struct demo_round;

/* When the live round has been played. */
MUST bool demo_home_keep(struct demo_round *r);

#endif
