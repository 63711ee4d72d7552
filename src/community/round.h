/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rounds: some weeks of small groups, with a topic a week. A topic opens by itself: its instant is
   compared with the clock, nothing is stored when it comes. Names: round_ */
#ifndef COMMUNITY_ROUND_H
#define COMMUNITY_ROUND_H

#include "base/ctx.h"
#include "community/ids.h"

enum {
	ROUND_NAME_MAX = 40, /* bytes; of titles and prompts code points */
	ROUND_TITLE_MAX = 80,
	ROUND_WEEKS_MAX = 12,
	ROUND_SIZE_LEAST = 2,
	ROUND_SIZE_MOST = 50,
	TOPIC_TITLE_MAX = 120,
	TOPIC_PROMPT_MAX = 4000,
	TOPIC_MINUTES_MAX = 120,
};

struct topic_draft {
	struct str title, prompt; /* prompt: Markdown */
	int64_t minutes;
};
struct round_draft {
	struct study_id study;
	struct str name; /* short, for commands and reports; made from the title when empty */
	struct str title, zone, starts_on; /* IANA name; YYYY-MM-DD */
	int64_t weeks, size_min, size_max;
	bool read_across;
	struct topic_draft topic[ROUND_WEEKS_MAX]; /* the first weeks of them */
};
struct round {
	struct round_id id;
	struct study_id study;
	struct str name, title, zone, starts_on;
	int64_t weeks, opens_at, closes_at; /* closes_at is the first instant after the last week */
	int64_t size_min, size_max;
	bool read_across;
};
struct round_row {
	struct round round;
	struct str study_name;
	int64_t groups, people;
};
struct topic {
	int64_t week; /* 1 is the first */
	struct str title, prompt, prompt_html;
	int64_t minutes, opens_at;
};

/* Faults: INVALID by field: name, title, zone, starts_on, weeks, size_min, size_max, topic_1,
   prompt_1, minutes_1 and so on. Audited. */
MUST bool round_make(struct ctx *c, const struct round_draft *d, struct round_id *ret);
/* Study and weeks stay as they are. Once it has begun so do dates and zone, and reading across can
   be ended but not begun, because people wrote for their own group. Faults: as round_make.
   Audited. */
MUST bool round_edit(struct ctx *c, struct round_id id, const struct round_draft *d);
/* Faults: ABSENT. */
MUST bool round_get(struct ctx *c, struct round_id id, struct round *ret);
/* ret->id.v is 0 when the study has no such round; that is no fault. */
MUST bool round_by_name(struct ctx *c, struct study_id study, struct str name, struct round *ret);
/* Latest first, from the one after the round before; 0 starts. */
MUST bool round_list(
	struct ctx *c, struct round_id before, size_t max, struct round_row **ret, size_t *ret_n);
/* All weeks in their order. */
MUST bool round_topics(struct ctx *c, struct round_id id, struct topic **ret, size_t *ret_n);
bool round_topic_is_open(const struct ctx *c, const struct topic *t);
/* The week at c->now by the round's calendar: 0 before it begins, weeks + 1 after it ended. */
int64_t round_week(struct ctx *c, const struct round *r);
/* The last day of the round, as YYYY-MM-DD. */
struct str round_ends_on(struct ctx *c, const struct round *r);

#endif
