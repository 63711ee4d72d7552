/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_after.h"

#include "app/demo_round.h"
#include "community/trial.h"
#include "core/person.h"
#include "evidence/outcome.h"
#include "store/sql.h"

enum { CSV_MAX = 1 << 16, SEED = 41, COMPLETED = 93, KNOWN = 72, SKILLED = 64 };

static const struct stmt people = { "demo_after_people",
	"SELECT DISTINCT p.address FROM enrolment e JOIN round r ON r.id = e.round_id"
	" JOIN person p ON p.id = e.person_id WHERE r.study_id = $1 ORDER BY p.address",
	"i", "s" };

static bool as_researcher(struct ctx *c)
{
	struct person researcher;

	if (!person_by_address(c, S("researcher@cairn.example"), &researcher))
		return false;
	c->actor = researcher.id;
	c->roles = ROLE_RESEARCHER;
	return true;
}

bool demo_after_trial(struct demo_round *r)
{
	struct round_id round = { r->id };
	int64_t trial;

	r->c->now = r->opens_at - INSTANT_DAY;
	return as_researcher(r->c) && trial_make(r->c, round, FEATURE_LIVE_WELCOME, &trial)
		&& trial_freeze(r->c, trial);
}

static void put_line(struct buf *out, struct demo_dice *dice, struct str address)
{
	static const char *const fates[] = { "work", "work", "work", "work", "study", "both",
		"looking", "other" };
	bool completed = demo_dice_percent(dice, COMPLETED);
	const char *fate = fates[demo_dice_below(dice, 8)];
	bool skilled = demo_dice_percent(dice, SKILLED), known = demo_dice_percent(dice, KNOWN);
	bool works = fate[0] == 'w' || fate[0] == 'b';

	buf_fmt(out, "%.*s,%s,%s,%s\n", (int)address.len, address.at, completed ? "yes" : "no",
		known ? fate : "", known && works ? (skilled ? "yes" : "no") : "");
}

bool demo_after_outcomes(struct ctx *c, int64_t study, int64_t at)
{
	static const struct outcome_how how;
	struct demo_dice dice = { SEED };
	struct outcome_told told;
	struct rows r;
	struct buf csv;

	if (!sql_open(c, &people, ARGS(arg(study)), &r))
		return false;
	buf_init(&csv, CSV_MAX);
	buf_add(&csv, S("address,completed,activity,skilled\n"));
	while (sql_next(&r))
		put_line(&csv, &dice, row_peek(&r, 0));
	struct str text = arena_str(c->mem, buf_str(&csv));
	buf_free(&csv);
	c->now = at;
	return as_researcher(c) && outcome_put(c, study, text, &how, &told)
		&& (told.refused == 0 || fail(c, FAULT_INTERNAL, "An outcome was refused."));
}
