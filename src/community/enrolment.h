/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who takes part in a round, with or without a group yet. Names: enrolment_ */
#ifndef COMMUNITY_ENROLMENT_H
#define COMMUNITY_ENROLMENT_H

#include "base/ctx.h"
#include "community/ids.h"
#include "core/came.h"

enum { ENROLMENT_SUBJECT_MAX = 100, ENROLMENT_YEAR_MAX = 9, ENROLMENT_LIST_MAX = 500 };
enum { ENROLMENT_CAREER_MAX = 4, ENROLMENT_HOURS_MAX = 168 };
/* When somebody is free, as bits: day * 3 + part; Monday is day 0; morning, afternoon, evening. */
enum { ENROLMENT_FREE_ALL = (1 << 21) - 1 };

struct enrolment_draft {
	struct round_id round;
	struct person_id person;
	struct str subject;
	int64_t year; /* of studies; 0: not said */
	/* HECoS; empty: found by the name of the subject, where it is one */
	struct str subject_code;
	int64_t experience, career; /* community/experience.h, community/career.h; 0: not said */
	int64_t hours, free;	    /* in a week; ENROLMENT_FREE bits */
	enum came came;		    /* enrolment_add: how, where that is known; else staff did it */
};
/* For staff: the name is the one of the account, never shown to other students. */
struct enrolment {
	struct person_id person;
	struct str name, address, subject;
	int64_t year;
	struct group_id group; /* 0: none yet */
	struct str group_name;
	struct str subject_code; /* empty: not on the list of subjects */
	int64_t experience, career, hours, free;
};

/* Joins the study of the round too when the person's study consent stands. Who left comes back.
   Faults: INVALID (by field), CONFLICT when the person takes part already, ABSENT round.
   Audited. */
MUST bool enrolment_add(struct ctx *c, const struct enrolment_draft *d);
/* Sets all that the draft has. Faults: INVALID (by field), ABSENT when the person does not take
   part. Audited. */
MUST bool enrolment_describe(struct ctx *c, const struct enrolment_draft *d);
/* Also leaves the group; what was written stays, what was answered on joining goes. Faults: ABSENT.
   Audited. */
MUST bool enrolment_end(struct ctx *c, struct round_id round, struct person_id person);
/* Joins the person to the studies of their rounds: for the moment when study consent is given. */
MUST bool enrolment_join_studies(struct ctx *c, struct person_id person);

/* ret->person.v is 0 when the person does not take part; that is no fault. */
MUST bool enrolment_find(
	struct ctx *c, struct round_id round, struct person_id person, struct enrolment *ret);
/* By name, at most max from the one after the given person; 0 starts. */
MUST bool enrolment_list(struct ctx *c, struct round_id round, struct person_id after, size_t max,
	struct enrolment **ret, size_t *ret_n);
/* Without a group, by subject, year and name; at most ENROLMENT_LIST_MAX. */
MUST bool enrolment_unplaced(
	struct ctx *c, struct round_id round, struct enrolment **ret, size_t *ret_n);
/* Of one group, by name. */
MUST bool enrolment_of_group(
	struct ctx *c, struct group_id group, struct enrolment **ret, size_t *ret_n);
MUST bool enrolment_count(struct ctx *c, struct round_id round, int64_t *ret);

#endif
