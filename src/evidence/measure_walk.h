/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A study's ledger, person by person, with what is known about each line: its week, its day, and
   whether it was read in another group. Each row of the ledger is read once, in the order in which
   it lies. Names: measure_walk_ */
#ifndef EVIDENCE_MEASURE_WALK_H
#define EVIDENCE_MEASURE_WALK_H

#include "core/calendar.h"
#include "core/participant.h"
#include "core/seating.h"
#include "evidence/measure_day.h"
#include "evidence/measure_fold.h"

struct measure_walk {
	struct ctx *c;
	struct calendar cal;
	struct seating seating;
	const struct participant *who; /* who has not withdrawn, by id */
	size_t n, at;
	struct measure_fold_trace *trace;
	struct measure_fold_pair *scratch;
	size_t room;
	const struct calendar_week *week; /* of the trace before; so is the day */
	struct measure_day day;
	bool numbered_only; /* set it to pass over people without a number */
	int64_t off;	    /* classes that the study does not collect */
};
/* One of them: their place in who, and what they left. */
struct measure_walk_one {
	const struct participant *who;
	const struct seating_seat *seat;
	size_t seats;
	struct measure_fold_person traces; /* until the next */
};

enum { MEASURE_WALK_TRACES = 4000000 }; /* of one person */

/* Faults: LIMIT. */
MUST bool measure_walk_open(struct ctx *c, int64_t study, struct measure_walk *ret);
/* False at the end and on a fault. */
bool measure_walk_next(struct measure_walk *w, struct measure_walk_one *ret);
/* The person's measures within a scope. */
void measure_walk_fold(const struct measure_walk *w, const struct measure_walk_one *one,
	const struct measure_fold_scope *in, struct measure_fold *ret);

#endif
