/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* When a survey is open: its waves, by the weeks of a round or by days. Names: survey_wave_,
   survey_waves */
#ifndef EVIDENCE_SURVEY_WAVE_H
#define EVIDENCE_SURVEY_WAVE_H

#include "base/ctx.h"

enum {
	SURVEY_WAVES_MAX = 100,	 /* of a survey */
	SURVEY_WAVE_DAYS = 60,	 /* before or after a week */
	SURVEY_WAVE_WEEKS = 13,	 /* one after the last of the longest round */
	SURVEY_WAVE_TITLE = 100, /* bytes */
	SURVEY_WAVE_LETTERS = 2,
};

struct survey_wave {
	int64_t id, survey;
	struct str title;
	int64_t round; /* 0: by days alone */
	int64_t from_week, from_day, to_week, to_day;
	int64_t opens_at, closes_at; /* as they are now, also with a round */
	int64_t letters;	     /* to each person at the most */
	struct str zone;	     /* of the round, else of the newest round of the study */
	int64_t replies;	     /* sent */
};

/* By when they open. */
MUST bool survey_waves(struct ctx *c, int64_t survey, struct survey_wave **ret, size_t *ret_n);
/* opens_at and closes_at count without a round, and the weeks with one; days are of 24 hours, so
   that a wave across a change to summer time is an hour off. Faults: INVALID (title, round, opens,
   closes, from_week, to_week, letters). Audited. */
MUST bool survey_wave_add(struct ctx *c, const struct survey_wave *w, int64_t *ret);
/* One for each week of a round, open as long as the week is. */
MUST bool survey_wave_weekly(struct ctx *c, int64_t survey, int64_t round, int64_t letters);
/* Faults: CONFLICT when somebody has answered in it. Audited. */
MUST bool survey_wave_remove(struct ctx *c, int64_t survey, int64_t wave);
/* Plans the letters of all waves of a survey that was launched. */
MUST bool survey_wave_plan(struct ctx *c, int64_t survey);

struct survey_round {
	int64_t id, weeks;
	struct str title;
};
/* The rounds of the study that a survey is of, newest first. */
MUST bool survey_wave_rounds(
	struct ctx *c, int64_t survey, struct survey_round **ret, size_t *ret_n);

/* The job that queues letters, whose subject is a wave; app/survey_job runs it. */
extern const char survey_wave_job[];

#endif
