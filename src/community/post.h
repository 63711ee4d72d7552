/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Posts of a thread. What was said before an edit or a deletion is kept for moderators. A post is
   rendered when it is written. Names: post_ */
#ifndef COMMUNITY_POST_H
#define COMMUNITY_POST_H

#include "community/appear.h"
#include "community/ids.h"

#include "base/ctx.h"

struct alias_wish;
struct place;
struct post_text;

enum { POST_CHARS_MAX = 20000, POST_ONCE_MAX = 100, POSTS_PER_PAGE = 50 };

struct post_draft {
	struct thread_id thread;
	struct str body;	       /* Markdown */
	struct str byline;	       /* the name that readers see; not used with wish */
	struct str once;	       /* the key of the form; empty: none */
	struct str feeling;	       /* a word of community/feeling, or empty */
	const struct alias_wish *wish; /* the name is settled as community/alias says; or NULL */
	const struct post_text *drawn; /* of the same text, by post_draw; or NULL */
};
struct post {
	struct post_id id;
	struct person_id author;
	struct str byline, html, feeling;
	enum appear_as as; /* how its author appears in it */
	int64_t posted_at, edited_at, deleted_at;
	int64_t told_useful, told_readers; /* see community/told.h */
};
struct post_version {
	int64_t version, until_at;
	struct person_id ended_by;
	struct str body;
};
struct post_cursor;

/* By c->actor, at c->now; p is where they stand. The same key and text again return the first post.
   Faults: INVALID (field body), RATE, CONFLICT when the thread is closed or deleted. */
MUST bool post_add(
	struct ctx *c, const struct place *p, const struct post_draft *d, struct post_id *ret);
/* Faults: as post_add; DENIED unless c->actor wrote it, ABSENT. Once more is no change. */
MUST bool post_edit(struct ctx *c, struct thread_id thread, struct post_id id, struct str body);
/* Faults: as post_edit, INVALID (field feeling). No version is kept of it. */
MUST bool post_feel(struct ctx *c, struct thread_id thread, struct post_id id, struct str feeling);
/* The text goes, its place in the thread stays. The last post that is left takes the thread with
   it: ret_thread_gone. Deleting again is no change. Faults: DENIED, ABSENT. */
MUST bool post_delete(
	struct ctx *c, struct thread_id thread, struct post_id id, bool *ret_thread_gone);
/* ret_body is its Markdown, empty once it was deleted. Faults: ABSENT. */
MUST bool post_get(struct ctx *c, struct thread_id thread, struct post_id id, struct post *ret,
	struct str *ret_body);
/* What it said before, first version first; for moderators. */
MUST bool post_versions(struct ctx *c, struct thread_id thread, struct post_id id, size_t max,
	struct post_version **ret, size_t *ret_n);

/* The posts behind the one with id after, oldest first; 0 starts. Not whole: without told_ and as.
   False at the end and on a fault. The text in ret is gone with the next call. */
MUST bool post_read(struct ctx *c, struct thread_id thread, struct post_id after, size_t max,
	bool whole, struct post_cursor **ret);
MUST bool post_read_next(struct post_cursor *rows, struct post *ret);
void post_read_end(struct post_cursor *rows); /* needed only when leaving before the end */
/* Where pages begin, as the post before their first: the page that shows id and some posts before
   it, and the page before the one that begins behind after. 0 is the first page. */
MUST bool post_page_of(
	struct ctx *c, struct thread_id thread, struct post_id id, struct post_id *ret_after);
MUST bool post_page_before(
	struct ctx *c, struct thread_id thread, struct post_id after, struct post_id *ret_after);

/* For thread_open: the limits of a text, and the first post of a thread. */
MUST bool post_check(struct ctx *c, struct str body);
MUST bool post_may(struct ctx *c);
MUST bool post_put(struct ctx *c, const struct place *p, const struct post_draft *d,
	enum appear_as as, struct post_id *ret);

#endif
