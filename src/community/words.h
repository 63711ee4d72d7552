/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What members type, made ready to be kept. Names: words_ */
#ifndef COMMUNITY_WORDS_H
#define COMMUNITY_WORDS_H

#include "base/ctx.h"

/* A text of several lines: line ends become LF, blank lines before it and white space after it
   go. */
struct str words_tidy(struct ctx *c, struct str s);
/* A text of one line: each run of white space becomes one space, and none is left around it. */
struct str words_line(struct ctx *c, struct str s);
/* Nothing in it can be seen: empty, or only spaces of any width and marks without one. */
bool words_blank(struct str s);
/* How many words a text has: runs of anything but ASCII white space that have a letter, a digit or
   a character beyond ASCII in them. */
int64_t words_count(struct str s);
/* The first words of Markdown without its signs, on one line and of at most n characters, … behind
   them when more follow. */
struct str words_start(struct ctx *c, struct str s, size_t n);
/* The words of HTML that core/markdown made, each block on a line of its own. */
struct str words_of_html(struct ctx *c, struct str html);

#endif
