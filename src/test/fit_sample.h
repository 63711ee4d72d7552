/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Small random rounds for the tests of the builder, and the cost of a plan worked out once more,
   plainly, from the words of fit.h. Names: fit_sample_ */
#ifndef TEST_FIT_SAMPLE_H
#define TEST_FIT_SAMPLE_H

#include "community/fit.h"

enum { FIT_SAMPLE_PEOPLE = 12, FIT_SAMPLE_GROUPS = 2, FIT_SAMPLE_WISHES = 4 };

struct fit_sample {
	struct fit_person person[FIT_SAMPLE_PEOPLE];
	struct fit_subject subject[6];
	struct fit_group group[FIT_SAMPLE_GROUPS];
	struct fit_wish wish[FIT_SAMPLE_WISHES];
	struct fit_input in;
};

/* At most so many people. */
void fit_sample_make(struct fit_sample *ret, uint64_t seed, int people);
/* slot is by person: the index of a standing group, or a larger number for each new one. INT64_MAX
   when two are together who are to be apart. */
int64_t fit_sample_cost(const struct fit_input *in, const int *slot);

#endif
