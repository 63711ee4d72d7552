/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/group.h"

#include "community/again.h"
#include "community/again_page.h"
#include "community/alias_page.h"
#include "community/listing_page.h"
#include "community/meeting_page.h"
#include "community/part_page.h"
#include "community/post.h"
#include "community/round.h"
#include "community/routes.h"
#include "community/thread.h"
#include "core/activity.h"
#include "core/draft.h"
#include "core/feature.h"
#include "core/place.h"
#include "core/zone.h"
#include "http/html.h"
#include "site/layout.h"

struct group_view {
	const struct group *group;
	const struct round *round;
	const struct topic *topic;
	size_t topics;
	int64_t open; /* the newest week that has begun; 0: none */
	bool over, member, ended, writes, first;
	struct listing list;
};
struct start {
	const struct group *group;
	const struct topic *topic;
	int64_t open, week, person;
	struct str once, title, body, title_wrong, week_wrong, feeling;
	struct alias_wish name; /* of a member; who is none writes under their own */
	bool member;
};

#include "group.html.h"

/* The group with its round and weeks. */
static bool find(struct request *rq, struct group_view *ret)
{
	struct ctx *c = rq->ctx;
	struct group *g = arena_new(c->mem, struct group, 1);
	struct round *r = arena_new(c->mem, struct round, 1);
	struct topic *t;

	if (!group_get(c, (struct group_id){ path_id(rq, "group") }, g)
		|| !round_get(c, g->round, r) || !round_topics(c, g->round, &t, &ret->topics)
		|| !thread_member(c, g->id, &ret->member)
		|| (ret->member && !part_ended(rq, g->id, &ret->ended)))
		return false;
	ret->group = g;
	ret->round = r;
	ret->topic = t;
	ret->over = c->now >= r->closes_at;
	ret->writes = (ret->member && !ret->ended) || part_moderates(rq);
	for (size_t i = 0; i < ret->topics; i++)
		if (round_topic_is_open(c, &t[i]))
			ret->open = t[i].week;
	return true;
}

static void put_week(struct request *rq, const struct group_view *v, const struct topic *t)
{
	struct str threads = listing_week(&v->list, t->week);

	if (threads.len == 0 && !v->first)
		return;
	group_week_open(&rq->out, v, t);
	if (threads.len == 0)
		group_no_threads(&rq->out, v->list.more);
	buf_add(&rq->out, threads);
	group_week_close(&rq->out);
}

/* The week that is on, the past ones, the way to older threads, the weeks to come. */
static void put_weeks(struct request *rq, const struct group_view *v)
{
	for (size_t i = v->topics; i-- > 0;)
		if (v->topic[i].week <= v->open)
			put_week(rq, v, &v->topic[i]);
	if (v->list.more)
		group_more(&rq->out, v);
	for (size_t i = 0; v->first && i < v->topics; i++)
		if (v->topic[i].week > v->open)
			group_week_to_come(&rq->out, &v->topic[i],
				zone_day(rq->ctx, v->round->zone, v->topic[i].opens_at));
}

/* For its members and those who run it; who reads across may be in a group that has none. */
static bool put_meeting(struct request *rq, const struct group_view *v)
{
	int64_t features = rq->place->features;

	if (v->over || (!v->member && !v->writes))
		return true;
	if (rq->place->group != v->group->id.v
		&& !feature_of_group(rq->ctx, v->group->id.v, &features))
		return false;
	return meeting_put(rq, v->group->id, features);
}

bool group_page(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct group_view v = { .first = rq->query.len == 0 };
	struct again_offer again = { 0 };
	struct thread_spot behind = { INT64_MAX, INT64_MAX };

	if (!v.first) {
		behind.last_at = query_int(rq, "last", 0, INT64_MAX, INT64_MAX);
		behind.id = query_int(rq, "id", 0, INT64_MAX, INT64_MAX);
	}
	if (!ctx_ok(c) || !find(rq, &v) || !listing_find(rq, v.group->id, v.round, behind, &v.list))
		return false;
	if (v.first && v.over && v.member && !again_find(c, &again))
		return false;
	layout_visit(rq, OBJECT_GROUP, v.group->id.v);
	layout_open(rq, v.group->name);
	if (v.first) {
		group_top(&rq->out, &v);
		if (!put_meeting(rq, &v))
			return false;
	} else {
		group_older_page(&rq->out, &v);
	}
	again_put(rq, &again);
	put_weeks(rq, &v);
	layout_close(rq);
	return true;
}

static bool start_begin(struct request *rq, const struct group_view *v, struct start *ret)
{
	const struct alias_spot spot = { v->group->round, v->group->id, { 0 }, S("") };

	*ret = (struct start){ .group = v->group,
		.topic = v->topic,
		.open = v->open,
		.week = v->open,
		.person = rq->ctx->actor.v,
		.member = v->member };
	return !v->member || alias_ask(rq, &spot, &ret->name);
}

static void put_start(struct request *rq, const struct group_view *v, struct start *s)
{
	struct part_body field = { "What you want to say", s->body };

	s->title_wrong = layout_wrong_at(rq, "title");
	s->week_wrong = layout_wrong_at(rq, "week");
	layout_open(rq, S("Start a thread"));
	part_problem(rq);
	group_new_open(&rq->out, s);
	part_body_field(rq, &field);
	group_new_week(&rq->out, s);
	if (s->member) {
		alias_put_feeling(rq, s->feeling);
		alias_put(rq, &s->name);
	}
	part_readers(rq, s->group->name, v->round->read_across);
	group_new_close(&rq->out, s);
	layout_close(rq);
}

bool group_thread_new(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct group_view v = { 0 };
	struct draft d;

	if (!find(rq, &v) || !draft_find(c, rq->path, &d))
		return false;
	if (v.open == 0)
		return fail(c, FAULT_ABSENT, "The first week has not begun yet.");
	struct start s;
	if (!start_begin(rq, &v, &s))
		return false;
	if (d.path.len) /* which name was chosen then is not known */
		s.name.as = APPEAR_UNCHOSEN;
	s.title = d.title;
	s.body = d.body;
	s.once = layout_once(rq);
	put_start(rq, &v, &s);
	return true;
}

static bool start_open(struct request *rq, const struct start *s, struct thread_id *ret)
{
	struct thread_draft d = { .group = s->group->id,
		.week = s->week,
		.title = s->title,
		.body = s->body,
		.byline = s->member ? S("") : part_byline(rq, false),
		.once = s->once,
		.feeling = s->feeling,
		.wish = s->member ? &s->name : NULL };

	return thread_open(rq->ctx, rq->place, &d, ret) && draft_drop(rq->ctx, rq->path);
}

bool group_thread_send(struct request *rq)
{
	static const char *const fields[] = { "once", "title", "body", "week", "feeling", "as",
		"alias", NULL };
	struct ctx *c = rq->ctx;
	struct group_view v = { 0 };
	struct thread_id id;
	struct start s;

	if (!find(rq, &v) || !start_begin(rq, &v, &s))
		return false;
	s.once = form_str(rq, "once", POST_ONCE_MAX);
	s.title = part_form_text(rq, "title");
	s.body = part_form_text(rq, "body");
	s.feeling = alias_form_feeling(rq);
	s.week = form_int(rq, "week", 0, ROUND_WEEKS_MAX, 0);
	if (form_only(rq, fields) && start_open(rq, &s, &id)) {
		rq->saved = arena_fmt(c->mem, "thread-%lld-%lld", (long long)v.group->id.v,
			(long long)c->actor.v);
		return request_see(rq, URL("/thread/%", { id.v }));
	}
	put_start(rq, &v, &s);
	return false;
}
