/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text on its way to becoming a post. Names: post_ */
#ifndef COMMUNITY_POST_TEXT_H
#define COMMUNITY_POST_TEXT_H

#include "base/ctx.h"

/* As it will be kept, and what readers see of it. */
struct post_text {
	struct str body, html;
};

/* What post_add would make of a text; touches no database. Faults: INVALID (field body). */
MUST bool post_draw(struct ctx *c, struct str body, struct post_text *ret);

#endif
