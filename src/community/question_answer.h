/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What members would answer to an interview question. Names: question_answer_ */
#ifndef COMMUNITY_QUESTION_ANSWER_H
#define COMMUNITY_QUESTION_ANSWER_H

#include "community/question.h"

enum { QUESTION_ANSWER_MAX = 5000, QUESTION_ANSWERS_SHOWN = 100 }; /* code points; a question */

struct question_answer {
	int64_t id;
	struct person_id author;
	struct str byline, body, html;
	int64_t posted_at, edited_at;
	int64_t told_useful; /* see community/told.h */
};
struct question_answer_draft {
	struct question_id question;
	struct str body, byline, once;
};

/* Oldest first, without deleted ones; bodies stay empty. */
MUST bool question_answer_list(
	struct ctx *c, struct question_id id, struct question_answer **ret, size_t *ret_n);
/* With its body. Faults: ABSENT. */
MUST bool question_answer_get(
	struct ctx *c, struct question_id id, int64_t answer, struct question_answer *ret);
/* By c->actor. The same key and text again are once. Faults: INVALID (field body), RATE, ABSENT,
   LIMIT when there are QUESTION_ANSWERS_SHOWN. */
MUST bool question_answer_add(
	struct ctx *c, const struct place *p, const struct question_answer_draft *d, int64_t *ret);
/* Faults: INVALID (field body), DENIED unless c->actor wrote it, ABSENT. */
MUST bool question_answer_edit(
	struct ctx *c, struct question_id id, int64_t answer, struct str body);
/* By its author, or by a facilitator, which is audited. Faults: DENIED, ABSENT. */
MUST bool question_answer_delete(struct ctx *c, struct question_id id, int64_t answer);

#endif
