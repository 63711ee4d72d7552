/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What somebody answered so far, and its one form on disk, which is sealed: a line each, a name,
   a space, a value. Names: joining_answers_ */
#ifndef COMMUNITY_JOINING_ANSWERS_H
#define COMMUNITY_JOINING_ANSWERS_H

#include "base/ctx.h"
#include "core/background.h"

/* In the order in which they are asked. Their names stand in addresses and in joining.step. */
enum joining_step {
	JOINING_WHY,
	JOINING_POSTCODE,
	JOINING_PARENTS,
	JOINING_SCHOOL,
	JOINING_SUBJECT,
	JOINING_YEAR,
	JOINING_EXPERIENCE,
	JOINING_CAREER,
	JOINING_GOALS_STEP,
	JOINING_HELPS_STEP,
	JOINING_HOURS,
	JOINING_CHECK,
	JOINING_TERMS,
	JOINING_STUDY,
	JOINING_STEPS
};
/* code points; bytes of the form on disk, and what it is filled up to a multiple of */
enum { JOINING_TEXT_MAX = 300, JOINING_OPEN_BYTES = 16384, JOINING_PAD_BYTES = 1024 };

/* Of a postcode and of a school: what was typed itself is never kept. */
enum joining_given { JOINING_UNSAID, JOINING_NOT_FOUND, JOINING_FOUND };

struct joining_answers {
	int64_t answered; /* bits 1 << step; «prefer not to say» is an answer too */
	enum joining_given postcode, school;
	struct background background;
	struct str subject, subject_code; /* the code is empty for one that is not on the list */
	int64_t year, experience, career; /* 0: not said */
	int64_t goals, helps, hinders;	  /* bits, see joining_words */
	struct str goal_text, help_text, hinder_text;
	int64_t hours, free; /* in a week; see ENROLMENT_FREE_ALL */
};

const char *joining_answers_step(enum joining_step step);
/* False when there is no step of this name. */
bool joining_answers_step_of(struct str name, enum joining_step *ret);
/* Takes back what was answered to one step. */
void joining_answers_clear(struct joining_answers *a, enum joining_step step);
/* Takes back what was said about home, parents and school. */
void joining_answers_clear_background(struct joining_answers *a);

/* Faults: INVALID by field (goal_text and so on) when a text is longer than JOINING_TEXT_MAX or is
   no text. */
MUST bool joining_answers_check(struct ctx *c, const struct joining_answers *a);
struct str joining_answers_write(struct ctx *c, const struct joining_answers *a);
/* Lines that it does not know are passed over: they were written by a later version. */
void joining_answers_read(struct ctx *c, struct str text, struct joining_answers *ret);
/* What the seal of these answers is for: one sealed for another round or person does not open. */
const char *joining_answers_purpose(struct ctx *c, int64_t round);

#endif
