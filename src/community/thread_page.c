/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/alias_page.h"
#include "community/first.h"
#include "community/part_page.h"
#include "community/post.h"
#include "community/post_text.h"
#include "community/routes.h"
#include "community/sheet_page.h"
#include "community/tap.h"
#include "community/thread.h"
#include "community/when.h"
#include "core/activity.h"
#include "core/draft.h"
#include "core/person.h"
#include "http/html.h"
#include "site/layout.h"

struct thread_view {
	const struct thread *t;
	struct post_id after;
	struct url earlier, script;
	bool moderates, posted, ended;
	bool read; /* «I read this» was tapped just now */
};
struct answer {
	const struct thread *t;
	struct str key, once, body, feeling;
	bool named; /* a member, or a guest; who is neither writes under their own name */
	struct alias_wish name; /* of who is */
};

#include "thread.html.h"

static struct str draft_path(struct ctx *c, struct thread_id id)
{
	return arena_fmt(c->mem, "/thread/%lld/post", (long long)id.v);
}

/* Under which the browser keeps what is typed into the form. */
static struct str saved_key(struct ctx *c, struct thread_id id)
{
	return arena_fmt(c->mem, "reply-%lld-%lld", (long long)id.v, (long long)c->actor.v);
}

static void put_form(struct request *rq, const struct answer *a)
{
	struct part_body field = { "Your answer", a->body };

	thread_answer_open(&rq->out, a);
	part_body_field(rq, &field);
	if (a->named) {
		alias_put_feeling(rq, a->feeling);
		alias_put(rq, &a->name);
	}
	part_readers(rq, a->t->group_name, a->t->read_across);
	thread_answer_close(&rq->out);
}

static bool ask_name(struct request *rq, struct answer *a)
{
	struct alias_spot spot = alias_spot_of(a->t);

	return alias_ask(rq, &spot, &a->name);
}

static bool put_answer(struct request *rq, const struct thread_view *v)
{
	struct ctx *c = rq->ctx;
	struct draft d;

	if (v->moderates && !v->t->deleted_at)
		thread_moderate(&rq->out, v);
	if (c->roles & ROLE_SAFEGUARDING)
		thread_who(&rq->out, v);
	if (v->t->closed_at || v->t->deleted_at)
		return true;
	if (v->ended) {
		thread_ended(&rq->out);
		return true;
	}
	bool guest = false;
	if (!v->t->member && !v->moderates && !first_guest(c, v->t->id, &guest))
		return false;
	if (!v->t->member && !v->moderates && !guest) {
		thread_read_only(&rq->out, v);
		return true;
	}
	if (guest)
		thread_guest(&rq->out, v);
	if (!draft_find(c, draft_path(c, v->t->id), &d))
		return false;
	struct answer a = {
		.t = v->t, .key = saved_key(c, v->t->id), .once = layout_once(rq), .body = d.body
	};
	a.named = v->t->member || guest;
	if (a.named && !ask_name(rq, &a))
		return false;
	if (d.path.len) /* which name was chosen before the session ended is not known */
		a.name.as = APPEAR_UNCHOSEN;
	thread_answer_head(&rq->out);
	put_form(rq, &a);
	thread_answer_foot(&rq->out);
	return true;
}

/* The page that was asked for: behind a post, or the one that shows a post. */
static bool find_page(struct request *rq, struct thread_view *v)
{
	struct ctx *c = rq->ctx;
	struct post_id at, before;

	if (rq->query.len == 0)
		return true;
	v->after.v = query_int(rq, "after", 0, INT64_MAX, 0);
	at.v = query_int(rq, "at", 0, INT64_MAX, 0);
	v->read = query_int(rq, "read", 0, 1, 0) == 1;
	if (!ctx_ok(c) || (at.v && !post_page_of(c, v->t->id, at, &v->after)))
		return false;
	if (v->after.v == 0)
		return true;
	if (!post_page_before(c, v->t->id, v->after, &before))
		return false;
	v->earlier = before.v ? URL("/thread/%?after=%", { v->t->id.v, before.v })
			      : URL("/thread/%", { v->t->id.v });
	return true;
}

