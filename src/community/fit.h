/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Groups that fit. From people, their subjects, their work experience and wishes to the groups that
   cost least by the list below. It reads nothing else, and the same people and seed give the same
   groups in whatever order they are told. Names: fit_ */
#ifndef COMMUNITY_FIT_H
#define COMMUNITY_FIT_H

#include "base/arena.h"
#include "community/experience.h"

enum { FIT_SIZE_MOST = 50, FIT_NO_SUBJECT = -1 }; /* the smallest bound is 2 */

/* What a plan costs: each line outweighs what those below it can gain in one group. The weights are
   our own; distances are those of core/subject, 0 to 4. */
#define FIT_COST_UNPLACED INT64_C(10000000000) /* for each person who is left without a group */
#define FIT_COST_SHORT INT64_C(100000000)      /* for each person whom a standing group lacks */
#define FIT_COST_WISH INT64_C(100000000)       /* for each wish to be together that is not met */
#define FIT_COST_MOVED INT64_C(1000000)	       /* for each person who leaves the group they had */
extern const int64_t fit_cost_spread[5];       /* for each group, by its widest distance */
enum {
	FIT_COST_MIXED = 30,  /* each of the fewer, with or without internship, where split */
	FIT_COST_ALONE = 30,  /* each person of whose experience there is no other */
	FIT_COST_NEW = 20,    /* a group that is made */
	FIT_COST_SIZE = 16,   /* at the bounds; falls with the square to 0 half way between */
	FIT_COST_LONE = 15,   /* each person of whose subject there is no other */
	FIT_COST_SUBJECT = 10 /* each further subject in a group */
};

/* Nodes of the tree above a subject, from the widest; 0: unknown. Equal nodes have equal nodes
   above them. split: people with an internship and people without are kept apart. */
struct fit_subject {
	int64_t cah[3];
	bool split;
};
struct fit_person {
	int64_t id, group; /* 0: none yet */
	int64_t subject;   /* index */
	enum experience experience;
	int64_t year; /* not in the cost; years are dealt in turn */
};
/* A group that stands. Once it has begun, nobody leaves it. */
struct fit_group {
	int64_t id, subject; /* index, or FIT_NO_SUBJECT */
	bool begun;
};
struct fit_wish {
	int64_t first, second; /* ids of people */
	bool apart;
};
/* Ids are over 0 and differ. size_max is at most FIT_SIZE_MOST, and no group begins above it. */
struct fit_input {
	const struct fit_person *person;
	const struct fit_subject *subject;
	const struct fit_group *group;
	const struct fit_wish *wish;
	size_t people, subjects, groups, wishes;
	int64_t size_min, size_max;
	uint64_t seed;
};

/* What became of a wish. To be apart is never given up for anything else. */
enum fit_why { FIT_MET, FIT_CONTRARY /* to other wishes */, FIT_TOO_MANY, FIT_BEGUN, FIT_NO_ROOM };
struct fit_made {
	int64_t group;	      /* 0: new */
	const size_t *person; /* indexes of the input */
	size_t n, subjects, alone, mixed, moved, stage[EXPERIENCE_LAST + 1];
	int distance; /* of the two subjects that lie widest apart */
};
struct fit {
	struct fit_made *made; /* standing ones by id, then new ones; those without people too */
	size_t *unplaced;
	enum fit_why *wish; /* by index of the input; wishes about others count as met */
	size_t n, unplaced_n, moved;
	int64_t cost;
};

/* The result lives in mem. Near the best plan, not always the best: fit_test.c says how near. */
void fit_build(struct arena *mem, const struct fit_input *in, struct fit *ret);

#endif
