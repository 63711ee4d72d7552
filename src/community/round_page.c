/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include "community/again.h"
#include "community/enrolment.h"
#include "community/group.h"
#include "community/round.h"
#include "community/round_routes.h"
#include "community/study.h"
#include "core/once.h"
#include "core/zone.h"
#include "http/request.h"
#include "site/layout.h"

enum { ROUNDS_SHOWN = 50, KEY_MAX = 64, TYPED_MAX = 2000 };

struct list {
	const struct round_row *row;
	size_t n;
	int64_t *week;
	struct str *days, *counts;
	struct round_id earlier; /* 0: there are none */
};

/* All that the page of a round shows, read before any field of a form can be refused. */
struct overview {
	struct ctx *c;
	struct round round;
	struct study study;
	struct again again;
	struct topic *topic;
	struct group *group;
	struct enrolment *free;
	size_t topics, groups, frees;
	int64_t people, week;
	struct str days, said, refused, once;
	struct str *opens; /* by topic */
	struct str *about; /* by person without a group */
	bool *is_chosen;
	int64_t chosen_group;
	struct str name, subject; /* of a group to be made, as typed */
};

static bool round_has_members(const struct overview *o)
{
	for (size_t i = 0; i < o->groups; i++)
		if (o->group[i].size > 0)
			return true;
	return false;
}

#include "round_field.html.h"

#include "round.html.h"

static struct str counted(struct ctx *c, int64_t groups, int64_t people)
{
	struct str g = groups == 1 ? S("1 group") : arena_fmt(c->mem, "%d groups", (int)groups);

	if (people == 1)
		return arena_fmt(c->mem, "%s, 1 person", g.at);
	return arena_fmt(c->mem, "%s, %d people", g.at, (int)people);
}

static struct str days_of(struct ctx *c, const struct round *r)
{
	struct date first, last;

	if (!date_parse(r->starts_on, &first) || !date_parse(round_ends_on(c, r), &last))
		return r->starts_on;
	return arena_fmt(
		c->mem, "%s to %s", date_long(c->mem, first).at, date_long(c->mem, last).at);
}

bool round_list_page(struct request *rq)
{
	struct round_id before = { query_int(rq, "before", 0, INT64_MAX, 0) };
	struct ctx *c = rq->ctx;
	struct round_row *row;
	struct list l = { 0 };

	if (!ctx_ok(c) || !round_list(c, before, ROUNDS_SHOWN + 1, &row, &l.n))
		return false;
	if (l.n > ROUNDS_SHOWN)
		l.earlier = row[--l.n - 1].round.id;
	l.row = row;
	l.week = arena_new(c->mem, int64_t, l.n);
	l.days = arena_new(c->mem, struct str, l.n);
	l.counts = arena_new(c->mem, struct str, l.n);
	for (size_t i = 0; i < l.n; i++) {
		l.week[i] = round_week(c, &row[i].round);
		l.days[i] = days_of(c, &row[i].round);
		l.counts[i] = counted(c, row[i].groups, row[i].people);
	}
	layout_open(rq, S("Rounds"));
	rounds_view(&rq->out, &l);
	layout_close(rq);
	return true;
}

static struct str about(struct ctx *c, const struct enrolment *e)
{
	if (e->year == 0)
		return e->subject;
	return arena_fmt(c->mem, "%s, year %d", e->subject.at, (int)e->year);
}

static bool load(struct request *rq, struct overview *o)
{
	struct ctx *c = rq->ctx;
	struct round_id id = { path_id(rq, "round") };

	*o = (struct overview){ .c = c };
	if (!ctx_ok(c) || !round_get(c, id, &o->round) || !study_get(c, o->round.study, &o->study)
		|| !again_get(c, id, &o->again) || !round_topics(c, id, &o->topic, &o->topics)
		|| !group_list(c, id, &o->group, &o->groups)
		|| !enrolment_unplaced(c, id, &o->free, &o->frees)
		|| !enrolment_count(c, id, &o->people))
		return false;
	o->week = round_week(c, &o->round);
	o->days = days_of(c, &o->round);
	o->opens = arena_new(c->mem, struct str, o->topics);
	for (size_t i = 0; i < o->topics; i++)
		o->opens[i] = zone_day(c, o->round.zone, o->topic[i].opens_at);
	o->about = arena_new(c->mem, struct str, o->frees);
	o->is_chosen = arena_new(c->mem, bool, o->frees);
	for (size_t i = 0; i < o->frees; i++)
		o->about[i] = about(c, &o->free[i]);
	o->once = layout_once(rq);
	return true;
}

static void show(struct request *rq, const struct overview *o)
{
	layout_open(rq, o->round.title);
	round_view(&rq->out, rq, o);
	layout_close(rq);
}

