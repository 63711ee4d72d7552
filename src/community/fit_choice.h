/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How staff want the groups of a round to be built, and who is to be in one group, or not to be.
   Names: fit_choice_, fit_pair_ */
#ifndef COMMUNITY_FIT_CHOICE_H
#define COMMUNITY_FIT_CHOICE_H

#include "base/ctx.h"
#include "community/ids.h"

enum { FIT_SEED_MAX = 999999, FIT_PAIRS_MAX = 500 };

struct fit_choice {
	bool split;   /* by work experience, inside a subject */
	bool decided; /* lots were drawn for it: it cannot be changed */
	int64_t seed; /* 1 to FIT_SEED_MAX; 1 when nobody chose */
};
struct fit_pair {
	struct person_id first, second; /* first has the smaller id */
	struct str first_name, second_name;
	bool apart;
};

/* The split is one of the switches of the round (core/feature). */
MUST bool fit_choice_get(struct ctx *c, struct round_id round, struct fit_choice *ret);
/* Faults: INVALID seed; CONFLICT when a trial decides about the split; ABSENT round. Audited. */
MUST bool fit_choice_set(struct ctx *c, struct round_id round, const struct fit_choice *f);

/* Of people who take part, by their names; at most FIT_PAIRS_MAX. */
MUST bool fit_pair_list(struct ctx *c, struct round_id round, struct fit_pair **ret, size_t *ret_n);
/* Which of the two has the smaller id does not matter, in the next one neither; a wish that is
   there already is no change. Faults: INVALID first, second (two different people who take part,
   and not together and apart); LIMIT. Audited, as the next one. */
MUST bool fit_pair_add(struct ctx *c, struct round_id round, const struct fit_pair *p);
/* Faults: ABSENT. */
MUST bool fit_pair_remove(struct ctx *c, struct round_id round, const struct fit_pair *p);

#endif
