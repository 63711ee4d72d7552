/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where those who run a round plan its meeting, or that of one group. */
#include "base/instant.h"
#include "community/group.h"
#include "community/joining_words.h"
#include "community/meeting_guest.h"
#include "community/meeting_poll.h"
#include "community/meeting_routes.h"
#include "community/round.h"
#include "core/feature.h"
#include "core/person.h"
#include "core/zone.h"
#include "site/layout.h"

enum { TYPED_MAX = 4000, MINUTES_USUAL = 45, PROPOSED = 4 };

struct plan {
	struct round round;
	struct group_id group; /* 0: the round */
	struct meeting m;
	struct meeting_poll poll;
	struct meeting_free free;
	struct meeting_sum sum;
	struct group *in;
	int64_t *bits; /* of the groups */
	size_t groups, welcomed;
	struct str title, meets, from, said, refused, when[MEETING_POLL_MOST];
	struct str day, time, minutes, link, note; /* the form, as typed */
	struct meeting_poll_draft typed;
	const char *day_name[MEETING_POLL_MOST], *time_name[MEETING_POLL_MOST],
		*day_label[MEETING_POLL_MOST], *time_label[MEETING_POLL_MOST];
	struct url back;
	bool organise, facilitates, over;
};

#include "round_field.html.h"

#include "meeting_plan.html.h"

static struct str day_of(struct ctx *c, const struct plan *p, int64_t at)
{
	return date_text(c->mem, zone_civil(c, p->round.zone, at).date);
}

static struct str time_of(struct ctx *c, const struct plan *p, int64_t at)
{
	struct civil there = zone_civil(c, p->round.zone, at);

	return arena_fmt(c->mem, "%02d:%02d", there.hour, there.minute);
}

static struct civil in_a_week(struct civil today)
{
	today.date = date_add(today.date, 7);
	today.hour = 18;
	today.minute = today.second = 0;
	return today;
}

/* What the form of the meeting shows before anything is typed; at: a time that was chosen. */
static void fill_set(struct ctx *c, struct plan *p, int64_t at)
{
	const struct meeting *m = &p->m;

	if (at == 0)
		at = m->at ? m->at : p->round.opens_at + 18 * INSTANT_HOUR;
	if (at < c->now && m->at == 0)
		at = zone_instant(
			c, p->round.zone, in_a_week(zone_civil(c, p->round.zone, c->now)));
	p->day = day_of(c, p, at);
	p->time = time_of(c, p, at);
	p->minutes = arena_fmt(c->mem, "%d", m->minutes ? (int)m->minutes : MINUTES_USUAL);
	p->link = m->link;
	p->note = m->note;
	p->organise = m->organiser.v != 0;
	p->over = meeting_is_over(c, m);
	p->meets = m->at ? zone_text(c, p->round.zone, m->at) : S("");
}

/* Times that are asked for already, else the best ones of the first days. */
static void fill_times(struct ctx *c, struct plan *p)
{
	int64_t at[MEETING_POLL_MOST],
		from = p->round.opens_at > c->now ? p->round.opens_at : c->now;
	size_t n = p->poll.n;

	for (size_t i = 0; i < n; i++)
		at[i] = p->poll.slot[i].at;
	if (n == 0)
		n = meeting_poll_propose(c, &p->free, p->round.zone, from, PROPOSED, at);
	for (size_t i = 0; i < n; i++) {
		p->typed.day[i] = day_of(c, p, at[i]);
		p->typed.time[i] = time_of(c, p, at[i]);
		p->when[i] = zone_text(c, p->round.zone, at[i]);
	}
	p->from = zone_day(c, p->round.zone, from);
	for (int i = 0; i < MEETING_POLL_MOST; i++) {
		p->day_name[i] = arena_fmt(c->mem, "day_%d", i + 1).at;
		p->time_name[i] = arena_fmt(c->mem, "time_%d", i + 1).at;
		p->day_label[i] = arena_fmt(c->mem, "Day of time %d", i + 1).at;
		p->time_label[i] = arena_fmt(c->mem, "Hour of time %d", i + 1).at;
	}
}

static bool load_groups(struct ctx *c, struct plan *p)
{
	if (!group_list(c, p->round.id, &p->in, &p->groups))
		return false;
	p->bits = arena_new(c->mem, int64_t, p->groups + 1);
	for (size_t i = 0; i < p->groups; i++) {
		if (!feature_of_group(c, p->in[i].id.v, &p->bits[i]))
			return false;
		p->welcomed += (p->bits[i] & 1 << FEATURE_LIVE_WELCOME) != 0;
	}
	return true;
}

static bool load_group(struct request *rq, struct plan *p)
{
	struct group g;

	p->title = S("The welcome meeting");
	p->back = URL("/round/%/gives", { p->round.id.v });
	if (path_str(rq, "group").len == 0)
		return load_groups(rq->ctx, p);
	p->group.v = path_id(rq, "group");
	if (!ctx_ok(rq->ctx) || !group_get(rq->ctx, p->group, &g))
		return false;
	p->title = arena_fmt(rq->ctx->mem, "The welcome meeting of %s", g.name.at);
	p->back = URL("/round/%/meeting", { p->round.id.v });
	return g.round.v == p->round.id.v
		|| fail(rq->ctx, FAULT_ABSENT, "There is no such group in this round.");
}

