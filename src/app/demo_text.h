/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reads the files of demo/: lines that begin with @, and the text under them. Names: demo_text_ */
#ifndef APP_DEMO_TEXT_H
#define APP_DEMO_TEXT_H

#include "base/ctx.h"

/* «@word rest», then body as far as the next line that begins with @, without the blank lines
   around it. */
struct demo_text {
	struct str word, rest, body;
};

/* The content of demo/NAME. Faults: INTERNAL when the program was built without it. */
MUST bool demo_text_find(struct ctx *c, const char *name, struct str *ret);
/* The next line of a file, which is cut off it; what stands above the first is passed over. */
bool demo_text_next(struct str *file, struct demo_text *ret);
/* Cuts off what stands before the next « | », or all of it, trimmed. */
struct str demo_text_field(struct str *rest);
/* Cuts off the next word. */
struct str demo_text_word(struct str *rest);
/* As demo_text_field, a whole number; -1 when it is none. */
int64_t demo_text_number(struct str *rest);

#endif
