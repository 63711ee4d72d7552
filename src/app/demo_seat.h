/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Makes the groups of a round of the demonstration and seats people in them. Names: demo_seat_ */
#ifndef APP_DEMO_SEAT_H
#define APP_DEMO_SEAT_H

#include "app/demo_round.h"
#include "app/demo_table.h"
#include "core/consent.h"

struct demo_names;

struct demo_seat {
	struct demo_round *round;
	struct demo_names *names;
	struct person_id facilitator;
	int64_t text[2]; /* what people agree to, by enum consent_kind */
	const struct demo_row *table;
};

/* The group of one @group line of demo/subjects.txt, at the end of round->group, with members by
   the dice and from Table 1. live: members are those of demo/live.txt, and nobody was asked about
   their background. */
MUST bool demo_seat_group(struct demo_seat *s, struct str line, bool live);

#endif
