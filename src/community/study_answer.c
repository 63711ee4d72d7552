/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/study_answer.h"

#include "community/enrolment.h"
#include "community/membership.h"
#include "core/background.h"
#include "core/consent.h"
#include "core/participant.h"
#include "core/place.h"

/* Who agreed to this text already needs no newer one: a form that was sent twice. */
static bool check_text(struct ctx *c, int64_t text)
{
	struct consent_text newest;
	struct consent_answer a;

	if (!consent_text(c, CONSENT_STUDY, &newest)
		|| !consent_last(c, c->actor, CONSENT_STUDY, &a))
		return false;
	if (text > 0 && (text == newest.id || (a.said == CONSENT_YES && text == a.text)))
		return true;
	return fail(c, FAULT_CONFLICT,
		"The words were changed while you read them. Here are the new ones.");
}

bool study_answer_yes(struct ctx *c, int64_t text)
{
	return check_text(c, text) && consent_give(c, c->actor, text)
		&& participant_return(c, c->actor) && enrolment_join_studies(c, c->actor);
}

/* Who is a member may change their mind. Of whoever is in no round nobody has a use for these
   facts; membership_leave does the same for those who leave in the other order. */
static bool forget_background(struct ctx *c)
{
	struct membership_round *round;
	size_t n;

	return membership_rounds(c, &round, &n) && (n > 0 || background_forget(c, c->actor));
}

bool study_answer_no(struct ctx *c)
{
	struct consent_text newest;
	struct consent_answer a;

	if (!consent_text(c, CONSENT_STUDY, &newest)
		|| !consent_last(c, c->actor, CONSENT_STUDY, &a))
		return false;
	if (a.said == CONSENT_YES)
		return consent_withdraw(c, c->actor, CONSENT_STUDY)
			&& participant_withdraw(c, c->actor) && forget_background(c);
	if (a.said != CONSENT_UNASKED || newest.id == 0)
		return true;
	return consent_decline(c, c->actor, newest.id);
}

bool study_answer_wanted(struct ctx *c, const struct place *p, bool *ret)
{
	struct consent_text newest = { 0 };
	struct consent_answer a = { 0 };

	*ret = false;
	if (p->round == 0 || p->participant != 0 || p->week > p->weeks)
		return true;
	if (!consent_last(c, c->actor, CONSENT_STUDY, &a)
		|| !consent_text(c, CONSENT_STUDY, &newest))
		return false;
	*ret = a.said == CONSENT_UNASKED && newest.id > 0;
	return true;
}
