/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The groups of a round side by side, for the facilitator: no names, nothing by person, nothing
   from core/background, and only what core/disclose lets be said. Names: side_

   Counted are people of the study who are in the group, or were last. How many they are is not
   told: members are known, and who of them said yes to the study is not. So a group of fewer than
   nine members shows nothing, and neither does one with 7 or fewer to count: a mean over all eight
   of eight would say that each of them is in the study. Means are whole numbers.

   What was told of a group stands until SIDE_CHANGED of its people have left a new trace since
   (core/told), so that asking each day does not show what the one did who was here in between. The
   mean of the round is made of what was told of its groups and of their members, whose number is
   known, so it tells nothing that they do not. */
#ifndef EVIDENCE_SIDE_H
#define EVIDENCE_SIDE_H

#include "core/disclose.h"
#include "evidence/measure_fold.h"

struct buf;

enum { SIDE_MEASURES = 8, SIDE_MEMBERS = 9, SIDE_CHANGED = 8 };
extern const enum measure_fold_at side_measures[SIDE_MEASURES];

struct side_mean {
	double sum;
	int64_t n;     /* of whom it is known */
	int64_t shown; /* DISCLOSE_HIDDEN: not to be said, or known of nobody */
};
struct side_row {
	int64_t group; /* 0: the round */
	struct str name, told;
	int64_t members, people;
	int64_t told_at, changed; /* told_at: when it was counted, 0 never; changed: people since */
	struct side_mean at[SIDE_MEASURES];
};
struct side_round {
	struct str name;
	struct side_row *row;
	size_t n;
	struct side_row total;
};
struct side {
	struct measure_study study;
	struct side_round *round;
	size_t n;
};

/* round 0: all rounds of the study. Keeps what is new, also from a page that only reads. Faults:
   LIMIT, BUSY. */
MUST bool side_make(
	struct ctx *c, const struct measure_study *study, int64_t round, struct side *ret);

/* What is left out is empty, null or «..». */
void side_csv(const struct side *s, struct buf *out);
void side_json(const struct side *s, struct buf *out);
void side_text(const struct side *s, struct buf *out);

#endif
