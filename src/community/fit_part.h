/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The parts of the builder, for each other. Names: fit_ */
#ifndef COMMUNITY_FIT_PART_H
#define COMMUNITY_FIT_PART_H

#include "community/fit_work.h"

int32_t fit_roll(struct fit_work *w, int32_t n); /* 0 to n - 1 */

/* fit_cost.c */
int fit_distance(const struct fit_work *w, int32_t a, int32_t b);
void fit_describe(const struct fit_work *w, int32_t slot, const int32_t *one, int32_t n,
	struct fit_made *ret);
int64_t fit_size_cost(const struct fit_work *w, int32_t n);
/* Of a slot without one unit and with another; -1: none. */
int64_t fit_cost_with(struct fit_work *w, int32_t slot, int32_t without, int32_t with);
/* Somebody of the unit is to be apart from somebody in the slot who is not of the unit besides. */
bool fit_conflict(const struct fit_work *w, int32_t unit, int32_t slot, int32_t besides);
/* Somebody of one unit is to be apart from somebody of the other. */
bool fit_clash(const struct fit_work *w, int32_t a, int32_t b);
void fit_put(struct fit_work *w, int32_t unit, int32_t slot);
void fit_pull(struct fit_work *w, int32_t unit);

/* fit_wish.c: makes the units, and says which wishes cannot be. */
void fit_wishes(struct fit_work *w);

/* fit_cut.c */
void fit_desk(struct fit_work *w);
/* Puts units that are in no group into standing groups of their subject, when these have room for
   them all, and cuts the rest, in an order of the tree, into new groups. */
void fit_cut(struct fit_work *w, const int32_t *unit, int32_t n, uint64_t variant);
/* The same, in the order in which they are told, and into groups without people only. */
void fit_cut_row(struct fit_work *w, const int32_t *unit, int32_t n);

/* fit_move.c */
void fit_line(struct fit_work *w);				     /* puts the slots in line */
void fit_settle(struct fit_work *w, const int32_t *unit, int32_t n); /* units without a group */
/* Takes groups apart and makes them anew, keeping what is better. */
void fit_shake(struct fit_work *w, int64_t effort);

#endif
