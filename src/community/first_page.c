/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/first.h"

#include "community/reply_routes.h"
#include "http/request.h"

bool first_pass_send(struct request *rq)
{
	struct thread_id thread = { path_id(rq, "thread") };

	return ctx_ok(rq->ctx) && first_pass(rq->ctx, thread) && request_see(rq, URL("/home"));
}
