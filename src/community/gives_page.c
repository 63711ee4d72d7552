/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/gives.h"

#include "community/group.h"
#include "community/meeting.h"
#include "community/round.h"
#include "community/round_routes.h"
#include "community/trial.h"
#include "community/trial_routes.h"
#include "core/person.h"
#include "core/zone.h"
#include "http/request.h"
#include "site/layout.h"

struct gives {
	struct round round;
	int64_t bits; /* as chosen, or as typed */
	struct trial trial[FEATURE_LAST + 1];
	struct group *group;
	int64_t *given; /* by group; NULL when no trial is frozen */
	size_t groups;
	struct meeting meeting;
	struct str meets, said, refused;
	struct url back;
	bool facilitates, researches, begun;
};

#include "gives.html.h"

static bool load_given(struct ctx *c, struct gives *g)
{
	bool any = false;

	for (enum feature f = 1; f <= FEATURE_LAST; f++)
		any = any || (g->trial[f].frozen_at && f != FEATURE_EXPERIENCE_SPLIT);
	if (!any)
		return true;
	if (!group_list(c, g->round.id, &g->group, &g->groups))
		return false;
	g->given = arena_new(c->mem, int64_t, g->groups + 1);
	for (size_t i = 0; i < g->groups; i++)
		if (!feature_of_group(c, g->group[i].id.v, &g->given[i]))
			return false;
	return true;
}

static bool load(struct request *rq, struct gives *g)
{
	struct round_id id = { path_id(rq, "round") };
	struct ctx *c = rq->ctx;

	*g = (struct gives){ .facilitates = c->roles & ROLE_FACILITATOR,
		.researches = c->roles & ROLE_RESEARCHER };
	if (!ctx_ok(c) || !round_get(c, id, &g->round) || !feature_of_round(c, id.v, &g->bits)
		|| !trial_of_round(c, id, g->trial)
		|| !meeting_find(c, id, (struct group_id){ 0 }, &g->meeting) || !load_given(c, g))
		return false;
	g->begun = c->now >= g->round.opens_at;
	g->back = g->facilitates ? round_url(id) : URL("/trials");
	if (g->meeting.at)
		g->meets = zone_text(c, g->round.zone, g->meeting.at);
	return true;
}

static void show(struct request *rq, struct gives *g)
{
	if (!ctx_ok(rq->ctx) && !rq->ctx->wrong)
		g->refused = str_of(rq->ctx->fault.text);
	layout_open(rq, S("What the groups get"));
	gives_view(&rq->out, rq, g);
	layout_close(rq);
}

bool gives_page(struct request *rq)
{
	struct str done = query_str(rq, "done", 16);
	struct gives g;

	if (!load(rq, &g))
		return false;
	if (str_eq(done, S("chosen")))
		g.said = S("Your choice is saved.");
	show(rq, &g);
	return true;
}

/* A box that cannot be changed is not sent by a browser: what a trial decides stays. */
static int64_t chosen(struct request *rq, const struct gives *g)
{
	int64_t bits = 0;

	for (enum feature f = 1; f <= FEATURE_LAST; f++) {
		int64_t bit = 1 << f;
		bool on = form_int(rq, feature_word(f), 0, 1, 0) == 1;
		if (g->trial[f].frozen_at ? (g->bits & bit) != 0 || on : on)
			bits |= bit;
	}
	return bits;
}

bool gives_choose_page(struct request *rq)
{
	const char *names[FEATURE_LAST + 1] = { 0 };
	struct gives g;

	if (!load(rq, &g))
		return false;
	for (enum feature f = 1; f <= FEATURE_LAST; f++)
		names[f - 1] = feature_word(f);
	g.bits = chosen(rq, &g);
	if (form_only(rq, names) && ctx_ok(rq->ctx) && trial_choose(rq->ctx, g.round.id, g.bits))
		return request_see(rq, URL("/round/%/gives?done=chosen", { g.round.id.v }));
	show(rq, &g);
	return false;
}
