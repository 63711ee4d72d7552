/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What c->actor kept from practising: theirs alone, sealed. Names: question_note_ */
#ifndef COMMUNITY_QUESTION_NOTE_H
#define COMMUNITY_QUESTION_NOTE_H

#include "community/question.h"

enum { QUESTION_NOTE_MAX = 5000, QUESTION_NOTES_SHOWN = 50 }; /* code points */

struct question_note {
	struct question_id question;
	struct str text, note; /* text: of the question */
	int64_t saved_at;
};

/* An empty note forgets. Faults: INVALID (field note), ABSENT. */
MUST bool question_note_keep(struct ctx *c, struct question_id id, struct str note);
/* Empty when there is none. */
MUST bool question_note_find(struct ctx *c, struct question_id id, struct str *ret);
/* By question, newest first, behind the given one; 0 starts. */
MUST bool question_note_list(
	struct ctx *c, struct question_id before, struct question_note **ret, size_t *ret_n);
/* For core/holding: row is the id of the question, a space, and what lies sealed under it. */
MUST bool question_note_open(
	struct ctx *c, struct person_id person, struct str row, struct str *ret);

#endif
