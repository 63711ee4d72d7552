/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/late.h"
#include "community/plan_routes.h"
#include "community/round.h"
#include "http/request.h"

bool late_page(struct request *rq)
{
	static const char *const names[] = { NULL };
	struct round_id id = { path_id(rq, "round") };
	struct ctx *c = rq->ctx;
	struct round round;
	int64_t n;

	if (!ctx_ok(c) || !round_get(c, id, &round) || !form_only(rq, names)
		|| !late_place_all(c, id, &n))
		return false;
	return request_see(rq, URL("/round/%?done=late&n=%", { id.v, n }));
}
