/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The stories that Cairn brings (words/stories.txt). Names: stories_ */
#ifndef APP_STORIES_H
#define APP_STORIES_H

#include "base/ctx.h"

/* Into a database that has none. */
MUST bool stories_begin(struct ctx *c);

#endif
