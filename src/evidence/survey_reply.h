/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A person before a survey: whether it is for them, what they answered so far, and how it is kept.
   Of an anonymous survey nothing is kept until it is sent, and then nothing that leads to a person:
   a random word, no time, and apart from it that this person has answered. Names: survey_reply_ */
#ifndef EVIDENCE_SURVEY_REPLY_H
#define EVIDENCE_SURVEY_REPLY_H

#include "evidence/survey_answers.h"

struct survey_reply {
	struct asked asked;
	int64_t version; /* it is given to: that of the first answer */
	bool begun;
	struct survey_form form;
	struct survey_answers answers;
};

/* Of c->actor. wave 0: the one that is open and not answered, else the latest that has opened, else
   the next. version 0: the one that is asked, or that was begun; others must have been launched.
   Faults: ABSENT when the survey is not for the person, DENIED without a standing consent where
   answers are linked. */
MUST bool survey_reply_find(
	struct ctx *c, int64_t survey, int64_t wave, int64_t version, struct survey_reply *ret);
/* Keeps what was answered so far; nothing is kept of an anonymous one. Faults: CONFLICT when the
   wave is not open or it was sent already. */
MUST bool survey_reply_keep(struct ctx *c, const struct survey_reply *r);
/* Drops answers to questions that are not shown, and sends the rest. Once. Faults as keep. */
MUST bool survey_reply_send(struct ctx *c, struct survey_reply *r);
/* Whether c->actor is asked in this survey at all. */
MUST bool survey_reply_refuse(struct ctx *c, int64_t survey, bool refused);

#endif
