/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What writers are told of their posts: roughly how many read one and found it useful, never who,
   and a day late or two. Once a day the numbers are set to what they were at the midnight (UTC)
   before the last, so that nobody can tell who has just been here.
   - Useful: the taps that stood then, by everybody.
   - Readers: people who opened the thread after the post was there, each once, of those who could
     read the group when it was written: what the words say changes with nobody who joins. Only
     those who take part in the study leave a trace of reading, so it is a lower bound, and the page
     says so. Who withdraws is not counted from then on.
   In a group of fewer than TOLD_GROUP_LEAST members nothing is told, below TOLD_FEW no readers are,
   and no word that nearly all others would have to stand behind (disclose_words). Who answered an
   interview question is told of the taps in the same way, but of no readers; the group is then
   everybody who is in one. Names: told_ */
#ifndef COMMUNITY_TOLD_H
#define COMMUNITY_TOLD_H

#include "community/mark.h"
#include "core/disclose.h"

enum { TOLD_GROUP_LEAST = 5, TOLD_BATCH = 100 };
enum { TOLD_FEW = DISCLOSE_FEW, TOLD_MANY = DISCLOSE_MANY };

/* Where a run goes on; zeroed it begins. How far the readers of a day are counted is kept in the
   database, so that a run that broke off counts nobody twice. */
struct told_count {
	int64_t in, id; /* behind these taps are counted again */
	int where;	/* of mark_where; behind the last all of them are */
};
/* A post or an answer of c->actor of which there is something to tell. */
struct told_post {
	struct mark_spot spot;
	struct str title, start;
	int64_t useful, readers;
};

/* One piece of the day's count; nothing when it was done today. */
MUST bool told_some(struct ctx *c, struct told_count *at, bool *ret_more);
/* «A few people have read this, and somebody found it useful.»; empty when there is nothing. */
struct str told_text(struct ctx *c, int64_t useful, int64_t readers);
/* In the groups that c->actor is in, and in the bank of interview questions, newest first. */
MUST bool told_own(struct ctx *c, size_t max, struct told_post **ret, size_t *ret_n);

#endif
