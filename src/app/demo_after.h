/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is made up around the replayed study, so that its reports have something to show: a small
   trial of its first round, and what became of its people. Names: demo_after_ */
#ifndef APP_DEMO_AFTER_H
#define APP_DEMO_AFTER_H

#include "base/ctx.h"

struct demo_round;

/* A trial of the welcome meeting over the groups of a round, frozen the day before it begins. The
   lot falls as it will; nobody did anything else for it. */
MUST bool demo_after_trial(struct demo_round *r);
/* Outcomes of the study, brought by the researcher a year and a half later. Dice know nothing of
   who took part how much, so there is nothing to find in them. */
MUST bool demo_after_outcomes(struct ctx *c, int64_t study, int64_t at);

#endif
