/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/joining_tally.h"

#include "community/joining_routes.h"
#include "community/round.h"
#include "core/told.h"
#include "core/zone.h"
#include "site/layout.h"

#include "joining_tally.html.h"

bool joining_tally_page(struct request *rq)
{
	struct round_id id = { path_id(rq, "round") };
	struct joining_tally t;
	struct round round;

	if (!ctx_ok(rq->ctx) || !round_get(rq->ctx, id, &round)
		|| !joining_tally_read(rq->ctx, id, &t))
		return false;
	layout_open(rq, arena_fmt(rq->ctx->mem, "What people of %s hope for", round.title.at));
	tally_view(&rq->out, rq->ctx, &round, &t);
	layout_close(rq);
	return true;
}
