/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/group_plan.h"

#include "community/enrolment.h"
#include "community/plan_routes.h"
#include "community/round.h"
#include "community/round_routes.h"
#include "core/once.h"
#include "http/request.h"
#include "site/layout.h"

enum { KEY_MAX = 64, TYPED_MAX = 64, PLACES_SHOWN = 100 };

/* The form with the choices as it was typed, and what is said above it. */
struct typed {
	bool split;
	struct str seed, refused, said, once;
};

static struct str about(struct ctx *c, const struct enrolment *e)
{
	const char *experience = experience_label(e->experience);

	if (e->year == 0)
		return arena_fmt(c->mem, "%s, %s", e->subject.at, experience);
	return arena_fmt(c->mem, "%s, year %d, %s", e->subject.at, (int)e->year, experience);
}

#include "round_field.html.h"

#include "group_plan.html.h"

static bool load(struct request *rq, struct round *round, struct group_plan *plan, struct typed *t)
{
	struct round_id id = { path_id(rq, "round") };
	struct ctx *c = rq->ctx;

	*t = (struct typed){ 0 };
	if (!ctx_ok(c) || !round_get(c, id, round) || !group_plan_make(c, id, plan))
		return false;
	t->split = plan->choice.split;
	t->seed = arena_fmt(c->mem, "%lld", (long long)plan->choice.seed);
	return true;
}

static void show(struct request *rq, const struct round *round, const struct group_plan *plan,
	struct typed *t)
{
	if (!ctx_ok(rq->ctx) && !rq->ctx->wrong)
		t->refused = str_of(rq->ctx->fault.text);
	t->once = layout_once(rq);
	layout_open(rq, arena_fmt(rq->ctx->mem, "Proposed groups of %s", round->title.at));
	plan_view(&rq->out, rq, round, plan, t);
	layout_close(rq);
}

bool group_plan_page(struct request *rq)
{
	struct str done = query_str(rq, "done", 16);
	struct group_plan plan;
	struct round round;
	struct typed t;

	if (!load(rq, &round, &plan, &t))
		return false;
	if (str_eq(done, S("choice")))
		t.said = S("This is the proposal with your choice.");
	show(rq, &round, &plan, &t);
	return true;
}

/* Applies the proposal that was shown, or shows what it has become. */
bool group_plan_apply_page(struct request *rq)
{
	static const char *const names[] = { "once", "mark", NULL };
	struct ctx *c = rq->ctx;
	struct group_plan plan;
	struct round round;
	struct typed t;
	int64_t people = 0;

	if (!load(rq, &round, &plan, &t))
		return false;
	struct str key = form_str(rq, "once", KEY_MAX);
	int64_t mark = form_int(rq, "mark", 1, INT64_MAX, 0);
	bool good = form_only(rq, names) && once_find(c, key, rq->body, &people);
	if (good && people)
		return request_see(rq, URL("/round/%?done=placed&n=%", { round.id.v, people }));
	if (good && mark != plan.mark)
		good = fail(c, FAULT_CONFLICT,
			"People, groups or choices have changed since. This is the proposal as it "
			"is now.");
	for (size_t i = 0; i < plan.n; i++)
		people += (int64_t)plan.place[i].n;
	if (!good || !group_plan_apply(c, round.id, &plan)
		|| !once_keep(c, key, rq->body, people)) {
		show(rq, &round, &plan, &t);
		return false;
	}
	return request_see(rq, URL("/round/%?done=placed&n=%", { round.id.v, people }));
}

bool group_plan_choice_page(struct request *rq)
{
	static const char *const names[] = { "split", "seed", NULL };
	struct group_plan plan;
	struct round round;
	struct typed t;

	if (!load(rq, &round, &plan, &t))
		return false;
	if (!plan.choice.decided)
		t.split = form_str(rq, "split", TYPED_MAX).len > 0;
	t.seed = form_str(rq, "seed", TYPED_MAX);
	struct fit_choice f = { .split = t.split };
	if (!str_to_int(str_trim(t.seed), &f.seed))
		f.seed = 0;
	if (!form_only(rq, names) || !fit_choice_set(rq->ctx, round.id, &f)) {
		show(rq, &round, &plan, &t);
		return false;
	}
	return request_see(rq, URL("/round/%/plan?done=choice", { round.id.v }));
}
