/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/joining_job.h"

#include "core/job.h"
#include "store/sql.h"
#include "store/writer.h"

static const struct stmt forget_over = { "joining_forget_over",
	"UPDATE joining SET sealed = '', step = '', saved_at = 0 "
	"WHERE person_id = $1 AND finished_at = 0 AND sealed <> '' "
	"AND round_id IN (SELECT id FROM round WHERE closes_at <= $2)",
	"ii", "" };
static const struct stmt next_over = { "joining_next_over",
	"SELECT coalesce(min(r.closes_at), 0) FROM joining j JOIN round r ON r.id = j.round_id "
	"WHERE j.person_id = $1 AND j.finished_at = 0 AND j.sealed <> ''",
	"i", "i" };

static bool run(struct ctx *c, const struct job *j);
const struct job_kind joining_job = { "joining", run, .tries = 5, .lease_s = 60 };

bool joining_job_step(struct ctx *c, struct person_id person)
{
	struct rows r;

	if (!sql_run(c, &forget_over, ARGS(arg(person.v), arg(c->now)))
		|| !sql_one(c, &next_over, ARGS(arg(person.v)), &r))
		return false;
	int64_t next = row_int(&r, 0);
	sql_end(&r);
	return next == 0 || job_add(c, &joining_job, person.v, next);
}

static void unit_run(struct unit *u)
{
	const struct job *j = u->data;

	(void)!joining_job_step(u->c, (struct person_id){ j->subject });
}

static bool run(struct ctx *c, const struct job *j)
{
	struct job job = *j;
	struct ctx inner = *c;
	struct unit u = { .c = &inner, .run = unit_run, .data = &job };

	if (!ctx_ok(c))
		return false;
	(void)!writer_wait(c->house->writer, &u);
	c->statements = inner.statements;
	c->fault = inner.fault;
	return ctx_ok(c);
}
