/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/gives.h"

#include "base/instant.h"
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

enum { TYPED_MAX = 4000, MINUTES_USUAL = 45 };

struct gives {
	struct round round;
	int64_t bits; /* as chosen, or as typed */
	struct trial trial[FEATURE_LAST + 1];
	struct group *group;
	int64_t *given; /* by group; NULL when no trial is frozen */
	size_t groups;
	struct meeting meeting;
	struct str meets, day, time, minutes, link, note; /* the form of the meeting, as typed */
	struct str said, refused;
	struct url back;
	bool facilitates, researches, begun;
};

#include "round_field.html.h"

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

/* What the form of the meeting shows before anything is typed. */
static void fill_meeting(struct ctx *c, struct gives *g)
{
	const struct meeting *m = &g->meeting;
	int64_t at = m->at ? m->at : g->round.opens_at + 18 * INSTANT_HOUR;
	struct civil there = zone_civil(c, g->round.zone, at);

	g->day = date_text(c->mem, there.date);
	g->time = arena_fmt(c->mem, "%02d:%02d", there.hour, there.minute);
	g->minutes = arena_fmt(c->mem, "%d", m->at ? (int)m->minutes : MINUTES_USUAL);
	g->link = m->link;
	g->note = m->note;
	if (m->at)
		g->meets = zone_text(c, g->round.zone, m->at);
}

static bool load(struct request *rq, struct gives *g)
{
	struct round_id id = { path_id(rq, "round") };
	struct ctx *c = rq->ctx;

	*g = (struct gives){ .facilitates = c->roles & ROLE_FACILITATOR,
		.researches = c->roles & ROLE_RESEARCHER };
	if (!ctx_ok(c) || !round_get(c, id, &g->round) || !feature_of_round(c, id.v, &g->bits)
		|| !trial_of_round(c, id, g->trial) || !meeting_get(c, id, &g->meeting)
		|| !load_given(c, g))
		return false;
	g->begun = c->now >= g->round.opens_at;
	g->back = g->facilitates ? round_url(id) : URL("/trials");
	fill_meeting(c, g);
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
	else if (str_eq(done, S("meeting")))
		g.said = S("The meeting is set.");
	else if (str_eq(done, S("removed")))
		g.said = S("The meeting is called off. It is not announced any more.");
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

static int64_t number(struct str typed)
{
	int64_t n = 0;

	return str_to_int(str_trim(typed), &n) ? n : -1;
}

bool gives_meeting_page(struct request *rq)
{
	static const char *const names[] = { "day", "time", "minutes", "link", "note", NULL };
	struct gives g;

	if (!load(rq, &g))
		return false;
	g.day = form_str(rq, "day", TYPED_MAX);
	g.time = form_str(rq, "time", TYPED_MAX);
	g.minutes = form_str(rq, "minutes", TYPED_MAX);
	g.link = form_str(rq, "link", TYPED_MAX);
	g.note = form_str(rq, "note", TYPED_MAX);
	struct meeting_draft d = { .day = g.day,
		.time = g.time,
		.link = g.link,
		.note = g.note,
		.minutes = number(g.minutes) };
	if (form_only(rq, names) && ctx_ok(rq->ctx) && meeting_set(rq->ctx, g.round.id, &d))
		return request_see(rq, URL("/round/%/gives?done=meeting", { g.round.id.v }));
	show(rq, &g);
	return false;
}

bool gives_meeting_remove_page(struct request *rq)
{
	struct round_id id = { path_id(rq, "round") };
	struct round round;

	return ctx_ok(rq->ctx) && round_get(rq->ctx, id, &round) && meeting_remove(rq->ctx, id)
		&& request_see(rq, URL("/round/%/gives?done=removed", { id.v }));
}
