/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/joining_tally.h"

#include "community/joining_answers.h"
#include "core/disclose.h"
#include "core/secret.h"
#include "core/told.h"
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

enum { LISTS = 3 };

static struct told_part part_of(struct ctx *c, const int64_t *each, int n)
{
	struct told_part p = { arena_new(c->mem, struct told_row, (size_t)n), (size_t)n, false };

	for (int i = 0; i < n; i++)
		p.row[i] = (struct told_row){ arena_fmt(c->mem, "%d", i), { each[i], 0 } };
	return p;
}

static void use(const struct told_part *p, int64_t *each, int n)
{
	for (int i = 0; i < n; i++)
		each[i] = (size_t)i < p->n ? p->row[i].cell.shown : 0;
}

/* The same answer until enough people have answered or left. */
static bool tell(struct ctx *c, struct round_id round, struct joining_tally *t)
{
	struct told_part part[LISTS] = { part_of(c, t->goals, JOINING_GOALS),
		part_of(c, t->helps, JOINING_HELPS), part_of(c, t->hinders, JOINING_HINDERS) };
	struct told_question q = { .key = arena_fmt(c->mem, "joining %lld", (long long)round.v),
		.counts = true,
		.people = t->people,
		.part = part,
		.parts = LISTS };
	struct told told;

	if (!told_ask(c, &q, &told))
		return false;
	use(&told.part[0], t->goals, JOINING_GOALS);
	use(&told.part[1], t->helps, JOINING_HELPS);
	use(&told.part[2], t->hinders, JOINING_HINDERS);
	t->people = told.total.shown;
	t->told_at = told.at;
	return true;
}

bool joining_tally_read(struct ctx *c, struct round_id round, struct joining_tally *ret)
{
	struct joining_tally t = { 0 };
	struct rows r;

	if (!sql_open(c, &answers, ARGS(arg(round.v)), &r) || !count_all(c, &r, round, &t))
		return false;
	t.told = disclose_mean_may(t.people);
	if (t.told && !tell(c, round, &t))
		return false;
	*ret = t.told ? t : (struct joining_tally){ 0 };
	return true;
}
