/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/story.h"

#include "base/utf8.h"
#include "community/part_page.h"
#include "community/welcome_routes.h"
#include "core/once.h"
#include "site/layout.h"

enum { KEY_MAX = 64 };

struct stories_view {
	const struct story *story;
	size_t n;
	struct str done;
};
struct story_form {
	struct request *rq;
	struct story_id id; /* 0: a new one */
	struct str said_by, body, once, draft, by_wrong, body_wrong;
};

#include "story.html.h"

static struct str done_text(struct request *rq)
{
	struct str what = query_str(rq, "done", 20);

	if (str_eq(what, S("added")))
		return S("The story is added. Newcomers read it from now on.");
	if (str_eq(what, S("saved")))
		return S("The story is saved.");
	if (str_eq(what, S("shown")))
		return S("Newcomers read this story again.");
	if (str_eq(what, S("hidden")))
		return S("The story is hidden. Nothing is lost: you can show it again.");
	if (str_eq(what, S("moved")))
		return S("The story has moved up.");
	return S("");
}

static struct story_form form_of(struct request *rq, struct story_id id)
{
	struct ctx *c = rq->ctx;

	return (struct story_form){ .rq = rq,
		.id = id,
		.draft = arena_fmt(
			c->mem, "story-%lld-%lld", (long long)id.v, (long long)c->actor.v) };
}

static void put_all(struct request *rq, const struct stories_view *v, struct story_form *f)
{
	f->by_wrong = layout_wrong_at(rq, "said_by");
	f->body_wrong = layout_wrong_at(rq, "body");
	layout_open(rq, S("Stories for newcomers"));
	part_problem(rq);
	stories_top(&rq->out, v);
	story_new(&rq->out, f);
	layout_close(rq);
}

static bool read_all(struct request *rq, struct stories_view *v)
{
	struct story *s;

	if (!story_list(rq->ctx, true, &s, &v->n))
		return false;
	v->story = s;
	return true;
}

bool story_list_page(struct request *rq)
{
	struct story_form f = form_of(rq, (struct story_id){ 0 });
	struct stories_view v = { .done = done_text(rq) };

	if (!ctx_ok(rq->ctx) || !read_all(rq, &v))
		return false;
	f.once = layout_once(rq);
	put_all(rq, &v, &f);
	return true;
}

/* The text names the form, so that a form used again with another text is another one. */
static bool add(struct request *rq, const struct story_form *f)
{
	struct story_draft d = { f->said_by, f->body };
	struct str text = arena_fmt(rq->ctx->mem, "%.*s\n%.*s", (int)f->said_by.len, f->said_by.at,
		(int)f->body.len, f->body.at);
	struct story_id id = { 0 };

	return once_find(rq->ctx, f->once, text, &id.v)
		&& (id.v > 0
			|| (story_add(rq->ctx, &d, &id)
				&& once_keep(rq->ctx, f->once, text, id.v)));
}

bool story_add_page(struct request *rq)
{
	static const char *const fields[] = { "once", "said_by", "body", NULL };
	struct story_form f = form_of(rq, (struct story_id){ 0 });
	struct stories_view v = { 0 };

	if (!read_all(rq, &v))
		return false;
	f.once = form_str(rq, "once", KEY_MAX);
	f.said_by = part_form_text(rq, "said_by");
	f.body = part_form_text(rq, "body");
	if (form_only(rq, fields) && ctx_ok(rq->ctx) && add(rq, &f)) {
		rq->saved = f.draft;
		return request_see(rq, URL("/welcome/stories?done=added"));
	}
	put_all(rq, &v, &f);
	return false;
}

static void put_one(struct request *rq, struct story_form *f)
{
	f->by_wrong = layout_wrong_at(rq, "said_by");
	f->body_wrong = layout_wrong_at(rq, "body");
	layout_open(rq, S("Change a story"));
	story_change(&rq->out, f);
	layout_close(rq);
}

bool story_edit_page(struct request *rq)
{
	struct story_form f = form_of(rq, (struct story_id){ path_id(rq, "story") });
	struct story s;

	if (!ctx_ok(rq->ctx) || !story_get(rq->ctx, f.id, &s))
		return false;
	f.said_by = s.said_by;
	f.body = s.body;
	put_one(rq, &f);
	return true;
}

bool story_save_page(struct request *rq)
{
	static const char *const fields[] = { "said_by", "body", NULL };
	struct story_form f = form_of(rq, (struct story_id){ path_id(rq, "story") });

	f.said_by = part_form_text(rq, "said_by");
	f.body = part_form_text(rq, "body");
	struct story_draft d = { f.said_by, f.body };
	if (form_only(rq, fields) && ctx_ok(rq->ctx) && story_edit(rq->ctx, f.id, &d)) {
		rq->saved = f.draft;
		return request_see(rq, URL("/welcome/stories?done=saved"));
	}
	put_one(rq, &f);
	return false;
}

bool story_show_page(struct request *rq)
{
	struct story_id id = { path_id(rq, "story") };
	bool on = form_int(rq, "on", 0, 1, 1) == 1;

	return ctx_ok(rq->ctx) && story_show(rq->ctx, id, on)
		&& request_see(rq,
			on ? URL("/welcome/stories?done=shown")
			   : URL("/welcome/stories?done=hidden"));
}

bool story_up_page(struct request *rq)
{
	struct story_id id = { path_id(rq, "story") };

	return ctx_ok(rq->ctx) && story_up(rq->ctx, id)
		&& request_see(rq, URL("/welcome/stories?done=moved"));
}
