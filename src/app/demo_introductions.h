/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Introductions of the live round, so that a newcomer has some to read. Names: demo_ */
#ifndef APP_DEMO_INTRODUCTIONS_H
#define APP_DEMO_INTRODUCTIONS_H

#include "base/str.h"

struct demo_round;

/* Of demo/introductions.txt: «@introduction FAMILY LETTER», then the words. */
MUST bool demo_introductions_make(struct demo_round *r);

#endif
