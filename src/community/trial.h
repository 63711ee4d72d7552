/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Trials of a round: half of its groups get a feature, by lot, and the other half does not. A plan
   is frozen before the first week with its seed and a fingerprint, and nothing of it changes
   afterwards. Names: trial_ */
#ifndef COMMUNITY_TRIAL_H
#define COMMUNITY_TRIAL_H

#include "community/ids.h"
#include "core/trial_plan.h"

enum { TRIAL_UNITS_LEAST = 2 };

struct trial {
	int64_t id; /* 0: none */
	struct round_id round;
	enum feature feature;
	struct str seed, plan, fingerprint; /* plan: JSON, empty until it is frozen */
	int64_t made_at, frozen_at;	    /* frozen_at 0: not yet */
};
/* Of a frozen plan: all three are true unless somebody changed the database by hand. */
struct trial_check {
	bool fingerprint; /* the plan has the fingerprint that was kept */
	bool lots;	  /* its seed draws the same again */
	bool given;	  /* groups get what it says */
};
/* Which subjects of a round are split by work experience. */
struct trial_split {
	struct str subject; /* in lower case */
	bool on;
};
struct trial_splits {
	struct trial_split *at;
	size_t n;
	bool otherwise; /* for subjects that are in no trial: what the round chose */
};

/* Draws a seed, which nobody sees until the plan is frozen. Faults: CONFLICT when there is one for
   this feature, when the round has begun, or when the groups that it would split are made. Audited,
   as the next two. */
MUST bool trial_make(struct ctx *c, struct round_id round, enum feature feature, int64_t *ret);
/* Faults: ABSENT, CONFLICT once it is frozen. */
MUST bool trial_drop(struct ctx *c, int64_t id);
/* Faults: ABSENT, CONFLICT when it is frozen, the round has begun, or there are fewer than
   TRIAL_UNITS_LEAST units; LIMIT over TRIAL_PLAN_UNITS. */
MUST bool trial_freeze(struct ctx *c, int64_t id);

/* Faults: ABSENT. */
MUST bool trial_get(struct ctx *c, int64_t id, struct trial *ret);
/* By feature: ret[feature].id is 0 where there is none. */
MUST bool trial_of_round(struct ctx *c, struct round_id round, struct trial ret[FEATURE_LAST + 1]);
/* Units as they are now, not drawn. Faults: LIMIT. */
MUST bool trial_units(struct ctx *c, const struct trial *t, struct trial_plan *ret);
/* Of a frozen one. Faults: INVALID when its plan cannot be read. */
MUST bool trial_check(
	struct ctx *c, const struct trial *t, struct trial_plan *ret_plan, struct trial_check *ret);

/* As feature_choose, for what no frozen trial decides. Faults: CONFLICT. */
MUST bool trial_choose(struct ctx *c, struct round_id round, int64_t bits);
/* For the builder of groups. */
MUST bool trial_splits(struct ctx *c, struct round_id round, struct trial_splits *ret);
bool trial_is_split(const struct trial_splits *s, struct str subject);

#endif
