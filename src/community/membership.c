/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/membership.h"

#include "community/enrolment.h"
#include "core/audit.h"
#include "core/background.h"
#include "core/consent.h"
#include "store/sql.h"

static const struct stmt rounds_of = { "membership_rounds",
	"SELECT r.id, r.title FROM enrolment e JOIN round r ON r.id = e.round_id "
	"WHERE e.person_id = $1 AND e.left_at = 0 ORDER BY r.opens_at DESC, r.id DESC LIMIT $2",
	"ii", "is" };
static const struct stmt forget_answers = { "membership_forget",
	"DELETE FROM joining WHERE person_id = $1", "i", "" };

bool membership_rounds(struct ctx *c, struct membership_round **ret, size_t *ret_n)
{
	struct membership_round *row =
		arena_new(c->mem, struct membership_round, MEMBERSHIP_ROUNDS_MAX);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &rounds_of, ARGS(arg(c->actor.v), arg(MEMBERSHIP_ROUNDS_MAX)), &r))
		return false;
	while (n < MEMBERSHIP_ROUNDS_MAX && sql_next(&r))
		row[n++] = (struct membership_round){ { row_int(&r, 0) }, row_str(&r, 1) };
	sql_end(&r);
	*ret = row;
	*ret_n = n;
	return ctx_ok(c);
}

bool membership_agree(struct ctx *c, int64_t text)
{
	struct consent_text newest;

	if (!consent_text(c, CONSENT_MEMBERSHIP, &newest))
		return false;
	if (text == 0 || text != newest.id)
		return fail(c, FAULT_CONFLICT,
			"The words were changed while you read them. Here are the new ones.");
	return consent_give(c, c->actor, text);
}

bool membership_leave(struct ctx *c)
{
	struct membership_round *round;
	size_t n;

	do { /* nobody is in more than a page of rounds, but all of them end */
		if (!membership_rounds(c, &round, &n))
			return false;
		for (size_t i = 0; i < n; i++)
			if (!enrolment_end(c, round[i].id, c->actor))
				return false;
	} while (n == MEMBERSHIP_ROUNDS_MAX);
	bool in_study = false;
	if (!consent_stands(c, c->actor, CONSENT_STUDY, &in_study)
		|| (!in_study && !background_forget(c, c->actor)))
		return false;
	return sql_run(c, &forget_answers, ARGS(arg(c->actor.v)))
		&& consent_withdraw(c, c->actor, CONSENT_MEMBERSHIP)
		&& audit_add(c, "membership.leave", "person", c->actor.v, S(""));
}
