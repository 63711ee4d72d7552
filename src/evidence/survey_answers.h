/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What one person answered in a survey: checked, kept, and what is asked next. Names: survey_ */
#ifndef EVIDENCE_SURVEY_ANSWERS_H
#define EVIDENCE_SURVEY_ANSWERS_H

#include "evidence/survey_form.h"

/* In a reply that was sent, what is unseen was not shown. */
enum survey_state {
	SURVEY_UNSEEN,
	SURVEY_LEFT /* seen, left empty */,
	SURVEY_DECLINED,
	SURVEY_GIVEN
};

struct survey_value {
	enum survey_state state;
	struct str text; /* of text and date */
	int64_t n;    /* of number, scale; of single the place of the choice; of consent 1 or 0 */
	uint64_t set; /* of multiple the places, of grid the rows that were answered */
	int64_t row[SURVEY_ROWS_MAX];
};
struct survey_answers {
	struct survey_value value[SURVEY_QUESTIONS_MAX];
};

/* As it came from a form, unchecked. */
struct survey_typed {
	struct str one;			     /* of every kind but multiple and grid */
	struct str many[SURVEY_CHOICES_MAX]; /* of multiple the names, of grid the points by row */
	size_t n;			     /* of many */
	bool declined;
};

/* Faults: INVALID (the question's name), with a sentence; ret is then what it was. Nothing is
   SURVEY_LEFT, unless the question is required. */
MUST bool survey_take(struct ctx *c, const struct survey_question *q, const struct survey_typed *t,
	struct survey_value *ret);
/* What survey_take would take again. */
void survey_untake(struct ctx *c, const struct survey_question *q, const struct survey_value *v,
	struct survey_typed *ret);
/* Whether a question is asked after what was answered so far. */
bool survey_shown(const struct survey_form *f, const struct survey_answers *a, size_t question);
/* Answers to questions that are not shown any more become unseen. */
void survey_drop(const struct survey_form *f, struct survey_answers *a);
/* The first question from a place on that is shown and unseen; f->questions when there is none. */
size_t survey_next(const struct survey_form *f, const struct survey_answers *a, size_t from);
/* The last question before a place that is shown; f->questions when there is none. */
size_t survey_before(const struct survey_form *f, const struct survey_answers *a, size_t place);

/* JSON, by the names of questions, choices and rows; what is unseen is not in it. */
struct str survey_answers_write(
	struct ctx *c, const struct survey_form *f, const struct survey_answers *a);
/* What fits no question, or is no answer to it, is left out: the text may have been in a browser.
 */
void survey_answers_read(
	struct ctx *c, const struct survey_form *f, struct str text, struct survey_answers *ret);
/* As a person reads it, in the first language; empty unless it was given. */
struct str survey_value_text(
	struct ctx *c, const struct survey_question *q, const struct survey_value *v);

#endif
