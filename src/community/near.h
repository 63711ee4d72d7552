/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which of some texts lie nearest to what a person hopes for. Words are compared by their stems
   (core/stem); a stem that stands in both counts ln((n + 1) / k), where n texts are compared and k
   of them have it, so that a word of all texts counts next to nothing. The score of a text is the
   sum. Equal scores keep their order. Nothing else counts: not who wrote it, not who they are.
   Names: near_ */
#ifndef COMMUNITY_NEAR_H
#define COMMUNITY_NEAR_H

#include "core/stem.h"

enum { NEAR_SAID = 3, NEAR_BYTES = 1500 }; /* words that are told; of a text that are looked at */

struct near {
	size_t text; /* its place among those compared */
	double score;
	struct str said[NEAR_SAID]; /* the words that counted most, as they stand in the text */
	size_t words;
};

/* Those with a score above 0, nearest first; at most max. */
size_t near_order(struct ctx *c, const struct stems *wish, const struct stems *text, size_t n,
	struct near *ret, size_t max);

#endif
