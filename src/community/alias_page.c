/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/alias_page.h"

#include "community/alias_lift.h"
#include "community/feeling.h"
#include "community/part_page.h"
#include "community/post.h"
#include "community/thread.h"
#include "core/person.h"
#include "http/html.h"
#include "site/layout.h"

enum { WORD_MAX = 20, REASON_BYTES = 8 * ALIAS_REASON_MAX };

struct choice_view {
	const struct alias_offer *o;
	enum appear_as as;
	struct str wrong;
	bool alone;
};
struct raise_view {
	struct thread_id thread;
	struct post post;
	struct str first, full, wrong;
	enum appear_as as;
	bool one;
};
struct who_view {
	const struct thread *t;
	const struct alias_seen *at;
	size_t n;
	int64_t person;
	struct post_id chosen;
	struct str once, reason, post_wrong, reason_wrong;
};

#include "alias.html.h"

bool alias_ask(struct request *rq, const struct alias_spot *s, struct alias_wish *ret)
{
	*ret = (struct alias_wish){ .spot = *s, .shown = S("") };
	if (!alias_find(rq->ctx, s, &ret->offer))
		return false;
	ret->as = ret->offer.as;
	/* A letter's answer, or a page from before there was a choice, has neither. */
	if (rq->method != POST || !(form_has(rq, "as") || form_has(rq, "alias")))
		return true;
	ret->as = appear_of(form_str(rq, "as", WORD_MAX));
	ret->shown = form_str(rq, "alias", 4 * APPEAR_ALIAS_MAX);
	return true;
}

void alias_put(struct request *rq, const struct alias_wish *w)
{
	struct choice_view v = { &w->offer, w->as, layout_wrong_at(rq, "as"), w->alone };

	alias_choice(&rq->out, &v);
}

void alias_put_feeling(struct request *rq, struct str now)
{
	feeling_field(&rq->out, now, layout_wrong_at(rq, "feeling"));
}

struct str alias_form_feeling(struct request *rq)
{
	return form_str(rq, "feeling", FEELING_MAX);
}

/* A post of c->actor whose name can tell more than it does. */
static bool raise_read(struct request *rq, struct raise_view *v)
{
	struct ctx *c = rq->ctx;
	struct post_id post = { path_id(rq, "post") };
	struct person me;
	struct str body;

	*v = (struct raise_view){ .thread = { path_id(rq, "thread") }, .as = APPEAR_UNCHOSEN };
	if (!ctx_ok(c) || !post_get(c, v->thread, post, &v->post, &body)
		|| !person_get(c, c->actor, &me))
		return false;
	v->first = me.shown_name;
	v->full = me.name;
	if (v->post.author.v != c->actor.v)
		return fail(c, FAULT_DENIED, "Only the person who wrote a post can change it.");
	return (v->post.as > APPEAR_UNCHOSEN && v->post.as < APPEAR_FULL)
		|| fail(c, FAULT_ABSENT, "There is no name that would tell more than this one.");
}

static void put_raise(struct request *rq, struct raise_view *v)
{
	v->wrong = layout_wrong_at(rq, "as");
	layout_open(rq, S("Show who wrote this"));
	part_problem(rq);
	raise_form(&rq->out, v);
	layout_close(rq);
}

bool alias_raise_start(struct request *rq)
{
	struct raise_view v;

	if (!raise_read(rq, &v))
		return false;
	put_raise(rq, &v);
	return true;
}

bool alias_raise_send(struct request *rq)
{
	static const char *const fields[] = { "as", "where", NULL };
	struct ctx *c = rq->ctx;
	struct raise_view v;

	if (!raise_read(rq, &v))
		return false;
	v.as = appear_of(form_str(rq, "as", WORD_MAX));
	v.one = str_eq(form_str(rq, "where", WORD_MAX), S("post"));
	if (form_only(rq, fields) && alias_raise(c, v.thread, v.post.id, v.as, !v.one))
		return request_see(
			rq, URL("/thread/%?at=%#p%", { v.thread.v, v.post.id.v, v.post.id.v }));
	put_raise(rq, &v);
	return false;
}

static bool who_read(struct request *rq, struct who_view *v)
{
	struct ctx *c = rq->ctx;
	struct thread *t = arena_new(c->mem, struct thread, 1);
	struct alias_seen *a;

	*v = (struct who_view){ .t = t, .person = c->actor.v, .reason = S("") };
	if (!thread_get(c, (struct thread_id){ path_id(rq, "thread") }, t)
		|| !alias_list(c, t->id, &a, &v->n))
		return false;
	v->at = a;
	return true;
}

static void put_who(struct request *rq, struct who_view *v)
{
	v->post_wrong = layout_wrong_at(rq, "post");
	v->reason_wrong = layout_wrong_at(rq, "reason");
	layout_open(rq, S("Whose alias is it?"));
	part_problem(rq);
	who_top(&rq->out, v);
	who_form(&rq->out, v);
	layout_close(rq);
}

bool alias_who_start(struct request *rq)
{
	struct who_view v;

	if (!who_read(rq, &v))
		return false;
	v.once = layout_once(rq);
	put_who(rq, &v);
	return true;
}

/* The answer is the page itself and no address that shows it again. */
bool alias_who_send(struct request *rq)
{
	static const char *const fields[] = { "once", "post", "reason", NULL };
	struct ctx *c = rq->ctx;
	struct alias_owner owner;
	struct who_view v;

	if (!who_read(rq, &v))
		return false;
	v.once = form_str(rq, "once", POST_ONCE_MAX);
	v.chosen.v = form_int(rq, "post", 1, INT64_MAX, 0);
	v.reason = form_str(rq, "reason", REASON_BYTES);
	if (!form_only(rq, fields) || !alias_lift(c, v.t->id, v.chosen, v.reason, v.once, &owner)) {
		put_who(rq, &v);
		return false;
	}
	rq->saved = arena_fmt(c->mem, "who-%lld-%lld", (long long)v.t->id.v, (long long)v.person);
	rq->unkept = true;
	layout_open(rq, S("Whose alias is it?"));
	who_top(&rq->out, &v);
	who_answer(&rq->out, &owner);
	layout_close(rq);
	return true;
}
