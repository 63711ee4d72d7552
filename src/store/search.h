/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding texts by their words, on either database. Who may read a text is part of each entry of
   the index, so nothing that is hidden is looked at: not for a hit, a count or a spelling, and not
   in the time it takes. Names: search_ */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "base/ctx.h"

/* Of what somebody looks for the first 8 words count. */
enum { SEARCH_SCOPES = 16, SEARCH_BODY_MAX = 65536 };

/* Who may read a text. */
enum search_reach {
	SEARCH_GROUP,	 /* its group; its round too where the round reads across */
	SEARCH_ROUND,	 /* everybody of its round */
	SEARCH_EVERYBODY /* everybody who is signed in */
};
struct search_doc {
	int64_t id;	 /* its own, from ctx_id: no two texts of any kind share one */
	struct str kind; /* one word of small letters: post, answer, introduction */
	enum search_reach reach;
	int64_t group, round, parent, week, at;
	struct str subject, byline; /* as readers see them */
	struct str title, body;	    /* plain text: one line, and the first SEARCH_BODY_MAX bytes */
};

/* In the transaction of the text itself; it can be found about a second later. add is for a new
   one, put for one that may be there already, sign for another byline, drop for one that is gone:
   it is not found from this transaction on. */
MUST bool search_add(struct ctx *c, const struct search_doc *d);
MUST bool search_put(struct ctx *c, const struct search_doc *d);
MUST bool search_sign(struct ctx *c, int64_t id, struct str byline);
MUST bool search_drop(struct ctx *c, int64_t id);

/* What the reader may read: one of these is enough. */
struct search_scope {
	enum search_of {
		SEARCH_OF_GROUP,     /* a member of the group */
		SEARCH_OF_ROUND,     /* has a place in the round */
		SEARCH_ACROSS_ROUND, /* reads all groups of the round */
		SEARCH_OF_HOUSE,     /* signed in */
		SEARCH_OF_ALL	     /* reads everything */
	} of;
	int64_t id; /* of the group or round */
};
struct search_ask {
	struct str words;
	const struct search_scope *scope;
	size_t scopes;
	int64_t week;		  /* 0: any */
	struct str kind, subject; /* empty: any */
	int64_t before;		  /* only those with a smaller id; 0: from the newest */
	size_t max;
	bool bare; /* of each hit only its id is wanted */
};
struct search_piece {
	struct str text;
	bool hit; /* one of the words that were looked for */
};
struct search_hit {
	struct search_doc doc;	    /* without reach, group and round */
	struct search_piece *piece; /* of the body, around the first hit */
	size_t pieces;
};
struct search_found {
	struct search_hit *hit; /* newest first */
	size_t n, words;	/* words: how many were looked for; 0 when all were too common */
	bool more, near; /* near: nothing has a word as typed, so those one letter away count */
	bool cut;	 /* more words begin as one that was typed than are looked for */
};
MUST bool search_find(struct ctx *c, const struct search_ask *ask, struct search_found *ret);

/* The database's own part of the schema; for migrate. */
MUST bool search_begin(struct ctx *c);

#endif
