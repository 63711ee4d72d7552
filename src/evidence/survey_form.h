/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a survey asks: its texts in several languages and its questions in their order. A question
   may depend on an earlier one. Names: survey_ */
#ifndef EVIDENCE_SURVEY_FORM_H
#define EVIDENCE_SURVEY_FORM_H

#include "base/ctx.h"
#include "core/asked.h"

enum {
	SURVEY_LANGUAGES_MAX = 4,
	SURVEY_QUESTIONS_MAX = 60,
	SURVEY_CHOICES_MAX = 20,
	SURVEY_ROWS_MAX = 12,
	SURVEY_SCALE_MAX = 11,	 /* points */
	SURVEY_NAME_MAX = 30,	 /* bytes of a short name: a-z, then a-z, 0-9 and _ */
	SURVEY_TITLE_MAX = 200,	 /* bytes of a title, a choice, a row, the end of a scale */
	SURVEY_WORDS_MAX = 4000, /* bytes of an introduction or a question */
	SURVEY_TEXT_MAX = 4000,	 /* bytes of an answer in words */
	SURVEY_NUMBER_MAX = 1000000000,
};

enum survey_kind {
	SURVEY_SINGLE,
	SURVEY_MULTIPLE,
	SURVEY_SCALE,
	SURVEY_GRID, /* rows, each answered on one scale */
	SURVEY_NUMBER,
	SURVEY_DATE,
	SURVEY_TEXT,
	SURVEY_CONSENT,
	SURVEY_KINDS
};
extern const char *const survey_kind_words[SURVEY_KINDS]; /* «single», as in the file */

struct survey_text {
	struct str in[SURVEY_LANGUAGES_MAX]; /* by language; empty: as in the first */
};
struct survey_choice {
	struct str name;
	struct survey_text text;
};
/* Equal and not equal: shown, and its answer is this one, is not this one or there is none. */
enum survey_when { SURVEY_ALWAYS, SURVEY_EQUAL, SURVEY_NOT_EQUAL, SURVEY_ANSWERED, SURVEY_WHENS };
extern const char *const survey_when_words[SURVEY_WHENS];

struct survey_question {
	struct str name;
	enum survey_kind kind;
	bool required, personal; /* personal: «prefer not to say» is offered */
	struct survey_text text, hint;
	struct survey_text low, high; /* what the ends of a scale or grid are called */
	const struct survey_choice *choice, *row;
	size_t choices, rows;
	int64_t from, to; /* points of a scale or grid; bounds of a number; most bytes of a text */
	enum survey_when when;
	size_t on; /* the earlier question it depends on */
	struct str value;
};
struct survey_form {
	struct str name;
	struct str language[SURVEY_LANGUAGES_MAX]; /* en, cy; the first has every text */
	size_t languages;
	enum asked_link link;
	bool one_page, tap; /* tap: the first question is asked as buttons on the first page */
	struct survey_text title, intro, thanks;
	struct survey_question *question;
	size_t questions;
};

bool survey_name_ok(struct str name);
/* In a language by its place, else in the first. */
struct str survey_text_in(const struct survey_text *t, size_t language);
/* The place of «cy»; 0 when the form does not have it. */
size_t survey_language(const struct survey_form *f, struct str language);
/* SURVEY_QUESTIONS_MAX when there is none. */
size_t survey_question_find(const struct survey_form *f, struct str name);

#endif
