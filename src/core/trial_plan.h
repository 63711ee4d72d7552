/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which groups of a trial get something and which do not: drawn by lot, balanced by subject and
   size, and the same whenever it is drawn again from the seed and the list. Pure: reads nothing but
   its plan. Names: trial_plan_

   Method: randomisation in matched pairs, that is in blocks of two (Imai, King and Nall, «The
   Essential Role of Pair Matching in Cluster-Randomized Experiments», Statistical Science 24(1),
   2009; blocks: Schulz and Grimes, «Generation of allocation sequences in randomised trials»,
   Lancet 359, 2002).
   1. Units are sorted by subject (bytes, ASCII letters without case), people, id. Within a subject
      neighbours are a pair; the last of an odd number is left over.
   2. Those left over are sorted by area (the widest level of CAH), people, id, and paired within an
      area; then whoever is left over by people and id alone. At most one is left.
   3. Pair k, counted from 0 in the order in which pairs came up, takes bit 0 of byte k of the
      seed's bytes (core/lot): with 1 the first of the pair gets it, with 0 the second. One that is
      left takes the next byte for itself.
   So each subject, and the whole, has as many on as off, but for one. */
#ifndef CORE_TRIAL_PLAN_H
#define CORE_TRIAL_PLAN_H

#include "base/ctx.h"
#include "core/feature.h"

enum { TRIAL_PLAN_UNITS = 5000, TRIAL_PLAN_BYTES = 4 << 20 };

/* A group; for FEATURE_EXPERIENCE_SPLIT a subject, whose groups are not made yet. */
struct trial_plan_unit {
	int64_t id; /* of the group; of a subject its number in the order of subjects, from 1 */
	struct str name, subject, area; /* area: empty when it is not known */
	int64_t people;
	bool on;
	int64_t block; /* set by trial_plan_draw, not written: from 0; who shares it is a pair */
};
struct trial_plan {
	enum feature feature;
	struct str study, round; /* short names */
	int64_t round_id;
	struct str seed;
	struct str frozen_at; /* 2026-11-22T10:05:29Z */
	struct trial_plan_unit *unit;
	size_t n;
};
/* How many are on and off among the units with the same subject, or of the same size. */
struct trial_plan_row {
	struct str subject;
	int64_t size;
	int64_t units[2], people[2]; /* by off and on */
};

/* -1, 0, 1: the order of two texts by their bytes, ASCII letters without case. */
int trial_plan_order(struct str a, struct str b);
/* Sets unit[].on and sorts units by id. Faults: INVALID (seed). */
MUST bool trial_plan_draw(struct ctx *c, struct trial_plan *p);
/* As JSON with sorted names and no blanks (RFC 8785): the bytes of the fingerprint. */
MUST bool trial_plan_write(struct ctx *c, const struct trial_plan *p, struct str *ret);
/* Faults: INVALID for anything but what trial_plan_write wrote. */
MUST bool trial_plan_read(struct ctx *c, struct str json, struct trial_plan *ret);
/* Rows by subject, or by size; the sum of all comes last in neither. */
void trial_plan_balance(struct ctx *c, const struct trial_plan *p, bool by_size,
	struct trial_plan_row **ret, size_t *ret_n);
struct trial_plan_row trial_plan_sum(const struct trial_plan *p);

#endif
