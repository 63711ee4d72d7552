/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who may do what. A route without an access rule does not start. Names: access_ */
#ifndef CORE_ACCESS_H
#define CORE_ACCESS_H

#include "base/ctx.h"

enum verb {
	VERB_UNSET,
	ANYONE,
	SIGNED_IN,
	GROUP_READ,    /* of a group: its members, readers across when the round allows it,
			  facilitators, researchers, safeguarding leads */
	GROUP_WRITE,   /* of a group: its members while they are and until the writing ends
			  (core/feature), and facilitators */
	THREAD_READ,   /* of a thread: as its group */
	THREAD_WRITE,  /* of a thread: as its group, and who was asked to answer it */
	THREAD_REMOVE, /* of a thread: as THREAD_WRITE, and after the writing has ended too */
	ROUND_READ,    /* of a round: facilitators */
	ROUND_MANAGE,  /* facilitators */
	ROUND_GIVES,   /* what its groups get: facilitators and researchers */
	TRIAL_MANAGE,  /* researchers */
	MODERATE,      /* of a thread: facilitators; sees what was edited and deleted */
	ALIAS_LIFT,    /* safeguarding leads: whose an alias is */
	REPORT_READ,   /* researchers */
	SURVEY_MANAGE, /* researchers */
	LIST_MAKE,     /* coordinators, facilitators, researchers, administrators */
	LIST_MANAGE,   /* of a list of addresses: who brought it; a coordinator no other's */
	LIST_OVERSEE,  /* of all lists: facilitators, researchers, administrators */
	PEOPLE_MANAGE, /* administrators */
	STORY_EDIT,    /* facilitators, editors, administrators */
	CLINIC_READ,   /* of a group: its members and facilitators, also where groups read across */
	PAPER_READ,    /* of a paper: its owner; while its group sees it, those of CLINIC_READ */
	PAPER_GIVE,    /* of a paper: who reads it as a member, while they may write there */
	PAPER_OWN,     /* of a paper: its owner */
	PAPER_REMOVE,  /* of a paper that its group sees: facilitators */
	BANK_READ,     /* who is a member of any group, facilitators, researchers */
	BANK_WRITE,    /* members while the writing has not ended in each of their groups,
			  facilitators */
	VERB_COUNT
};

struct may {
	enum verb verb;
	const char *of; /* the path parameter it is about, or empty */
};
#define MAY(verb, of) \
	{ \
		(verb), #of \
	}

/* Checks c->actor and c->roles. Faults: SIGN_IN when nobody is signed in, DENIED, or ABSENT when
   the thing must not even be known: ids of other groups answer as ids that do not exist. */
MUST bool access_check(struct ctx *c, enum verb verb, int64_t subject);
const char *access_verb_name(enum verb verb);

#endif
