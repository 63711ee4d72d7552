/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Posts as the search knows them (store/search). A post that begins a thread brings its title.
   Names: find_ */
#ifndef COMMUNITY_FIND_POST_H
#define COMMUNITY_FIND_POST_H

#include "community/ids.h"

#include "base/ctx.h"

struct find_post {
	struct thread_id thread;
	struct post_id id;
	struct str byline, html;
	int64_t at; /* when it was written */
};

/* In the transaction of the post. Whoever changes a byline later calls search_sign. */
MUST bool find_post_add(struct ctx *c, const struct find_post *p);
MUST bool find_post_change(struct ctx *c, const struct find_post *p);
/* All of a person, before their posts are erased. */
MUST bool find_post_forget(struct ctx *c, struct person_id person);

#endif
