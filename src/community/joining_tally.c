/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/joining_tally.h"

#include "community/joining_answers.h"
#include "core/disclose.h"
#include "core/secret.h"
#include "store/sql.h"

static const struct stmt answers = { "joining_tally",
	"SELECT j.person_id, j.sealed FROM joining j JOIN enrolment e "
	"ON e.round_id = j.round_id AND e.person_id = j.person_id "
	"WHERE j.round_id = $1 AND j.finished_at > 0 AND e.left_at = 0",
	"i", "is" };

static void count(int64_t bits, int64_t *each, int n)
{
	for (int i = 0; i < n; i++)
		each[i] += bits >> i & 1;
}

static void round_all(int64_t *each, int n, bool told)
{
	for (int i = 0; i < n; i++)
		each[i] = told ? disclose_count(each[i]) : 0;
}

/* Opens one after the other in memory that is used again, since a round may have thousands. */
static bool count_all(struct ctx *c, struct rows *r, struct round_id round, struct joining_tally *t)
{
	struct arena *whole = c->mem, *scratch = arena_open();
	bool good = true;

	while (good && sql_next(r)) {
		struct joining_answers a = { 0 };
		struct str text;
		c->mem = scratch;
		good = secret_unseal(c, joining_answers_purpose(c, round.v), row_int(r, 0),
			row_peek(r, 1), &text);
		if (good)
			joining_answers_read(c, text, &a);
		c->mem = whole;
		t->people++;
		count(a.goals, t->goals, JOINING_GOALS);
		count(a.helps, t->helps, JOINING_HELPS);
		count(a.hinders, t->hinders, JOINING_HINDERS);
		arena_reset(scratch);
	}
	arena_close(scratch);
	sql_end(r);
	return ctx_ok(c);
}

bool joining_tally_read(struct ctx *c, struct round_id round, struct joining_tally *ret)
{
	struct joining_tally t = { 0 };
	struct rows r;

	if (!sql_open(c, &answers, ARGS(arg(round.v)), &r) || !count_all(c, &r, round, &t))
		return false;
	t.told = disclose_mean_may(t.people);
	round_all(t.goals, JOINING_GOALS, t.told);
	round_all(t.helps, JOINING_HELPS, t.told);
	round_all(t.hinders, JOINING_HINDERS, t.told);
	t.people = disclose_count(t.people);
	*ret = t;
	return true;
}
