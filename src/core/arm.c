/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/arm.h"

#include "core/key.h"
#include "store/sql.h"

static const struct stmt trials_n = { "arm_trials_count",
	"SELECT COUNT(*) FROM trial t JOIN round r ON r.id = t.round_id"
	" WHERE r.study_id = $1 AND t.frozen_at > 0",
	"i", "i" };
static const struct stmt trials = { "arm_trials",
	"SELECT t.id, t.round_id, t.frozen_at, t.feature, r.name, t.plan, t.fingerprint"
	" FROM trial t JOIN round r ON r.id = t.round_id WHERE r.study_id = $1 AND t.frozen_at > 0"
	" ORDER BY t.frozen_at, t.id",
	"i", "iiiisss" };
static const struct stmt seats_n = { "arm_seats_count",
	"SELECT COUNT(*) FROM membership WHERE round_id = $1", "i", "i" };
static const struct stmt seats = { "arm_seats",
	"SELECT k.participant_id, m.group_id, g.subject FROM membership m"
	" JOIN round r ON r.id = m.round_id JOIN peer_group g ON g.id = m.group_id"
	" JOIN open_key k ON k.person_id = m.person_id AND k.study_id = r.study_id"
	" JOIN participant p ON p.id = k.participant_id AND p.withdrawn_at = 0"
	" WHERE m.round_id = $1"
	" ORDER BY k.participant_id, CASE WHEN m.left_at = 0 THEN 1 ELSE 0 END, m.left_at,"
	" m.joined_at, m.group_id",
	"i", "iis" };

static bool count(struct ctx *c, const struct stmt *s, int64_t of, size_t *ret)
{
	struct rows r;

	if (!sql_one(c, s, ARGS(arg(of)), &r))
		return false;
	*ret = (size_t)row_int(&r, 0);
	sql_end(&r);
	return true;
}

bool arm_trials(struct ctx *c, int64_t study, struct arm_trial **ret, size_t *ret_n)
{
	struct rows r;
	size_t max, n = 0;

	if (!count(c, &trials_n, study, &max))
		return false;
	struct arm_trial *t = arena_new(c->mem, struct arm_trial, max + 1);
	if (!sql_open(c, &trials, ARGS(arg(study)), &r))
		return false;
	while (n < max && sql_next(&r))
		t[n++] = (struct arm_trial){ row_int(&r, 0), row_int(&r, 1), row_int(&r, 2),
			(enum feature)row_int(&r, 3), row_str(&r, 4), row_str(&r, 5),
			row_str(&r, 6) };
	sql_end(&r);
	*ret = t;
	*ret_n = n;
	return ctx_ok(c);
}

/* The rows of a person end with the group where they are, or were last. */
bool arm_seats(struct ctx *c, int64_t round, struct arm_seat **ret, size_t *ret_n)
{
	struct rows r;
	size_t max, n = 0;

	if (!count(c, &seats_n, round, &max) || !key_open_round(c, round))
		return false;
	struct arm_seat *s = arena_new(c->mem, struct arm_seat, max + 1);
	if (!sql_open(c, &seats, ARGS(arg(round)), &r))
		return false;
	for (size_t i = 0; i < max && sql_next(&r); i++) {
		int64_t who = row_int(&r, 0);
		if (n == 0 || s[n - 1].participant != who)
			n++;
		s[n - 1] = (struct arm_seat){ who, row_int(&r, 1), row_str(&r, 2) };
	}
	sql_end(&r);
	*ret = s;
	*ret_n = n;
	return ctx_ok(c);
}
