/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The key of a study: which participant is whose. In the database each row is sealed, and stands
   under a keyed hash of its study and person; without cairn.key it tells nothing, and nothing new
   is put beside it. Statements join the table open_key (store/open_key), into which one study or
   one person is opened first. Names: key_ */
#ifndef CORE_KEY_H
#define CORE_KEY_H

#include "core/key_ring.h"
#include "store/migrate.h"
#include "store/open_key.h"

/* Whether the key file is the one that this database was sealed with; notes it when there was none.
   Faults: CONFLICT when it is another. */
MUST bool key_check(struct ctx *c);

/* *ret is 0 where the person has no participant in the study. */
MUST bool key_find(struct ctx *c, int64_t study, struct person_id person, int64_t *ret);
/* The same, but 0 too for whoever has left the study; asks for what the process found before. */
MUST bool key_noted(struct ctx *c, int64_t study, struct person_id person, int64_t *ret);
/* What the process found last of a person, in any study; all zero for nothing. It may be gone or
   untrue: whoever uses it joins the participant's row, or looks that none is under the lookup. */
void key_guess(const struct ctx *c, struct person_id person, struct key_known *ret);
MUST bool key_add(struct ctx *c, int64_t study, struct person_id person, int64_t participant);
/* Their rows in all studies; what was opened stays. */
MUST bool key_forget(struct ctx *c, struct person_id person);

/* Into open_key, instead of what is there, until the next of these or the end of the unit. */
MUST bool key_open_study(struct ctx *c, int64_t study);
MUST bool key_open_round(struct ctx *c, int64_t round); /* its study */
MUST bool key_open_person(struct ctx *c, struct person_id person);
/* Everybody, some at a time in an order that tells nothing; at most max rows behind *at, which
   moves. */
struct key_mark {
	int64_t study, lookup;
};
MUST bool key_walk(
	struct ctx *c, struct key_mark *at, size_t max, struct open_key *ret, size_t *ret_n);

/* Seals the rows that were in plain before. */
extern const struct migrate_also key_step;

#endif
