/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Makes the plan of a round happen, as each person would: through the functions of the domains.
   Names: demo_play_ */
#ifndef APP_DEMO_PLAY_H
#define APP_DEMO_PLAY_H

#include "base/str.h"

struct demo_round;

MUST bool demo_play_round(struct demo_round *r);

#endif