bool thread_page(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct thread t;
	struct when when;
	struct thread_view v = { .t = &t, .moderates = part_moderates(rq) };

	if (!thread_get(c, (struct thread_id){ path_id(rq, "thread") }, &t) || !find_page(rq, &v))
		return false;
	if (t.deleted_at && !v.moderates)
		return fail(c, FAULT_ABSENT, "This thread was deleted by its author.");
	if (t.member && !part_ended(rq, t.group, &v.ended))
		return false;
	when_init(&when, c, t.zone, t.opened_at);
	struct sheet_view sheet = { &t, &when, v.after, v.moderates, v.ended };
	v.posted = rq->saved.len && str_eq(rq->saved, saved_key(c, t.id));
	v.script = layout_asset(rq, "/asset/$/js/live.js");
	layout_visit(rq, OBJECT_THREAD, t.id.v);
	layout_open(rq, t.title);
	thread_top(&rq->out, &v);
	thread_posts_open(&rq->out, &v);
	if (!sheet_put(rq, &sheet))
		return false;
	thread_posts_close(&rq->out, &v);
	if (!put_answer(rq, &v))
		return false;
	if (tap_offered(rq->place))
		thread_read_it(&rq->out, &v);
	layout_close(rq);
	return true;
}

bool thread_answer_start(struct request *rq)
{
	return request_see(rq, URL("/thread/%#reply", { path_id(rq, "thread") }));
}

static void answer_again(struct request *rq, const struct answer *a)
{
	layout_open(rq, S("Your answer"));
	part_problem(rq);
	thread_again(&rq->out, a);
	put_form(rq, a);
	layout_close(rq);
}

static bool answer_add(struct request *rq, const struct answer *a, struct post_id *ret)
{
	struct post_draft d = { .thread = a->t->id,
		.body = a->body,
		.byline = a->named ? S("") : part_byline(rq, false),
		.once = a->once,
		.feeling = a->feeling,
		.wish = a->named ? &a->name : NULL,
		.drawn = rq->before };

	return post_add(rq->ctx, rq->place, &d, ret)
		&& draft_drop(rq->ctx, draft_path(rq->ctx, a->t->id));
}

void thread_answer_early(struct request *rq)
{
	struct post_text *drawn = arena_new(rq->ctx->mem, struct post_text, 1);
	struct str body = part_form_text(rq, "body");

	if (ctx_ok(rq->ctx) && post_draw(rq->ctx, body, drawn))
		rq->before = drawn;
}

bool thread_answer_send(struct request *rq)
{
	static const char *const fields[] = { "once", "body", "feeling", "as", "alias", NULL };
	struct ctx *c = rq->ctx;
	struct thread t;
	struct post_id id;

	if (!thread_get(c, (struct thread_id){ path_id(rq, "thread") }, &t))
		return false;
	struct answer a = { .t = &t, .key = saved_key(c, t.id), .named = t.member };
	if (!t.member && !part_moderates(rq) && !first_guest(c, t.id, &a.named))
		return false;
	if (a.named && !ask_name(rq, &a))
		return false;
	a.once = form_str(rq, "once", POST_ONCE_MAX);
	a.body = part_form_text(rq, "body");
	a.feeling = alias_form_feeling(rq);
	if (form_only(rq, fields) && answer_add(rq, &a, &id)) {
		rq->saved = arena_fmt(
			c->mem, "reply-%lld-%lld", (long long)t.id.v, (long long)c->actor.v);
		return request_see(rq, URL("/thread/%?at=%#p%", { t.id.v, id.v, id.v }));
	}
	answer_again(rq, &a);
	return false;
}

bool thread_read_tap(struct request *rq)
{
	struct thread_id id = { path_id(rq, "thread") };

	return ctx_ok(rq->ctx) && tap_read(rq->ctx, rq->place, id)
		&& request_see(rq, URL("/thread/%?read=1#read", { id.v }));
}

bool thread_close_set(struct request *rq)
{
	struct thread_id id = { path_id(rq, "thread") };
	bool closed = form_int(rq, "on", 0, 1, 1);

	return ctx_ok(rq->ctx) && thread_close(rq->ctx, id, closed)
		&& request_see(rq, URL("/thread/%", { id.v }));
}
