/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Large rounds for the tests of the builder. Names: fit_round_ */
#ifndef TEST_FIT_ROUND_H
#define TEST_FIT_ROUND_H

#include "community/fit.h"

/* What stands behind in, to be filled. */
struct fit_round {
	struct fit_person *person;
	struct fit_subject *subject;
	struct fit_group *group;
	struct fit_wish *wish;
	struct fit_input in;
};

/* Room for so many people, groups and wishes; groups of 5 to 13, nobody yet. */
void fit_round_make(struct arena *mem, size_t people, size_t subjects, struct fit_round *ret);
/* The subjects of ../shared/data/subjects; false when they are not there. */
MUST bool fit_round_subjects(struct arena *mem, struct fit_round *r);
/* People of these subjects, a few wishes, splits in half of the subjects. */
void fit_round_draw(struct fit_round *r, size_t people, uint64_t seed);

#endif
