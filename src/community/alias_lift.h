/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whose an alias is. Its owner may say so, one step at a time and never back; a safeguarding lead
   may ask, with a reason that the owner reads. Names: alias_ */
#ifndef COMMUNITY_ALIAS_LIFT_H
#define COMMUNITY_ALIAS_LIFT_H

#include "community/appear.h"
#include "community/ids.h"

enum { ALIAS_REASON_MIN = 10, ALIAS_REASON_MAX = 500, ALIAS_LISTED = 100 }; /* code points */

struct alias_seen {
	struct str name;
	struct post_id post; /* the first under it */
	int64_t posts;
};
struct alias_owner {
	struct person_id person;
	struct str name, address, alias;
	int64_t at; /* when it was lifted */
};

/* A post of c->actor, or all that stand in the thread under its name, from now on under the first
   or the full name. Deleted ones and all that only moderators see follow. Faults: INVALID (field
   as) unless it tells more than now, DENIED, ABSENT. */
MUST bool alias_raise(
	struct ctx *c, struct thread_id thread, struct post_id post, enum appear_as as, bool all);
/* The aliases of a thread, in the order in which they came. */
MUST bool alias_list(
	struct ctx *c, struct thread_id thread, struct alias_seen **ret, size_t *ret_n);
/* Audited without a name; a letter goes to the owner. once is the key of the form: sending it again
   within minutes is the same act. Faults: INVALID (fields post, reason), CONFLICT later on. */
MUST bool alias_lift(struct ctx *c, struct thread_id thread, struct post_id post, struct str reason,
	struct str once, struct alias_owner *ret);

#endif
