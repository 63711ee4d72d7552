/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/again_page.h"

#include "community/again.h"
#include "community/round_routes.h"
#include "core/zone.h"
#include "http/html.h"

#include "again.html.h"

void again_put(struct request *rq, const struct again_offer *o)
{
	if (o->round.v == 0)
		return;
	struct str day = zone_day(rq->ctx, o->zone, o->opens_at);
	if (o->joined)
		again_waiting(&rq->out, o, day);
	else
		again_offered(&rq->out, o, day);
}

bool again_join_page(struct request *rq)
{
	struct round_id round = { path_id(rq, "round") };
	bool complete;

	if (!ctx_ok(rq->ctx) || !again_join(rq->ctx, round, &complete))
		return false;
	return request_see(rq,
		complete ? URL("/join/%/check", { round.v })
			 : URL("/join/%/why?back=1", { round.v }));
}

bool again_open_page(struct request *rq)
{
	static const char *const names[] = { "on", NULL };
	struct round_id round = { path_id(rq, "round") };
	int64_t on = form_int(rq, "on", 0, 1, 1);

	if (!form_only(rq, names) || !ctx_ok(rq->ctx) || !again_set_open(rq->ctx, round, on != 0))
		return false;
	return request_see(rq, round_url(round));
}
