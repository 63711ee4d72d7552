/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the parts of the builder share while they work: people sorted by id, units of people who
   stay together, and slots, each a group that stands or may be made. What they do for each other
   is in fit_part.h. Names: fit_ */
#ifndef COMMUNITY_FIT_WORK_H
#define COMMUNITY_FIT_WORK_H

#include "community/fit.h"

#include <assert.h>

struct fit_one {
	int64_t id, year;
	size_t from; /* index of the input */
	uint64_t hash;
	int32_t subject, unit;
	int32_t home; /* slot of the group they had, or -1 */
	int stage;
	bool split;
};
struct fit_unit {
	const int32_t *one; /* its people */
	int32_t n, slot;    /* -1: in no group */
	bool fixed;	    /* in a group that has begun */
};
struct fit_slot {
	int64_t id; /* 0: new */
	int64_t cost;
	int32_t *one;		   /* its people, in any order */
	int32_t n, subject, place; /* place: where it stands in line, or near there */
	int32_t cut;		   /* for which it was used last */
	bool begun, tired;	   /* tired: nothing better was found since it changed */
};
/* A subject in the tree, its nodes named by the first of its people, from the widest. */
struct fit_leaf {
	int32_t rank, node[3];
};
/* A slot as it was before a trial. */
struct fit_was {
	int64_t cost;
	int32_t slot, n;
	int32_t one[FIT_SIZE_MOST];
};
struct fit_work {
	struct arena *mem;
	const struct fit_input *in;
	int32_t min, max;
	int64_t size_cost[FIT_SIZE_MOST + 1]; /* by size */
	struct fit_one *one;
	struct fit_unit *unit;
	struct fit_slot *slot;
	int32_t ones, units, slots, standing; /* standing slots come first */
	int32_t top, cuts;		      /* slots from top on were never used */
	int32_t *apart, *apart_from;	      /* by person: who they are to be apart from */
	const bool *given_up;		      /* wishes, by index */
	enum fit_why *why;
	int32_t *line, lined; /* slots in the order of the subject tree */
	int64_t total;	      /* cost */
	uint64_t dice;
	int64_t effort;	     /* how many times the cost of a slot may still be worked out */
	struct fit_was *was; /* what a trial changed; room for all slots */
	int32_t was_n, *was_at;
	bool trying;
	struct fit_leaf *leaf; /* by subject */
	struct fit_desk *desk; /* fit_cut.c: what it writes on */
};

static inline uint64_t fit_mix(uint64_t x) /* splitmix64, Steele, Lea and Flood 2014 */
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

#endif
