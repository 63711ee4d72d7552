/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The questions somebody answers before a round. Each answer is saved when it is given, sealed, so
   that they can go on later on any device. Names: joining_ */
#ifndef COMMUNITY_JOINING_H
#define COMMUNITY_JOINING_H

#include "community/ids.h"
#include "community/joining_answers.h"

struct joining {
	struct round_id round;
	struct person_id person;
	enum joining_step reached; /* the first that was not answered */
	int64_t finished_at;	   /* 0: not yet */
	struct joining_answers said;
};
/* What somebody said to the study on the last page. */
struct joining_end {
	bool study;
	int64_t text; /* the consent text that was shown; 0: there was none */
};

/* Lets a person answer the questions of a round; what they answered already stays. Faults: ABSENT
   when there is no such round. */
MUST bool joining_open(struct ctx *c, struct round_id round, struct person_id person);
/* Whoever takes part in the round already may answer too, and finds subject and year filled in.
   Faults: ABSENT for everybody else. */
MUST bool joining_find(
	struct ctx *c, struct round_id round, struct person_id person, struct joining *ret);
/* Keeps j->said; step was answered and the next one is reached. After the end it also changes what
   the round knows of the person. Faults: INVALID by field. */
MUST bool joining_save(struct ctx *c, struct joining *j, enum joining_step step);
/* The person takes part: enrolled, their answer to the study noted, their background kept for the
   researcher if that was a yes and else forgotten, placed where the round has groups already. Twice
   is once. Faults: CONFLICT when another text was published meanwhile, or a step was left out.
   Audited. */
MUST bool joining_finish(struct ctx *c, struct joining *j, const struct joining_end *end);
/* What was answered, as lines of names and values, for the person themself (core/holding): row is
   the id of the round, a space, and what lies sealed under it. */
MUST bool joining_said(struct ctx *c, struct person_id person, struct str row, struct str *ret);
/* Forgets what was answered; the person may begin again. Faults: CONFLICT after the end. */
MUST bool joining_forget(struct ctx *c, const struct joining *j);
/* A round that c->actor was asked into and whose questions are not finished; 0: none. */
MUST bool joining_waiting(struct ctx *c, struct round_id *ret, struct str *ret_title);

#endif
