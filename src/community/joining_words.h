/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What can be ticked in the questions of joining. The place of a line is its bit in what was saved:
   new ones go to the end. Names: joining_words_ */
#ifndef COMMUNITY_JOINING_WORDS_H
#define COMMUNITY_JOINING_WORDS_H

#include "base/ctx.h"

enum {
	JOINING_GOALS = 8,
	JOINING_HELPS = 7,
	JOINING_HINDERS = 8,
	JOINING_DAYS = 7,
	JOINING_PARTS = 3
};

extern const char *const joining_words_goals[JOINING_GOALS];
extern const char *const joining_words_helps[JOINING_HELPS];
extern const char *const joining_words_hinders[JOINING_HINDERS];
extern const char *const joining_words_days[JOINING_DAYS];
extern const char *const joining_words_parts[JOINING_PARTS];
/* The times of enrolment.free in words, «Monday morning · Sunday evening»; «not said». */
struct str joining_words_times(struct ctx *c, int64_t free);

#endif
