/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/signin_page.h"

#include "http/request.h"
#include "site/layout.h"

void signin_interrupted(struct request *rq)
{
	if (rq->method == POST) {
		layout_error(rq);
		rq->status = 401;
		return;
	}
	rq->ctx->fault = (struct fault){ 0 };
	(void)!request_see(rq, URL("/sign-in?next=$", .word = rq->path));
}
