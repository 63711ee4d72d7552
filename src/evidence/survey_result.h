/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was answered in one version of a survey: true values, for the researcher alone. Who has left
   the study is not in it. Names: survey_result_ */
#ifndef EVIDENCE_SURVEY_RESULT_H
#define EVIDENCE_SURVEY_RESULT_H

#include "evidence/stats.h"
#include "evidence/survey.h"
#include "evidence/survey_answers.h"

struct buf;

enum {
	SURVEY_RESULT_ROWS = 20000, /* replies */
	SURVEY_RESULT_LINES = 24,   /* of one question */
	SURVEY_RESULT_TEXTS = 200,  /* shown of one question; the file has all */
	SURVEY_RESULT_FEW = 10,	    /* fewer can be recognised by what they said together */
};

/* One answer with how many gave it; of a grid one row with its mean. */
struct survey_result_line {
	struct str label, brief, said; /* brief: what fits above a bar; said: «45 %», «mean 3.40» */
	int64_t n;
	int64_t share; /* how long its bar is, in thousandths */
};
struct survey_result_question {
	const struct survey_question *q;
	struct survey_result_line line[SURVEY_RESULT_LINES];
	size_t lines;
	int64_t given, left, declined, hidden;
	struct stats stats;	/* of number and scale, where given > 0 */
	const struct str *text; /* of words, in no order of time */
	size_t texts;
};
struct survey_result_reply {
	struct str who, name, wave, answers; /* who: empty when anonymous */
	int64_t number, sent_at;
};
struct survey_result {
	struct survey survey;
	struct survey_form form;
	int64_t version, wave, n, begun; /* n: sent; begun: and not sent */
	const struct survey_result_reply *reply;
	struct survey_result_question *question;
};

/* version 0: the one that is asked; wave 0: all. Faults: ABSENT, LIMIT. Audited. */
MUST bool survey_result_make(
	struct ctx *c, int64_t survey, int64_t version, int64_t wave, struct survey_result *ret);
/* A row for each reply; and what each column and each code means. */
void survey_result_csv(struct ctx *c, const struct survey_result *r, struct buf *out);
void survey_result_codebook(struct ctx *c, const struct survey_result *r, struct buf *out);

#endif
