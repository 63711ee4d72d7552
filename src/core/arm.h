/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who is in which arm of a trial, as the evidence needs it: frozen plans, and the groups in which
   the participants of a study sit. Like core/place it reads tables of the community with statements
   of its own, and it gives no names of people. Names: arm_ */
#ifndef CORE_ARM_H
#define CORE_ARM_H

#include "core/feature.h"

struct arm_trial {
	int64_t id, round, frozen_at;
	enum feature feature;
	struct str round_name, plan, fingerprint; /* plan: for trial_plan_read */
};
/* A participant who has not withdrawn, in the group where they are, or were last. */
struct arm_seat {
	int64_t participant, group;
	struct str subject; /* of the group */
};

/* The frozen trials of a study, the oldest first. */
MUST bool arm_trials(struct ctx *c, int64_t study, struct arm_trial **ret, size_t *ret_n);
/* Of a round, by participant; each stands there once. */
MUST bool arm_seats(struct ctx *c, int64_t round, struct arm_seat **ret, size_t *ret_n);

#endif
