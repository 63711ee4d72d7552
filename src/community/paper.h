/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* CVs and cover letters that members bring to the clinic of their own group. The group sees a
   version of one only after its owner has looked at what is covered in it and has shown it; who
   wrote it is never said. Withdrawn, nothing of it is left. Names: paper_ */
#ifndef COMMUNITY_PAPER_H
#define COMMUNITY_PAPER_H

#include "base/ctx.h"
#include "community/ids.h"

/* Code points, and how many a person may have at once. */
enum {
	PAPER_TITLE_MAX = 80,
	PAPER_ASK_MAX = 300,
	PAPER_TEXT_MAX = 20000,
	PAPER_LINES_MAX = 600,
	PAPER_LINE_MAX = 4000,
	PAPERS_MAX = 6,
	PAPER_VERSIONS_MAX = 12,
	PAPER_LIST_MAX = 60
};

enum paper_kind { PAPER_CV, PAPER_LETTER };
/* What it is for. Stored as numbers: never renumber. */
enum paper_goal { PAPER_GOAL_FIRST = 1, PAPER_GOAL_LAST = 6 };
const char *paper_goal_name(int64_t goal);	   /* «an internship or a placement» */
const char *paper_kind_name(enum paper_kind kind); /* «CV», «cover letter» */

struct paper {
	struct paper_id id;
	struct person_id author;
	struct group_id group;
	enum paper_kind kind;
	int64_t goal;
	struct str title, ask;
	int64_t latest, shown; /* versions; shown 0: the group sees none */
	int64_t shown_at, made_at;
};
struct paper_draft {
	enum paper_kind kind;
	int64_t goal;
	struct str title, ask;
};
/* In a list for a group: how much was said about it, in words and never in numbers. */
struct paper_seen {
	struct paper paper;
	int64_t said; /* people who gave feedback, without doubles */
};

/* A new paper of c->actor, without a version yet, for the group. Faults: INVALID (goal,
   title, ask), CONFLICT above PAPERS_MAX. */
MUST bool paper_make(
	struct ctx *c, struct group_id group, const struct paper_draft *d, struct paper_id *ret);
/* Faults: ABSENT. */
MUST bool paper_get(struct ctx *c, struct paper_id id, struct paper *ret);
/* Of c->actor, newest first; at most PAPERS_MAX in each group. */
MUST bool paper_mine(struct ctx *c, struct paper_seen **ret, size_t *ret_n);
/* That a group sees now: shown, by somebody who is a member still, not by c->actor; newest first,
   at most PAPER_LIST_MAX. */
MUST bool paper_of_group(
	struct ctx *c, struct group_id group, struct paper_seen **ret, size_t *ret_n);
/* Groups that have something to see, for facilitators: each once, by name. */
struct paper_group {
	struct group_id id;
	struct str name, round_title;
	int64_t papers;
};
MUST bool paper_groups(struct ctx *c, struct paper_group **ret, size_t *ret_n);

/* A paper of c->actor goes, with its versions, files, pictures, what was said about it, and what
   anybody was typing about it. Faults: ABSENT. */
MUST bool paper_withdraw(struct ctx *c, struct paper_id id);
/* The same for whoever has the right to it (community/paper_gone). */
MUST bool paper_drop(struct ctx *c, struct paper_id id);
/* How often a person may bring something. Faults: RATE. */
MUST bool paper_may(struct ctx *c);

#endif
