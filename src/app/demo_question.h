/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The demonstration's bank of interview questions. Names: demo_question_ */
#ifndef APP_DEMO_QUESTION_H
#define APP_DEMO_QUESTION_H

#include "base/ctx.h"

/* By members of the round that began last. */
MUST bool demo_question_make(struct ctx *c);

#endif
