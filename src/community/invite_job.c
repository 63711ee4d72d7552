/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_job.h"

#include "community/invite_send.h"
#include "core/job.h"
#include "store/writer.h"

static bool run(struct ctx *c, const struct job *j);
const struct job_kind invite_job = { "invite", run, .tries = 5, .lease_s = 120 };

bool invite_job_step(struct ctx *c, int64_t list)
{
	struct invite_list_id id = { list };
	struct invite_list l;
	int64_t next = c->now;
	bool more = false;

	if (!invite_list_get(c, id, &l))
		return false;
	if (l.filled_at == 0 && !invite_list_fill(c, id, &more))
		return false;
	if (l.sent_at > 0 && !invite_send_step(c, &l, &next, &more))
		return false;
	return !more || job_add(c, &invite_job, list, next);
}

static void unit_run(struct unit *u)
{
	const struct job *j = u->data;

	(void)!invite_job_step(u->c, j->subject);
}

/* A list that was thrown away leaves nothing to do. */
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
	if (c->fault.kind == FAULT_ABSENT)
		c->fault = (struct fault){ 0 };
	return ctx_ok(c);
}
