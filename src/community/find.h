/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Looking for words in everything that c->actor may read, and in nothing else. Names: find_ */
#ifndef COMMUNITY_FIND_H
#define COMMUNITY_FIND_H

#include "base/ctx.h"

enum { FIND_WORDS_MAX = 800, FIND_PER_PAGE = 20, FIND_SUBJECTS_MAX = 60 };

struct find_ask {
	struct str words;
	struct str kind, subject; /* empty: any */
	int64_t week, before;	  /* 0: any week, the newest */
};
struct find_piece {
	struct str text;
	bool hit;
};
struct find_hit {
	int64_t id, parent, week, at;
	struct str kind, subject, byline, title;
	struct str zone; /* of its round, or empty */
	struct find_piece *piece;
	size_t pieces;
};
struct find_result {
	struct find_hit *hit; /* newest first */
	size_t n, words;      /* words: how many were looked for; the commonest are not */
	bool more, near;      /* near: nothing has a word as it was typed, but one letter away */
	bool cut;	      /* more words begin as one that was typed than were looked for */
};

MUST bool find_run(struct ctx *c, const struct find_ask *ask, struct find_result *ret);
/* The subjects of the groups that c->actor may read, by name. */
MUST bool find_subjects(struct ctx *c, struct str **ret, size_t *ret_n);

#endif
