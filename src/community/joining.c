/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/joining.h"

#include "community/round.h"
#include "store/sql.h"

static const struct stmt open_row = { "joining_open",
	"INSERT INTO joining (person_id, round_id, started_at) VALUES ($1, $2, $3) "
	"ON CONFLICT (person_id, round_id) DO NOTHING",
	"iii", "" };

bool joining_open(struct ctx *c, struct round_id round, struct person_id person)
{
	struct round r;

	return round_get(c, round, &r)
		&& sql_run(c, &open_row, ARGS(arg(person.v), arg(round.v), arg(c->now)));
}
