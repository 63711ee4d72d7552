/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_job.h"

#include "base/instant.h"
#include "community/invite_send.h"
#include "core/job.h"
#include "store/writer.h"

static bool run(struct ctx *c, const struct job *j);
static bool run_forget(struct ctx *c, const struct job *j);
const struct job_kind invite_job = { "invite", run, .tries = 5, .lease_s = 120 };
const struct job_kind invite_job_forgets = { "invite-forget", run_forget, .tries = 5,
	.lease_s = 120 };

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

/* The dates of the round may have been changed since. */
bool invite_job_forget(struct ctx *c, int64_t list)
{
	struct invite_list_id id = { list };
	struct invite_list l;
	bool more = false;

	if (!invite_list_get(c, id, &l))
		return false;
	int64_t due = l.closes_at + INVITE_KEPT_DAYS * INSTANT_DAY;
	if (c->now < due)
		return job_add(c, &invite_job_forgets, list, due);
	return invite_list_forget(c, &l, &more)
		&& (!more || job_add(c, &invite_job_forgets, list, c->now));
}

struct errand {
	bool (*step)(struct ctx *c, int64_t list);
	int64_t list;
};

static void unit_run(struct unit *u)
{
	const struct errand *e = u->data;

	(void)!e->step(u->c, e->list);
}

/* A list that was thrown away leaves nothing to do. */
static bool write(struct ctx *c, struct errand e)
{
	struct ctx inner = *c;
	struct unit u = { .c = &inner, .run = unit_run, .data = &e };

	if (!ctx_ok(c))
		return false;
	(void)!writer_wait(c->house->writer, &u);
	c->statements = inner.statements;
	c->fault = inner.fault;
	if (c->fault.kind == FAULT_ABSENT)
		c->fault = (struct fault){ 0 };
	return ctx_ok(c);
}

static bool run(struct ctx *c, const struct job *j)
{
	return write(c, (struct errand){ invite_job_step, j->subject });
}

static bool run_forget(struct ctx *c, const struct job *j)
{
	return write(c, (struct errand){ invite_job_forget, j->subject });
}
