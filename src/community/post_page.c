/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/post.h"

#include "community/alias_page.h"
#include "community/mark_page.h"
#include "community/part_page.h"
#include "community/routes.h"
#include "community/thread.h"
#include "community/when.h"
#include "community/words.h"
#include "core/draft.h"
#include "http/html.h"
#include "site/layout.h"

enum { VERSIONS_SHOWN = 100 };

struct edit {
	struct thread_id thread;
	struct post_id post;
	int64_t person;
	int64_t version; /* when the text that is being changed was written; 0: with the post */
	struct str once;
};

#include "post.html.h"

static struct edit edit_of(struct request *rq)
{
	return (struct edit){ { path_id(rq, "thread") }, { path_id(rq, "post") }, rq->ctx->actor.v,
		0, S("") };
}

static struct url self_of(const struct edit *e)
{
	return URL("/thread/%?at=%#p%", { e->thread.v, e->post.v, e->post.v });
}

static bool see_post(struct request *rq, const struct edit *e)
{
	return request_see(rq, self_of(e));
}

/* A post that its author asks to change. */
static bool own_post(
	struct request *rq, const struct edit *e, struct post *ret, struct str *ret_body)
{
	struct ctx *c = rq->ctx;

	if (!ctx_ok(c) || !post_get(c, e->thread, e->post, ret, ret_body))
		return false;
	if (ret->author.v != c->actor.v)
		return fail(c, FAULT_DENIED, "Only the person who wrote a post can change it.");
	return !ret->deleted_at || fail(c, FAULT_ABSENT, "You deleted this post.");
}

/* saved is NULL, or what the post says since it was changed elsewhere. */
static void edit_form(struct request *rq, struct edit *e, const struct str *saved, struct str body,
	struct str feeling)
{
	struct part_body field = { saved ? "What you typed here" : "Your post", body };

	e->once = layout_once(rq);
	layout_open(rq, S("Edit your post"));
	post_edit_top(&rq->out, e);
	part_problem(rq);
	if (saved)
		post_edit_saved(&rq->out, *saved);
	post_edit_open(&rq->out, e);
	part_body_field(rq, &field);
	alias_put_feeling(rq, feeling);
	post_edit_close(&rq->out, e, saved != NULL);
	layout_close(rq);
}

bool post_edit_start(struct request *rq)
{
	struct edit e = edit_of(rq);
	struct post p;
	struct str body;
	struct draft d;

	if (!own_post(rq, &e, &p, &body) || !draft_find(rq->ctx, rq->path, &d))
		return false;
	/* What waits here began with the text of then: where there is another now, sending
	   it shows both. */
	if (!str_to_int(d.version, &e.version))
		e.version = p.edited_at;
	edit_form(rq, &e, NULL, d.path.len ? d.body : body, p.feeling);
	return true;
}

/* Whether the text that somebody set out to change is still the one that is there. A form without a
   version asks for nothing. */
static bool is_newest(
	struct request *rq, struct edit *e, const struct post *p, struct str saved, struct str body)
{
	int64_t version = form_int(rq, "version", 0, INT64_MAX, p->edited_at);

	e->version = p->edited_at;
	if (version == p->edited_at || p->deleted_at || p->author.v != rq->ctx->actor.v
		|| str_eq(saved, words_tidy(rq->ctx, body)))
		return true;
	return fail(rq->ctx, FAULT_CONFLICT,
		"This post was changed meanwhile, in another window or on another device. Nothing "
		"is lost: both texts are here.");
}

bool post_edit_send(struct request *rq)
{
	static const char *const fields[] = { "once", "version", "body", "feeling", NULL };
	struct ctx *c = rq->ctx;
	struct edit e = edit_of(rq);
	struct str body = part_form_text(rq, "body"), feeling = alias_form_feeling(rq), saved;
	struct post p;

	bool read = form_only(rq, fields) && post_get(c, e.thread, e.post, &p, &saved);
	bool newest = !read || is_newest(rq, &e, &p, saved, body);
	if (read && newest && post_edit(c, e.thread, e.post, body)
		&& (!form_has(rq, "feeling") || post_feel(c, e.thread, e.post, feeling))
		&& draft_drop(c, rq->path)) {
		rq->saved = arena_fmt(
			c->mem, "edit-%lld-%lld", (long long)e.post.v, (long long)e.person);
		return see_post(rq, &e);
	}
	edit_form(rq, &e, newest ? NULL : &saved, body, feeling);
	return false;
}

bool post_delete_start(struct request *rq)
{
	struct edit e = edit_of(rq);
	struct post p;
	struct str body;

	if (!own_post(rq, &e, &p, &body))
		return false;
	layout_open(rq, S("Delete this post?"));
	post_delete_form(&rq->out, &e, (struct html){ p.html });
	layout_close(rq);
	return true;
}

bool post_delete_send(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct edit e = edit_of(rq);
	struct thread t;
	bool gone;

	if (!ctx_ok(c) || !thread_get(c, e.thread, &t) || !post_delete(c, e.thread, e.post, &gone))
		return false;
	return gone ? request_see(rq, URL("/group/%", { t.group.v })) : see_post(rq, &e);
}

static bool mark(struct request *rq, enum mark_kind kind)
{
	struct edit e = edit_of(rq);

	return mark_send(rq, mark_on_post(e.thread, e.post), kind, self_of(&e));
}

bool post_useful(struct request *rq)
{
	return mark(rq, MARK_USEFUL);
}

bool post_save(struct request *rq)
{
	return mark(rq, MARK_SAVE);
}

bool post_history(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct edit e = edit_of(rq);
	struct thread t;
	struct post p;
	struct post_version *v;
	struct when when;
	struct str body;
	size_t n;

	if (!ctx_ok(c) || !thread_get(c, e.thread, &t) || !post_get(c, e.thread, e.post, &p, &body)
		|| !post_versions(c, e.thread, e.post, VERSIONS_SHOWN, &v, &n))
		return false;
	when_init(&when, c, t.zone, p.posted_at);
	layout_open(rq, S("What this post said"));
	post_history_top(&rq->out, &e, &p);
	for (size_t i = 0; i < n; i++)
		post_history_version(&rq->out, &when, &v[i]);
	post_history_now(&rq->out, &p, body);
	layout_close(rq);
	return true;
}
