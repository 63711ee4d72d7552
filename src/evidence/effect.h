/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a trial's feature did: the frozen trials of a study, and for each the difference between its
   arms in what the ledger counts. True values, for the researcher alone. Names: effect_

   The unit is what the lot fell on: a group, or, where a trial splits subjects, a subject. Its
   value is the mean over its people: participants who have not withdrawn, in the group where they
   are or were last, whether they used the feature or not. A unit without anybody to count is left
   out together with the other of its pair. Counted is what was noted under the round from its first
   day on, also after its last week. */
#ifndef EVIDENCE_EFFECT_H
#define EVIDENCE_EFFECT_H

#include "core/arm.h"
#include "evidence/measure.h"
#include "evidence/permutation.h"

enum { EFFECTS = 13 };
/* What is compared, in this order. */
extern const enum measure_at effect_measures[EFFECTS];

/* A unit of the plan, under a number that only the plan tells. */
struct effect_unit {
	int64_t nth, people; /* nth: its place in the plan, from 1; people: who were counted */
};
struct effect {
	int64_t units[2], people[2];   /* that were counted, by off and on */
	int64_t left_out;	       /* units */
	struct permutation_unit *unit; /* that were counted, in blocks: what the test was made of */
	struct effect_unit *of;	       /* beside each: which it is */
	size_t n;
	bool has_test; /* false: no pair of units with people in both */
	struct permutation test;
};
struct effect_trial {
	struct arm_trial trial;
	bool is_sound; /* its plan has its fingerprint, and its seed draws it again */
	struct effect at[EFFECTS];
};
struct effect_report {
	struct measure_study study;
	struct effect_trial *trial;
	size_t n;
};

/* Faults: INVALID for a plan that has its fingerprint and cannot be read. */
MUST bool effect_make(struct ctx *c, const struct measure_study *study, struct effect_report *ret);

#endif
