/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/clinic_routes.h"
#include "community/paper_gone.h"
#include "community/part_page.h"
#include "site/layout.h"

struct remove_view {
	struct request *rq;
	struct paper paper;
	struct str reason, draft;
};

#include "paper_gone.html.h"

static bool read(struct request *rq, struct remove_view *v)
{
	*v = (struct remove_view){ .rq = rq };
	if (!paper_get(rq->ctx, (struct paper_id){ path_id(rq, "paper") }, &v->paper))
		return false;
	v->draft = arena_fmt(rq->ctx->mem, "remove-%lld-%lld", (long long)v->paper.id.v,
		(long long)rq->ctx->actor.v);
	return true;
}

static void put(struct request *rq, struct remove_view *v)
{
	layout_open(rq, S("Remove it"));
	part_problem(rq);
	paper_remove_form(&rq->out, v);
	layout_close(rq);
}

bool paper_remove_show(struct request *rq)
{
	struct remove_view v;

	if (!ctx_ok(rq->ctx) || !read(rq, &v))
		return false;
	put(rq, &v);
	return true;
}

bool paper_remove_send(struct request *rq)
{
	static const char *const fields[] = { "reason", NULL };
	struct remove_view v;

	if (!ctx_ok(rq->ctx) || !read(rq, &v))
		return false;
	v.reason = part_form_text(rq, "reason");
	if (form_only(rq, fields) && paper_gone_remove(rq->ctx, v.paper.id, v.reason)) {
		rq->saved = v.draft;
		return request_see(rq, URL("/clinic/group/%?done=removed", { v.paper.group.v }));
	}
	put(rq, &v);
	return false;
}
