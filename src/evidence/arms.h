/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A frozen trial as the evidence counts it: its plan drawn once more, and who is in which of its
   units. Names: arms_ */
#ifndef EVIDENCE_ARMS_H
#define EVIDENCE_ARMS_H

#include "core/arm.h"
#include "core/trial_plan.h"

struct arms {
	struct arm_trial trial;
	bool is_sound; /* its plan has its fingerprint, and its seed draws it again; otherwise
			  nobody sits anywhere */
	struct trial_plan plan;
	const struct arm_seat *seat; /* by participant */
	size_t *unit;		     /* of each seat; plan.n for none */
	size_t seats;
};

/* The frozen trials of a study, the oldest first. Faults: INVALID for a plan that has its
   fingerprint and cannot be read. */
MUST bool arms_read(struct ctx *c, int64_t study, struct arms **ret, size_t *ret_n);
/* The place of a participant among the seats; seats when they have none. */
size_t arms_seat(const struct arms *a, int64_t participant);

#endif
