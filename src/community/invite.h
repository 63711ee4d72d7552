/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An invitation in the hands of whoever opened its link. The link opens an account that it made
   itself, once; an account that was there before, or was made already, is opened only by a letter
   to its own address. Names: invite_ */
#ifndef COMMUNITY_INVITE_H
#define COMMUNITY_INVITE_H

#include "base/ctx.h"
#include "community/ids.h"
#include "core/came.h"

struct invitation {
	int64_t list, id;
	struct round_id round;
	struct person_id person; /* who began with it; 0: nobody yet */
	struct person_id owner;	 /* whose account has the address; 0: nobody's */
	struct str address, masked, name, round_title, sender_name;
	int64_t started_at, refused_at, closes_at;
};
struct invite_came {
	struct str token, network, agent, once; /* of the link, the request, the form */
};
enum invite_result {
	INVITE_IN,    /* go on: signed in now, or already */
	INVITE_MAIL,  /* a link to sign in went to the address that was invited */
	INVITE_OTHER, /* somebody else is signed in on this device; nothing was done */
};
struct invite_outcome {
	enum invite_result result;
	struct str session; /* for the cookie; empty when they were signed in already */
};

/* Looks, changes nothing. Faults: ABSENT when the link is none, GONE when the round is over. */
MUST bool invite_find(struct ctx *c, struct str token, struct invitation *ret);
/* As c->actor or nobody. Faults: as invite_find, RATE. */
MUST bool invite_start(struct ctx *c, const struct invite_came *came, struct invite_outcome *ret);
/* No list writes to this address any more. Works when the round is over, too. Faults: ABSENT. */
MUST bool invite_refuse(struct ctx *c, struct str token);
/* Somebody got the letter from somebody else and types their own address. When it was invited to
   the round too its letter goes there again; the answer is the same when not. Faults: INVALID
   (field address), RATE, as invite_find. */
MUST bool invite_mine(struct ctx *c, const struct invite_came *came, struct str address);
/* When the questions of a round are finished: their list has one more who joined. Nothing happens
   to somebody who was not invited. */
MUST bool invite_joined(struct ctx *c, struct round_id round, struct person_id person);
/* Whose letter brought this person to the round; CAME_OTHER when none did. */
MUST bool invite_brought(
	struct ctx *c, struct round_id round, struct person_id person, enum came *ret);

#endif
