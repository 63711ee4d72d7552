/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What changed from one text to another: line by line, and within lines that were changed word by
   word. Names: differ_ */
#ifndef COMMUNITY_DIFFER_H
#define COMMUNITY_DIFFER_H

#include "base/arena.h"

enum { DIFFER_LINES_MAX = 1200, DIFFER_WORDS_MAX = 400 };

enum differ_kind { DIFFER_SAME, DIFFER_GONE, DIFFER_NEW, DIFFER_CHANGED };

/* A word with the white space behind it. */
struct differ_word {
	struct str text;
	bool other; /* is not on the other side */
};
struct differ_side {
	int64_t line; /* from 1; 0: nothing on this side */
	struct differ_word *word;
	size_t n;
};
struct differ_row {
	enum differ_kind kind;
	struct differ_side was, is;
};

/* Lines end in LF or FF. Blank lines are left out. Beyond DIFFER_LINES_MAX lines nothing is
   compared: the rest is GONE and NEW. */
void differ_texts(
	struct arena *m, struct str was, struct str is, struct differ_row **ret, size_t *ret_n);

#endif
