/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which surveys are for a person. The evidence makes surveys; any page may say that one is open.
   Names: asked_ */
#ifndef CORE_ASKED_H
#define CORE_ASKED_H

#include "base/ctx.h"

enum { ASKED_MAX = 100, ASKED_TAPS_MAX = 11 }; /* waves of a survey; buttons */

enum asked_link { ASKED_ANONYMOUS, ASKED_PSEUDONYMOUS, ASKED_NAMED };

/* A wave of a launched survey, as it stands to one person. */
struct asked {
	int64_t survey, wave, version, opens_at, closes_at;
	struct str title, wave_title, zone;
	struct str tap;	      /* the one question that is asked as buttons, else empty: its name */
	struct str tap_words; /* and what it asks */
	int64_t round;	      /* whose people it is for; 0: of all rounds of its study */
	int64_t participant;  /* of the person in its study; 0: none */
	enum asked_link link;
	bool may;      /* anonymous, or the person's consent to the study stands */
	bool finished; /* answered and sent */
	bool refused;  /* does not want to be asked in this survey */
	bool closed;   /* the survey as a whole, whatever its wave says */
};
struct asked_tap {
	struct str value, label;
};

static inline bool asked_is_open(const struct asked *a, int64_t now)
{
	return !a->closed && now >= a->opens_at && now < a->closes_at;
}

/* Waves of one survey that are for the people of c->actor's rounds, whether they are open or not,
   the latest first; at most ASKED_MAX. */
MUST bool asked_of_survey(struct ctx *c, int64_t survey, struct asked **ret, size_t *ret_n);
/* What c->actor may be asked now: open, allowed, neither finished nor refused. One that is answered
   with a tap comes first, then what closes first. ret->survey is 0 when there is none. */
MUST bool asked_now(struct ctx *c, struct asked *ret);
/* The buttons of a survey whose tap is not empty. */
MUST bool asked_taps(
	struct ctx *c, const struct asked *a, struct asked_tap ret[ASKED_TAPS_MAX], size_t *ret_n);

/* How the reply of a person is found again: by participant or person, or, when it is anonymous,
   only that there is one. Needs c->house->keys for anonymous ones. */
struct str asked_who(struct ctx *c, const struct asked *a, struct person_id person);
const char *asked_link_word(enum asked_link link); /* «anonymous» */
MUST bool asked_link_read(struct str word, enum asked_link *ret);

#endif