static bool load(struct request *rq, struct plan *p)
{
	struct round_id id = { path_id(rq, "round") };
	struct ctx *c = rq->ctx;

	*p = (struct plan){ .facilitates = c->roles & ROLE_FACILITATOR };
	if (!ctx_ok(c) || !round_get(c, id, &p->round) || !load_group(rq, p)
		|| !meeting_find(c, id, p->group, &p->m)
		|| !meeting_poll_free(c, id, p->group, &p->free))
		return false;
	if (p->m.id.v && p->m.at == 0 && !meeting_poll_get(c, p->m.id, &p->poll))
		return false;
	if (p->m.at && !meeting_guest_sum(c, &p->m, &p->sum))
		return false;
	fill_set(c, p, 0);
	fill_times(c, p);
	return true;
}

static void show(struct request *rq, struct plan *p)
{
	if (!ctx_ok(rq->ctx) && !rq->ctx->wrong)
		p->refused = str_of(rq->ctx->fault.text);
	layout_open(rq, p->title);
	plan_top(&rq->out, rq, p);
	plan_now(&rq->out, p);
	plan_set(&rq->out, rq, p);
	if (p->m.at == 0)
		plan_ask(&rq->out, rq, p);
	if (p->group.v == 0)
		plan_groups(&rq->out, p);
	layout_close(rq);
}

bool meeting_plan_page(struct request *rq)
{
	struct str done = query_str(rq, "done", 16);
	int64_t at = query_int(rq, "at", 0, INT64_MAX, 0);
	struct plan p;

	if (!load(rq, &p))
		return false;
	if (at > rq->ctx->now && p.m.at == 0)
		fill_set(rq->ctx, &p, at);
	if (str_eq(done, S("set")))
		p.said = S("The meeting is set.");
	else if (str_eq(done, S("asked")))
		p.said = S("The groups are asked. It stands on their first page.");
	else if (str_eq(done, S("off")))
		p.said =
			S("The meeting is called off. Whoever had an invitation gets a letter that "
			  "takes it out of their calendar.");
	show(rq, &p);
	return true;
}

static bool back(struct request *rq, const struct plan *p, const char *round, const char *group)
{
	if (p->group.v)
		return request_see(rq, URL(group, { p->round.id.v, p->group.v }));
	return request_see(rq, URL(round, { p->round.id.v }));
}

static int64_t number(struct str typed)
{
	int64_t n = 0;

	return str_to_int(str_trim(typed), &n) ? n : -1;
}

bool meeting_plan_set(struct request *rq)
{
	static const char *const names[] = { "day", "time", "minutes", "link", "note", "organise",
		NULL };
	struct plan p;

	if (!load(rq, &p))
		return false;
	p.day = form_str(rq, "day", TYPED_MAX);
	p.time = form_str(rq, "time", TYPED_MAX);
	p.minutes = form_str(rq, "minutes", TYPED_MAX);
	p.link = form_str(rq, "link", TYPED_MAX);
	p.note = form_str(rq, "note", TYPED_MAX);
	p.organise = form_int(rq, "organise", 0, 1, 0) == 1;
	struct meeting_draft d = { .day = p.day,
		.time = p.time,
		.link = p.link,
		.note = p.note,
		.minutes = number(p.minutes),
		.organise = p.organise };
	if (form_only(rq, names) && ctx_ok(rq->ctx)
		&& meeting_set(rq->ctx, p.round.id, p.group, &d))
		return back(rq, &p, "/round/%/meeting?done=set", "/round/%/meeting/%?done=set");
	show(rq, &p);
	return false;
}

bool meeting_plan_ask(struct request *rq)
{
	const char *names[2 * MEETING_POLL_MOST + 1] = { 0 };
	struct plan p;

	if (!load(rq, &p))
		return false;
	for (int i = 0; i < MEETING_POLL_MOST; i++) {
		names[2 * i] = p.day_name[i];
		names[2 * i + 1] = p.time_name[i];
		p.typed.day[i] = form_str(rq, p.day_name[i], TYPED_MAX);
		p.typed.time[i] = form_str(rq, p.time_name[i], TYPED_MAX);
	}
	if (form_only(rq, names) && ctx_ok(rq->ctx)
		&& meeting_poll_ask(rq->ctx, p.round.id, p.group, &p.typed))
		return back(rq, &p, "/round/%/meeting?done=asked", "/round/%/meeting/%?done=asked");
	show(rq, &p);
	return false;
}

bool meeting_plan_off(struct request *rq)
{
	struct plan p;

	if (!load(rq, &p))
		return false;
	if (p.m.id.v == 0 || meeting_call_off(rq->ctx, p.m.id))
		return back(rq, &p, "/round/%/meeting?done=off", "/round/%/meeting/%?done=off");
	show(rq, &p);
	return false;
}
