/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Gives the conversations of demo/live.txt to the groups and people they were written for. Names:
   demo_live_ */
#ifndef APP_DEMO_LIVE_H
#define APP_DEMO_LIVE_H

#include "base/str.h"

struct demo_round;

MUST bool demo_live_threads(struct demo_round *r);

#endif
