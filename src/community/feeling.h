/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A word for how it feels, which a writer may put beside a post. It is never guessed from a text
   and never counted for anybody. Names: feeling_ */
#ifndef COMMUNITY_FEELING_H
#define COMMUNITY_FEELING_H

#include "base/ctx.h"

enum { FEELINGS = 8, FEELING_MAX = 20 }; /* bytes */

/* In the order in which they are offered. */
extern const char *const feeling_words[FEELINGS];
/* Empty is none. Faults: INVALID (field feeling). */
MUST bool feeling_check(struct ctx *c, struct str word);

#endif
