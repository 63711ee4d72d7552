/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One-tap marks on posts: Useful, which the writer sees as a rounded count, and Save, which nobody
   else sees. Names: mark_ */
#ifndef COMMUNITY_MARK_H
#define COMMUNITY_MARK_H

#include "community/ids.h"

#include "base/ctx.h"

struct place;

enum mark_kind { MARK_USEFUL, MARK_SAVE };
enum mark_set { MARK_OFF, MARK_ON, MARK_FLIP };

/* The marks that c->actor made on one post. */
struct mark {
	struct post_id post;
	bool useful, saved;
};
struct mark_saved {
	struct thread_id thread;
	struct post_id post;
	struct str title, byline, start; /* start: the first words, empty once it was deleted */
	struct str note;		 /* c->actor's own; empty: none */
	bool own, useful;		 /* wrote it; tapped Useful */
};
struct mark_cursor;

/* A mark that is set already is no change. Faults: ABSENT, CONFLICT when the post was deleted, or
   is c->actor's own and the mark is Useful. */
MUST bool mark_put(struct ctx *c, const struct place *p, struct thread_id thread,
	struct post_id post, enum mark_kind kind, enum mark_set set);

/* The marks of c->actor in a thread on the posts behind the one with id after. */
MUST bool mark_open(
	struct ctx *c, struct thread_id thread, struct post_id after, struct mark_cursor **ret);
/* Those on one post; posts are asked for in rising order. */
struct mark mark_of(struct mark_cursor *rows, struct post_id post);
/* Whether there is one that was not come to yet. */
bool mark_any(const struct mark_cursor *rows);
void mark_close(struct mark_cursor *rows);

/* What c->actor saved and may still read, newest thread first, from behind the given one;
   INT64_MAX starts. */
MUST bool mark_list_saved(struct ctx *c, struct thread_id thread, struct post_id post, size_t max,
	struct mark_saved **ret, size_t *ret_n);
/* What c->actor saved or found useful, may still read and was not deleted, newest thread first,
   without notes. */
MUST bool mark_list_taken(struct ctx *c, size_t max, struct mark_saved **ret, size_t *ret_n);

#endif
