/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A survey as a researcher edits it: its words, and one question at a time, as text in fields.
   Names: survey_edit_ */
#ifndef EVIDENCE_SURVEY_EDIT_H
#define EVIDENCE_SURVEY_EDIT_H

#include "evidence/survey_form.h"

/* Choices and rows stand one on a line, «name = text», in each language by the same names; a line
   without = gets a name. */
struct survey_sheet {
	struct str name, kind, min, max, show, when, value; /* show: the name of a question */
	struct str text[SURVEY_LANGUAGES_MAX], hint[SURVEY_LANGUAGES_MAX];
	struct str low[SURVEY_LANGUAGES_MAX], high[SURVEY_LANGUAGES_MAX];
	struct str choices[SURVEY_LANGUAGES_MAX], rows[SURVEY_LANGUAGES_MAX];
	bool required, personal;
};
/* place f->questions is a new question. */
void survey_edit_fill(
	struct ctx *c, const struct survey_form *f, size_t place, struct survey_sheet *ret);
/* Faults: INVALID (the fields above), ABSENT, CONFLICT when it is in the way of another one. */
MUST bool survey_edit_question(
	struct ctx *c, int64_t survey, size_t place, const struct survey_sheet *s);
/* Faults: CONFLICT when another question depends on it, ABSENT. */
MUST bool survey_edit_remove(struct ctx *c, int64_t survey, size_t place);
/* By one place; nothing happens at the ends. Faults: CONFLICT, ABSENT. */
MUST bool survey_edit_move(struct ctx *c, int64_t survey, size_t place, bool up);

struct survey_cover {
	struct str title[SURVEY_LANGUAGES_MAX], intro[SURVEY_LANGUAGES_MAX];
	struct str thanks[SURVEY_LANGUAGES_MAX], languages, link; /* «en cy» */
	bool one_page, tap;
};
void survey_edit_cover_fill(struct ctx *c, const struct survey_form *f, struct survey_cover *ret);
/* Texts of a language that is taken out go. Faults: INVALID (title, intro, thanks, languages, link,
   tap). */
MUST bool survey_edit_cover(struct ctx *c, int64_t survey, const struct survey_cover *cover);

#endif
