/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One-tap marks on posts and in the bank of interview questions: Useful, which the writer sees as a
   rounded count, and Save, which nobody else sees. Names: mark_ */
#ifndef COMMUNITY_MARK_H
#define COMMUNITY_MARK_H

#include "community/ids.h"

#include "base/ctx.h"

struct place;

enum mark_kind { MARK_USEFUL, MARK_SAVE };
enum mark_set { MARK_OFF, MARK_ON, MARK_FLIP };

enum mark_where { MARK_THREAD, MARK_BANK };
/* What a mark is on: a post in a thread, or an answer in a question; id 0 is the question itself,
   which can be saved alone. */
struct mark_spot {
	enum mark_where where;
	int64_t in, id;
};
/* The marks that c->actor made on one thing. */
struct mark {
	bool useful, saved;
};
struct mark_saved {
	struct mark_spot spot;
	struct str title, byline, start; /* start: the first words, empty once it was deleted */
	struct str note;		 /* c->actor's own; empty: none */
	bool own, useful;		 /* wrote it; tapped Useful */
};
struct mark_cursor;

static inline struct mark_spot mark_on_post(struct thread_id thread, struct post_id post)
{
	return (struct mark_spot){ MARK_THREAD, thread.v, post.v };
}

/* A mark that is set already is no change. Faults: ABSENT, CONFLICT when it was deleted, or is
   c->actor's own and the mark is Useful. */
MUST bool mark_put(struct ctx *c, const struct place *p, struct mark_spot spot, enum mark_kind kind,
	enum mark_set set);

/* The marks of c->actor in the thread or question of spot, on what has its id or a larger one. */
MUST bool mark_open(struct ctx *c, struct mark_spot from, struct mark_cursor **ret);
/* Those on one thing; ids are asked for in rising order. */
struct mark mark_of(struct mark_cursor *rows, int64_t id);
/* Whether there is one that was not come to yet. */
bool mark_any(const struct mark_cursor *rows);
void mark_close(struct mark_cursor *rows);

/* What c->actor saved and may still read, newest thread or question first, from behind the given
   thing in it (where does not count); INT64_MAX starts. */
MUST bool mark_list_saved(
	struct ctx *c, struct mark_spot behind, size_t max, struct mark_saved **ret, size_t *ret_n);
/* What c->actor saved or found useful, may still read and was not deleted, newest thread or
   question first, without notes. */
MUST bool mark_list_taken(struct ctx *c, size_t max, struct mark_saved **ret, size_t *ret_n);

#endif
