/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A person in a study, under a pseudonym. Names: participant_ */
#ifndef CORE_PARTICIPANT_H
#define CORE_PARTICIPANT_H

#include "base/ctx.h"

struct participant_id {
	int64_t v;
};
struct participant {
	struct participant_id id;
	int64_t study, number; /* number 0: not given one yet */
	struct str gender, subject, year, engagement;
};

/* What people say about their own engagement, as it is kept; not asked is empty, and first. The
   place of a word is the object of its trace: never reorder. */
enum { PARTICIPANT_WORDS = 3 };
extern const char *const participant_words[PARTICIPANT_WORDS];

/* The participant of a person in a study, made when there is none; nobody (0) in a study whose key
   was destroyed (core/sever). */
MUST bool participant_join(
	struct ctx *c, int64_t study, struct person_id person, struct participant_id *ret);
/* ret->v is 0 when the person is not in the study. */
MUST bool participant_find(
	struct ctx *c, int64_t study, struct person_id person, struct participant_id *ret);
/* Out of all studies of the person: nothing is noted from then on (core/place), and no report has
   them. What was noted before stays, and counts again after a return. */
MUST bool participant_withdraw(struct ctx *c, struct person_id person);
MUST bool participant_return(struct ctx *c, struct person_id person);
/* Faults: INVALID, CONFLICT when the number is taken in the study. */
MUST bool participant_describe(struct ctx *c, const struct participant *p);
/* Sets subject and year where the participant has none yet. */
MUST bool participant_fill(
	struct ctx *c, struct participant_id id, struct str subject, struct str year);
/* Sets subject and year, where the person is in the study. */
MUST bool participant_correct(
	struct ctx *c, int64_t study, struct person_id person, struct str subject, struct str year);
/* Notes in the ledger that one of participant_words was said in an interview, or, with the empty
   one, taken back. What was said before stays in the ledger. */
MUST bool participant_say(struct ctx *c, struct participant_id id, struct str word, int64_t at);
/* Who a participant is. Each reading is audited, so it needs a unit of work that writes. Empty for
   those who came with a log. */
MUST bool participant_name(struct ctx *c, struct participant_id id, struct str *ret);
/* The participant of a name in an imported log; ret_new tells whether it was made. The name itself
   is not kept. */
MUST bool participant_alias(
	struct ctx *c, int64_t study, struct str name, struct participant_id *ret, bool *ret_new);

#endif
