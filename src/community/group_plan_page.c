/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/group_plan.h"

#include "community/enrolment.h"
#include "community/round.h"
#include "community/round_routes.h"
#include "core/once.h"
#include "http/request.h"
#include "site/layout.h"

enum { KEY_MAX = 64 };

#include "group_plan.html.h"

static bool load(struct request *rq, struct round *round, struct group_plan *plan)
{
	struct round_id id = { path_id(rq, "round") };
	struct ctx *c = rq->ctx;

	return ctx_ok(c) && round_get(c, id, round) && group_plan_make(c, id, plan);
}

static void show(struct request *rq, const struct round *round, const struct group_plan *plan)
{
	struct str refused = ctx_ok(rq->ctx) ? S("") : str_of(rq->ctx->fault.text);

	layout_open(rq, arena_fmt(rq->ctx->mem, "Proposed groups of %s", round->title.at));
	plan_view(&rq->out, round, plan, refused, layout_once(rq));
	layout_close(rq);
}

bool group_plan_page(struct request *rq)
{
	struct group_plan plan;
	struct round round;

	if (!load(rq, &round, &plan))
		return false;
	show(rq, &round, &plan);
	return true;
}

/* Applies the proposal that was shown, or shows what it has become. */
bool group_plan_apply_page(struct request *rq)
{
	static const char *const names[] = { "once", "mark", NULL };
	struct ctx *c = rq->ctx;
	struct group_plan plan;
	struct round round;
	int64_t people = 0;

	if (!load(rq, &round, &plan))
		return false;
	struct str key = form_str(rq, "once", KEY_MAX);
	int64_t mark = form_int(rq, "mark", 1, INT64_MAX, 0);
	bool good = form_only(rq, names) && once_find(c, key, rq->body, &people);
	if (good && people)
		return request_see(rq, URL("/round/%?done=placed&n=%", { round.id.v, people }));
	if (good && mark != plan.mark)
		good = fail(c, FAULT_CONFLICT,
			"People or groups have changed since. This is the proposal as it is now.");
	for (size_t i = 0; i < plan.n; i++)
		people += (int64_t)plan.place[i].n;
	if (!good || !group_plan_apply(c, round.id, &plan)
		|| !once_keep(c, key, rq->body, people)) {
		show(rq, &round, &plan);
		return false;
	}
	return request_see(rq, URL("/round/%?done=placed&n=%", { round.id.v, people }));
}
