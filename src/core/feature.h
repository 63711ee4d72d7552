/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a group gets beyond its threads. A round chooses for all its groups; a trial may choose for
   one of them. Names: feature_ */
#ifndef CORE_FEATURE_H
#define CORE_FEATURE_H

#include "base/ctx.h"

/* Stored as numbers: never renumber. */
enum feature {
	FEATURE_STRENGTHS = 1,	     /* the strengths mirror is offered in the first minutes */
	FEATURE_LIVE_WELCOME = 2,    /* the welcome meeting is announced */
	FEATURE_WELLBEING = 3,	     /* wellbeing links from the first day, not only at /help-now */
	FEATURE_OPEN_MEMBERSHIP = 4, /* writing goes on after the last week */
	FEATURE_EXPERIENCE_SPLIT = 5, /* groups of a subject are split by work experience */
	FEATURE_LAST = 5,
};
/* As bits: 1 << feature. What a round gives that chose nothing. */
enum {
	FEATURES_UNCHOSEN =
		1 << FEATURE_STRENGTHS | 1 << FEATURE_WELLBEING | 1 << FEATURE_OPEN_MEMBERSHIP,
};

/* «live-welcome»: in plans of trials and in the audit log. */
const char *feature_word(enum feature f);
/* Bits from the rows of a round and of a group, each packed by SQL as the sum of
   (1 << feature) * (64 + is_on): what is on in the low six bits, what was chosen above them. */
int64_t feature_unpack(int64_t round, int64_t group);

/* Of a group: what a trial gave it, else what its round chose, else FEATURES_UNCHOSEN.
   Faults: ABSENT. */
MUST bool feature_of_group(struct ctx *c, int64_t group, int64_t *ret_bits);
/* Whether its members have stopped writing in a group: the last week of its round is over and the
   membership is not open. Faults: ABSENT. */
MUST bool feature_ended(struct ctx *c, int64_t group, bool *ret);
/* Of a round, for groups without a trial. */
MUST bool feature_of_round(struct ctx *c, int64_t round, int64_t *ret_bits);
/* Audited. */
MUST bool feature_choose(struct ctx *c, int64_t round, int64_t bits);

#endif
