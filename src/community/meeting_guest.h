/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whom a meeting is for: what they were told by letter, whether they come, whether they were there.
   Each letter names its own reader and no other. Names: meeting_guest_ */
#ifndef COMMUNITY_MEETING_GUEST_H
#define COMMUNITY_MEETING_GUEST_H

#include "community/meeting.h"

struct place;

enum { MEETING_GUEST_BATCH = 50, MEETING_GUEST_PAUSE_S = 60 };

/* Stored as numbers: never renumber. */
enum meeting_answer { ANSWER_NONE = 0, ANSWER_YES = 1, ANSWER_MAYBE = 2, ANSWER_NO = 3 };
enum meeting_came {
	CAME_UNKNOWN = 0,
	CAME_SAID = 1,	/* they said so */
	CAME_NOTED = 2, /* staff noted it */
	CAME_NOT = 3	/* staff noted that they were not there, whatever they said */
};

struct meeting_guest {
	enum meeting_answer answer;
	enum meeting_came came;
	bool told; /* an invitation went out by letter and was not taken back */
};
/* For staff. */
struct meeting_person {
	struct person_id person;
	struct str name, group;
	struct meeting_guest guest;
};
struct meeting_sum {
	int64_t people, told, yes, maybe, no, came;
};

/* The group of c->actor that m is for; ret->v is 0 when there is none; that is no fault. */
MUST bool meeting_guest_group(struct ctx *c, const struct meeting *m, struct group_id *ret);
/* Of c->actor. */
MUST bool meeting_guest_get(struct ctx *c, struct meeting_id id, struct meeting_guest *ret);
/* By c->actor. Faults: INVALID (field answer), CONFLICT when it is over, called off, or has no time
   yet. */
MUST bool meeting_guest_answer(struct ctx *c, const struct meeting *m, enum meeting_answer a);
/* The way of a letter, for who is not signed in: whose link it is. Faults: ABSENT when it is
   nobody's any more: left, erased, or the meeting was called off. */
MUST bool meeting_guest_by_token(struct ctx *c, struct str token, struct meeting *ret_meeting,
	struct person_id *ret_person, struct meeting_guest *ret);
/* c->actor says that they are or were there, by the clock of the server; noted in the ledger.
   Twice is once. Faults: CONFLICT outside of its time (with what time it is here), or when staff
   noted otherwise. */
MUST bool meeting_guest_here(struct ctx *c, const struct place *p, const struct meeting *m);

/* For staff: those it is for and those who were there, by group and name. */
MUST bool meeting_guest_list(
	struct ctx *c, const struct meeting *m, struct meeting_person **ret, size_t *ret_n);
MUST bool meeting_guest_sum(struct ctx *c, const struct meeting *m, struct meeting_sum *ret);
/* Staff note that somebody was there, or was not. The ledger gets another trace, which takes the
   first one back where it has to. The same again is no change. Faults: ABSENT, CONFLICT before it
   began. Audited. */
MUST bool meeting_guest_note(
	struct ctx *c, const struct meeting *m, struct person_id person, bool came);

/* Queues at most MEETING_GUEST_BATCH letters that are due at c->now: invitations, changes,
   cancellations, also for who left. A change rests for a moment first, so that a slip that is
   mended at once is told to nobody. ret_more: there may be more to do now. */
MUST bool meeting_guest_some(struct ctx *c, bool *ret_more);

#endif
