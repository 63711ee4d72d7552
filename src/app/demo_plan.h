/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is to happen in a round of the demonstration, moment by moment. Names: demo_plan_ */
#ifndef APP_DEMO_PLAN_H
#define APP_DEMO_PLAN_H

struct demo_round;

/* Writes down who posts, taps, and looks at what, in the order of time. Members whose page views
   are given look exactly so often; they must have room for the posts they were cast for. */
void demo_plan_round(struct demo_round *r);

#endif
