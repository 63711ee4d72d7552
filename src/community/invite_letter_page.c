/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_letter.h"
#include "community/invite_routes.h"
#include "http/request.h"
#include "site/layout.h"

enum { TYPED_MAX = 40000 };

struct letter_view {
	struct invite_list list;
	struct invite_words words; /* what the preview fills in */
	struct invite_letter typed, shown;
	struct str refused, draft;
};

#include "round_field.html.h"

#include "invite_letter.html.h"

static bool load(struct request *rq, struct letter_view *v)
{
	struct invite_list_id id = { path_id(rq, "list") };
	struct ctx *c = rq->ctx;

	*v = (struct letter_view){ 0 };
	if (!ctx_ok(c) || !invite_list_get(c, id, &v->list))
		return false;
	v->typed = (struct invite_letter){ v->list.subject, v->list.body };
	v->words = (struct invite_words){ S("Sam"), v->list.round_title, v->list.sender_name,
		invite_letter_link(c, S("…")), invite_letter_no(c, S("…")) };
	v->draft =
		arena_fmt(c->mem, "%lld-list-%lld-letter", (long long)c->actor.v, (long long)id.v);
	return true;
}

static void show(struct request *rq, struct letter_view *v)
{
	v->shown = invite_letter_fill(rq->ctx, &v->typed, &v->words);
	layout_open(rq, S("The letter"));
	letter_form_view(&rq->out, rq, v);
	layout_close(rq);
}

bool invite_letter_page(struct request *rq)
{
	struct letter_view v;

	if (!load(rq, &v))
		return false;
	if (v.list.sent_at)
		return request_see(rq, URL("/list/%", { v.list.id.v }));
	show(rq, &v);
	return true;
}

bool invite_letter_send(struct request *rq)
{
	static const char *const names[] = { "subject", "body", "look", NULL };
	struct ctx *c = rq->ctx;
	struct letter_view v;

	if (!load(rq, &v))
		return false;
	v.typed.subject = form_str(rq, "subject", TYPED_MAX);
	v.typed.body = form_str(rq, "body", TYPED_MAX);
	bool look = form_has(rq, "look");
	bool good = form_only(rq, names)
		&& (look ? invite_letter_check(c, &v.typed)
			 : invite_letter_save(c, v.list.id, &v.typed));
	if (good && !look) {
		rq->saved = v.draft;
		return request_see(rq, URL("/list/%?letter=1", { v.list.id.v }));
	}
	if (!good && !c->wrong)
		v.refused = str_of(c->fault.text);
	show(rq, &v);
	return good;
}
