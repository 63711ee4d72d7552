/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_play.h"

#include "app/demo_round.h"
#include "community/alias.h"
#include "community/mark.h"
#include "community/post.h"
#include "community/thread.h"
#include "core/activity.h"
#include "core/person.h"
#include "core/place.h"

#include <assert.h>

/* Pages without a thread: two of three are the group's. */
enum { HOME_EVERY = 3 };

static bool visit(struct demo_round *r, const struct demo_event *e)
{
	bool thread = e->scene && e->scene->thread, home = !e->scene && e->order % HOME_EVERY == 0;
	struct trace t = { .participant = e->who->participant,
		.id = ctx_id(r->c),
		.round = r->id,
		.object = thread ? e->scene->thread
			: home	 ? 0
				 : e->group->id,
		.at = e->at,
		.amount = 1,
		.class = TRACE_VISIT,
		.channel = CHANNEL_WEB,
		.object_kind = thread ? OBJECT_THREAD
			: home	      ? OBJECT_HOME
				      : OBJECT_GROUP };

	if (!activity_add(r->c, &t) || e->seconds == 0)
		return ctx_ok(r->c);
	t.class = TRACE_ACTIVE;
	t.amount = e->seconds;
	return activity_add(r->c, &t);
}

static struct str text_of(struct demo_round *r, const struct demo_scene *s, struct str body)
{
	struct str name[DEMO_SCRIPT_PEOPLE] = { 0 };

	for (int i = 0; i < s->text->people; i++)
		name[i] = s->cast[i]->given;
	return demo_script_text(r->c, body, name);
}

/* Who writes under an alias is offered one as on the form. */
static bool find_wish(struct demo_round *r, const struct demo_event *e, struct alias_wish *ret)
{
	const struct demo_scene *s = e->scene;
	struct thread t = { 0 };

	*ret = (struct alias_wish){ .as = APPEAR_ALIAS, .shown = S("") };
	if (!s->text->line[e->line].alias)
		return true;
	if (s->thread && !thread_get(r->c, (struct thread_id){ s->thread }, &t))
		return false;
	ret->spot = alias_spot_of(&t);
	ret->spot.round.v = r->id;
	ret->spot.group.v = e->group->id;
	return alias_find(r->c, &ret->spot, &ret->offer);
}

static bool open_thread(struct demo_round *r, const struct demo_event *e, const struct place *p,
	const struct alias_wish *wish)
{
	struct demo_scene *s = e->scene;
	struct thread_draft d = { .group = { e->group->id },
		.title = s->text->title,
		.body = text_of(r, s, s->text->line[0].body),
		.byline = e->who->given,
		.feeling = s->text->line[0].feeling,
		.wish = s->text->line[0].alias ? wish : NULL };
	struct thread_id id;
	struct thread t;

	if (!thread_open(r->c, p, &d, &id) || !thread_get(r->c, id, &t))
		return false;
	s->thread = id.v;
	s->post[0] = t.last_post.v;
	return true;
}

static bool post(struct demo_round *r, const struct demo_event *e, const struct place *p)
{
	struct demo_scene *s = e->scene;
	const struct demo_line *line = &s->text->line[e->line];
	struct alias_wish wish;
	struct post_id id;

	if (!find_wish(r, e, &wish))
		return false;
	if (e->line == 0)
		return open_thread(r, e, p, &wish);
	struct post_draft d = { .thread = { s->thread },
		.body = text_of(r, s, line->body),
		.byline = e->who->given,
		.feeling = line->feeling,
		.wish = line->alias ? &wish : NULL };
	if (!post_add(r->c, p, &d, &id))
		return false;
	s->post[e->line] = id.v;
	return true;
}

static bool act(struct demo_round *r, const struct demo_event *e)
{
	struct demo_scene *s = e->scene;
	struct place p;

	if (e->act == DEMO_VISIT)
		return visit(r, e);
	assert(s);
	if (!place_find(r->c, &p))
		return false;
	if (e->act == DEMO_POST)
		return post(r, e, &p);
	struct thread_id thread = { s->thread };
	struct post_id on = { s->post[e->line] };
	if (e->act == DEMO_EDIT)
		return post_edit(r->c, thread, on, text_of(r, s, s->text->line[e->line].later));
	return mark_put(r->c, &p, mark_on_post(thread, on),
		e->act == DEMO_USEFUL ? MARK_USEFUL : MARK_SAVE, MARK_ON);
}

bool demo_play_round(struct demo_round *r)
{
	for (size_t i = 0; i < r->events; i++) {
		const struct demo_event *e = &r->event[i];

		r->c->now = e->at;
		r->c->actor = e->who->person;
		r->c->roles = ROLE_STUDENT;
		if (!act(r, e))
			return false;
	}
	return true;
}
