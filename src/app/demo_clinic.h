/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The clinic of the live round, as demo/clinic.txt tells it. Names: demo_clinic_ */
#ifndef APP_DEMO_CLINIC_H
#define APP_DEMO_CLINIC_H

#include "base/str.h"

struct demo_round;

/* After the round was played. */
MUST bool demo_clinic_make(struct demo_round *r);

#endif
