/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where the participants of a study sit and where its threads stand, as the evidence needs it to
   tell reading in one's own group from reading in others. Like core/arm it reads tables of the
   community with statements of its own, and it gives no names of people. Names: seating_ */
#ifndef CORE_SEATING_H
#define CORE_SEATING_H

#include "base/ctx.h"

struct seating_group {
	int64_t id, round, members; /* members: in it now, in the study or not */
	struct str name, round_name;
};
struct seating_thread {
	int64_t id, group;
};
/* One participant who has not withdrawn, in a group where they are or were. */
struct seating_seat {
	int64_t participant, round, group;
	bool is_last; /* where they are, or were last in this round */
};
struct seating {
	const struct seating_group *group;   /* by round, then id */
	const struct seating_thread *thread; /* by id */
	const struct seating_seat *seat;     /* by participant, then round */
	size_t groups, threads, seats;
	struct str zone; /* of the study's newest round; Europe/London when it has none */
};

struct seating_round {
	int64_t study;
	struct str study_name, title;
};
/* Faults: ABSENT. */
MUST bool seating_round(struct ctx *c, int64_t round, struct seating_round *ret);

enum { SEATING_MAX = 2000000 }; /* threads, seats */

/* Faults: LIMIT. */
MUST bool seating_read(struct ctx *c, int64_t study, struct seating *ret);
/* The group of a thread, 0 for one that is not of the study. */
int64_t seating_group_of(const struct seating *s, int64_t thread);
/* The seats of a participant. */
const struct seating_seat *seating_of(const struct seating *s, int64_t participant, size_t *ret_n);

#endif
