/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* «This should not be here»: said of a question or an answer, and what staff did about it. Names:
   question_report_ */
#ifndef COMMUNITY_QUESTION_REPORT_H
#define COMMUNITY_QUESTION_REPORT_H

#include "community/question.h"

enum { QUESTION_WHY_MAX = 500, QUESTION_REPORTS_SHOWN = 50 };

struct question_report {
	int64_t id, at, answer; /* answer 0: the question itself */
	struct question_id question;
	struct str text, said, why; /* text: of the question, empty once it was deleted */
	int64_t others;		    /* how many more people said it of the same */
};

/* By c->actor; once a person and text. Faults: INVALID (field why), RATE, ABSENT. */
MUST bool question_report_add(struct ctx *c, struct question_id id, int64_t answer, struct str why);
/* Those that wait, oldest first, one for each text. */
MUST bool question_report_list(struct ctx *c, struct question_report **ret, size_t *ret_n);
MUST bool question_report_count(struct ctx *c, int64_t *ret);
/* Settles all that was said of the same text; remove deletes it. By a facilitator. Twice is once.
   Faults: ABSENT. Audited. */
MUST bool question_report_settle(struct ctx *c, struct question_id id, int64_t answer, bool remove);

#endif
