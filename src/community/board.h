/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A facilitator's morning: what waits for a human today in the rounds that are open, each row with
   the place where it can be acted on. Names: board_ */
#ifndef COMMUNITY_BOARD_H
#define COMMUNITY_BOARD_H

#include "community/first.h"
#include "community/ids.h"

#include "base/ctx.h"

enum { BOARD_ROWS = 30, BOARD_ROUNDS = 8, BOARD_QUIET_DAYS = 3 };

/* A thread that nobody but its author has written in. */
struct board_wait {
	struct thread_id thread;
	struct str title, byline, group_name;
	int64_t opened_at;
	enum first_stage stage;
	bool newcomer; /* the first that its author opened there under their name */
};
/* A group in which nobody has written for BOARD_QUIET_DAYS. */
struct board_quiet {
	struct group_id group;
	struct str name, round_title, zone;
	int64_t last_at; /* 0: nobody has ever */
};
/* A week that opens, or opened, on this day of its round. */
struct board_opening {
	struct round_id round;
	struct str round_title, title, zone;
	int64_t week, opens_at;
};
/* Of the threads that were opened more than FIRST_PROMISE_H ago; it is about posts, not people. */
struct board_promise {
	struct round_id round;
	struct str title, zone;
	int64_t week, weeks, opens_at;
	int64_t opened, kept, by_members; /* answered in time; and by a member */
};

/* Longest first. */
MUST bool board_waits(struct ctx *c, struct board_wait **ret, size_t *ret_n);
/* Longest first. */
MUST bool board_quiets(struct ctx *c, struct board_quiet **ret, size_t *ret_n);
MUST bool board_openings(struct ctx *c, struct board_opening **ret, size_t *ret_n);
/* One for each open round. */
MUST bool board_promises(struct ctx *c, struct board_promise **ret, size_t *ret_n);

#endif
