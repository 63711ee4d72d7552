/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The bank of interview questions that members were asked. It outlives rounds; who wrote in it
   stands there under the name they wrote under. Names: question_ */
#ifndef COMMUNITY_QUESTION_H
#define COMMUNITY_QUESTION_H

#include "base/ctx.h"

struct place;

/* Code points. */
enum { QUESTION_TEXT_MAX = 500, QUESTION_ROLE_MAX = 80, QUESTION_YEAR_LEAST = 2000 };
enum { QUESTIONS_PER_PAGE = 20, QUESTION_WORDS_MAX = 200 };
/* Where the search keeps it: in place of a round, and no round has this number. */
enum { QUESTION_SHELF = 1 };

struct question_id {
	int64_t v;
};
struct question_draft {
	struct str text, role;	       /* one line each; role may be empty */
	int64_t employer, stage, year; /* 0: not said */
	struct str byline;
	struct str once; /* the key of the form; empty: none */
};
struct question {
	struct question_id id;
	struct person_id author;
	struct str text, role, byline;
	int64_t employer, stage, year, answers, posted_at, edited_at, deleted_at;
};
/* Which ones: 0 is any. */
struct question_ask {
	struct str words; /* of the question, its role or its answers; empty: all */
	int64_t employer, stage, year;
	int64_t before; /* only those with a smaller id; 0: from the newest */
};
struct question_page {
	struct question *row; /* newest first */
	size_t n;
	int64_t next; /* as before of the page that follows; 0: there is none */
	bool near;    /* nothing has a word as typed, so those one letter away count */
	bool cut;     /* more words begin as one that was typed than were looked for */
};

/* By c->actor; p is where they stand. The same key and text again return the first. Faults: INVALID
   (fields text, role, employer, stage, year), RATE. */
MUST bool question_add(struct ctx *c, const struct place *p, const struct question_draft *d,
	struct question_id *ret);
/* byline and once are not used. Faults: as question_add, DENIED unless c->actor wrote it, ABSENT.
 */
MUST bool question_edit(struct ctx *c, struct question_id id, const struct question_draft *d);
/* With its answers, by its author, or by a facilitator, which is audited. Twice is once. Faults:
   DENIED, ABSENT. */
MUST bool question_delete(struct ctx *c, struct question_id id);
/* Faults: ABSENT, also when it was deleted. */
MUST bool question_get(struct ctx *c, struct question_id id, struct question *ret);
/* A page may have fewer than QUESTIONS_PER_PAGE and still be followed by another: when words and
   filters are asked for together, only so many are looked at for one page. */
MUST bool question_list(struct ctx *c, const struct question_ask *ask, struct question_page *ret);
/* One at random that fits, and is not but; ret->id.v is 0 when there is none. ask->words and
   ask->before are not used. */
MUST bool question_throw(struct ctx *c, const struct question_ask *ask, struct question_id but,
	struct question *ret);

/* For question_answer: the words of question and answers have changed. */
MUST bool question_index(struct ctx *c, struct question_id id);
/* Takes out of the search what a person asked, and what they answered elsewhere, before they are
   erased. */
MUST bool question_forget(struct ctx *c, struct person_id person);

#endif