/* What the form before this page did. */
static struct str said(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct str done = query_str(rq, "done", 16);
	int64_t n = query_int(rq, "n", 0, 1000000, 0);

	if (str_eq(done, S("made")))
		return S("The round is made. Next: add people, then groups.");
	if (str_eq(done, S("again")))
		return S("The round is made. Next: invite or add people, then groups.");
	if (str_eq(done, S("changed")))
		return S("Your changes are saved.");
	if (str_eq(done, S("group")))
		return S("The group is made.");
	if (str_eq(done, S("late")) && n == 0)
		return S("No group of this round with people in it has room for them.");
	if (!str_eq(done, S("placed")) && !str_eq(done, S("late")))
		return S("");
	return n == 1 ? S("1 person was put into a group.")
		      : arena_fmt(c->mem, "%d people were put into groups.", (int)n);
}

/* Under which the browser keeps what was typed into the form before this page. */
static struct str saved_key(struct request *rq, const struct overview *o)
{
	struct str done = query_str(rq, "done", 16);
	struct arena *mem = rq->ctx->mem;
	long long who = (long long)rq->ctx->actor.v;
	long long from = (long long)query_int(rq, "from", 0, INT64_MAX, 0);

	if (str_eq(done, S("made")))
		return arena_fmt(mem, "%lld-round-new", who);
	if (str_eq(done, S("again")))
		return arena_fmt(mem, "%lld-round-again-%lld", who, from);
	if (str_eq(done, S("changed")))
		return arena_fmt(mem, "%lld-round-%lld", who, (long long)o->round.id.v);
	return S("");
}

bool round_page(struct request *rq)
{
	struct overview o;

	if (!load(rq, &o))
		return false;
	o.said = said(rq);
	struct str key = saved_key(rq, &o);
	if (!ctx_ok(rq->ctx))
		return false;
	if (key.len)
		rq->saved = key;
	show(rq, &o);
	return true;
}

static bool refused(struct request *rq, struct overview *o)
{
	if (!rq->ctx->wrong)
		o->refused = str_of(rq->ctx->fault.text);
	show(rq, o);
	return false;
}

bool round_group_page(struct request *rq)
{
	static const char *const names[] = { "once", "name", "subject", NULL };
	struct ctx *c = rq->ctx;
	struct group_id id = { 0 };
	struct overview o;
	int64_t before = 0;

	if (!load(rq, &o))
		return false;
	struct str key = form_str(rq, "once", KEY_MAX);
	o.name = form_str(rq, "name", TYPED_MAX);
	o.subject = form_str(rq, "subject", TYPED_MAX);
	struct group_draft d = { .round = o.round.id, .name = o.name, .subject = o.subject };
	if (!form_only(rq, names) || !once_find(c, key, rq->body, &before))
		return refused(rq, &o);
	if (!before && !(group_make(c, &d, &id) && once_keep(c, key, rq->body, id.v)))
		return refused(rq, &o);
	return request_see(rq, URL("/round/%?done=group", { o.round.id.v }));
}

static const struct group *group_of(const struct overview *o, int64_t id)
{
	for (size_t i = 0; i < o->groups; i++)
		if (o->group[i].id.v == id)
			return &o->group[i];
	return NULL;
}

/* Marks who was chosen; people who have found a group since are left out. */
static size_t choose(struct request *rq, struct overview *o)
{
	struct str value;
	size_t chosen = 0;

	for (size_t n = 0; n < o->frees && form_nth(rq, "person", n, KEY_MAX, &value); n++) {
		int64_t id = 0;
		if (!str_to_int(value, &id))
			continue;
		for (size_t i = 0; i < o->frees; i++)
			o->is_chosen[i] = o->is_chosen[i] || o->free[i].person.v == id;
	}
	for (size_t i = 0; i < o->frees; i++)
		chosen += o->is_chosen[i];
	return chosen;
}

static bool check_place(
	struct ctx *c, const struct overview *o, const struct group *g, size_t chosen)
{
	if (!g)
		return ctx_wrong(c, "group", "Choose a group of this round.");
	if (chosen == 0)
		return ctx_wrong(c, "person", "Choose at least one person who has no group yet.");
	if (g->size + (int64_t)chosen > o->round.size_max)
		return ctx_wrong(c, "group",
			"Too many people were chosen: %d, and this group has room for %d.",
			(int)chosen, (int)(o->round.size_max - g->size));
	return true;
}

bool round_place_page(struct request *rq)
{
	static const char *const names[] = { "person", "group", NULL };
	struct ctx *c = rq->ctx;
	struct overview o;

	if (!load(rq, &o))
		return false;
	size_t chosen = choose(rq, &o);
	o.chosen_group = form_int(rq, "group", 1, INT64_MAX, 0);
	const struct group *g = group_of(&o, o.chosen_group);
	if (!form_only(rq, names) || !check_place(c, &o, g, chosen))
		return refused(rq, &o);
	for (size_t i = 0; i < o.frees; i++)
		if (o.is_chosen[i] && !group_put(c, g->id, o.free[i].person))
			return refused(rq, &o);
	return request_see(rq, URL("/round/%?done=placed&n=%", { o.round.id.v, (int64_t)chosen }));
}
