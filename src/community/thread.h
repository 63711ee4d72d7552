/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Threads of a group. A thread is opened with its first post, under the topic of a week. Names:
   thread_ */
#ifndef COMMUNITY_THREAD_H
#define COMMUNITY_THREAD_H

#include "community/ids.h"

#include "base/ctx.h"

struct alias_wish;
struct place;

enum { THREAD_TITLE_MAX = 200, THREADS_PER_PAGE = 30 }; /* code points */

struct thread_draft {
	struct group_id group;
	int64_t week;		/* one that has begun; 0: the newest of them */
	struct str title, body; /* body is Markdown */
	struct str byline;	/* the name that readers see; not used with wish */
	struct str once;	/* the key of the form; empty: none */
	struct str feeling;	/* as in post_draft */
	const struct alias_wish *wish;
};
struct thread {
	struct thread_id id;
	struct group_id group;
	struct round_id round;
	struct person_id author, last_author;
	struct post_id last_post; /* the newest that was not deleted */
	struct str title, byline, last_by, group_name, zone;
	struct str alias_next; /* the alias that waits in it; thread_get alone fills it */
	int64_t week, posts, opened_at, last_at, closed_at,
		deleted_at; /* posts: without deleted ones */
	int64_t version;    /* rises with every change that all readers of its posts see */
	bool member,
		read_across; /* c->actor is a member of the group; others of the round read it */
};

/* A place in the list of a group's threads; both INT64_MAX is before its first. */
struct thread_spot {
	int64_t last_at, id;
};

/* By c->actor, at c->now; p is where they stand. The same key and text again return the first
   thread. Faults: INVALID (fields title, body, week), RATE, CONFLICT before the first week,
   ABSENT. */
MUST bool thread_open(
	struct ctx *c, const struct place *p, const struct thread_draft *d, struct thread_id *ret);
/* Faults: ABSENT. A deleted one is returned too. */
MUST bool thread_get(struct ctx *c, struct thread_id id, struct thread *ret);
/* Newest activity first, from behind a place in the list. */
MUST bool thread_list(struct ctx *c, struct group_id group, struct thread_spot behind, size_t max,
	struct thread **ret, size_t *ret_n);
/* Whether c->actor is a member of the group, and not only a reader of it. */
MUST bool thread_member(struct ctx *c, struct group_id group, bool *ret);
/* Faults: ABSENT. */
MUST bool thread_version(struct ctx *c, struct thread_id id, int64_t *ret);
/* What all its readers see of a post has changed. For post_ and mark_. */
MUST bool thread_changed(struct ctx *c, struct thread_id id);
/* Closes it for new posts, or opens it again. Audited. Faults: ABSENT. */
MUST bool thread_close(struct ctx *c, struct thread_id id, bool closed);

#endif
