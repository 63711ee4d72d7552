/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a list does by itself, a small piece at a time so that nobody waits for it: reading in,
   sending, finding letters that came back. Names: invite_job_ */
#ifndef COMMUNITY_INVITE_JOB_H
#define COMMUNITY_INVITE_JOB_H

#include "base/ctx.h"

struct job_kind;

enum { INVITE_KEPT_DAYS = 30 }; /* addresses, after the end of the round */

/* Their subject is a list. The second one, when the round has been over for so long, takes the
   addresses out of it; what is left are counts. */
extern const struct job_kind invite_job, invite_job_forgets;

/* One piece, in the transaction of c; queues the job of the next one. */
MUST bool invite_job_step(struct ctx *c, int64_t list);
MUST bool invite_job_forget(struct ctx *c, int64_t list);

#endif
