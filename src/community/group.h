/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Closed groups of a round. A person is in at most one group of a round, and no group grows past
   the round's largest size. Names: group_ */
#ifndef COMMUNITY_GROUP_H
#define COMMUNITY_GROUP_H

#include "base/ctx.h"
#include "community/ids.h"

enum { GROUP_NAME_MAX = 80, GROUP_SUBJECT_MAX = 100, GROUP_LIST_MAX = 1000 };

struct group_draft {
	struct round_id round;
	struct str name, subject; /* subject may be empty */
};
struct group {
	struct group_id id;
	struct round_id round;
	struct str name, subject;
	int64_t size;
};
/* What other members may know. */
struct group_member {
	struct person_id person;
	struct str shown_name;
};
struct group_seen {
	struct group group;
	struct str round_title;
	bool mine; /* c->actor is a member, not a reader across */
};

/* Faults: INVALID (name, subject; also for a name that is taken in the round), ABSENT round.
   Audited. */
MUST bool group_make(struct ctx *c, const struct group_draft *d, struct group_id *ret);
/* d->round is not used. Faults: as group_make. Audited. */
MUST bool group_rename(struct ctx *c, struct group_id id, const struct group_draft *d);
/* Faults: ABSENT. */
MUST bool group_get(struct ctx *c, struct group_id id, struct group *ret);
/* By name. */
MUST bool group_list(struct ctx *c, struct round_id round, struct group **ret, size_t *ret_n);
/* By shown name. */
MUST bool group_members(
	struct ctx *c, struct group_id id, struct group_member **ret, size_t *ret_n);
/* That c->actor may read as a student: their own first, then those of rounds that are read across;
   latest round first. Staff see rounds instead. */
MUST bool group_readable(struct ctx *c, struct group_seen **ret, size_t *ret_n);

/* Faults: ABSENT group, CONFLICT when the person does not take part in the round, is in a group of
   it, or the group is full. Audited, as the next two. */
MUST bool group_put(struct ctx *c, struct group_id id, struct person_id person);
/* From their group of the same round, if any. Being there already is no change. Faults: as
   group_put. */
MUST bool group_move(struct ctx *c, struct group_id id, struct person_id person);
/* Faults: ABSENT when the person is not in the group. */
MUST bool group_take_out(struct ctx *c, struct group_id id, struct person_id person);

#endif
