/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite.h"
#include "community/invite_routes.h"
#include "core/session.h"
#include "http/request.h"
#include "site/layout.h"
#include "site/signin_page.h"

enum { KEY_MAX = 64, TYPED_MAX = 1000 };

struct guest_view {
	struct invitation is;
	struct str token, typed, refused;
	struct str other; /* who else is signed in on this device */
	bool here, used;  /* the invited person is signed in; the link was used */
};

#include "invite.html.h"

/* A link that does not work is no failure of the request: its page says what to do. */
static bool no_link(struct request *rq)
{
	struct fault fault = rq->ctx->fault;

	if (fault.kind != FAULT_GONE && fault.kind != FAULT_ABSENT)
		return false;
	rq->ctx->fault = (struct fault){ 0 };
	rq->status = fault.kind == FAULT_GONE ? 410 : 404;
	layout_open(rq, S("This invitation does not work"));
	guest_unknown(&rq->out, arena_str(rq->ctx->mem, str_of(fault.text)));
	layout_close(rq);
	return true;
}

static bool load(struct request *rq, struct guest_view *v)
{
	*v = (struct guest_view){ .token = path_str(rq, "token"), .typed = S("") };
	if (!invite_find(rq->ctx, v->token, &v->is))
		return false;
	int64_t actor = rq->ctx->actor.v;
	v->used = v->is.person.v != 0;
	v->here = v->used && v->is.person.v == actor;
	if (actor && !v->here && v->is.owner.v != actor)
		v->other = rq->session->shown_name;
	return true;
}

bool invite_page(struct request *rq)
{
	struct guest_view v;

	if (!load(rq, &v))
		return no_link(rq);
	layout_open(rq, arena_fmt(rq->ctx->mem, "Invitation to %s", v.is.round_title.at));
	if (v.used && rq->ctx->actor.v == 0)
		guest_used(&rq->out, &v);
	else
		guest_view(&rq->out, rq, &v);
	layout_close(rq);
	return true;
}

static struct invite_came came_of(struct request *rq)
{
	return (struct invite_came){ .token = path_str(rq, "token"),
		.network = rq->network,
		.agent = rq->user_agent,
		.once = form_str(rq, "once", KEY_MAX) };
}

static bool answer(struct request *rq, const struct guest_view *v, const struct invite_outcome *o)
{
	if (o->result == INVITE_IN) {
		if (o->session.len)
			rq->set_cookie = signin_cookie(rq, o->session);
		return request_see(rq, URL("/join/%/why", { v->is.round.v }));
	}
	layout_open(rq,
		o->result == INVITE_MAIL ? S("Check your mail")
					 : S("Somebody else is signed in here"));
	if (o->result == INVITE_MAIL)
		guest_mailed(&rq->out, v);
	else
		guest_other(&rq->out, v);
	layout_close(rq);
	return true;
}

bool invite_start_send(struct request *rq)
{
	static const char *const names[] = { "once", NULL };
	struct invite_came came = came_of(rq);
	struct invite_outcome o;
	struct guest_view v;

	if (!form_only(rq, names) || !ctx_ok(rq->ctx))
		return false;
	if (!load(rq, &v) || !invite_start(rq->ctx, &came, &o))
		return no_link(rq);
	return answer(rq, &v, &o);
}

/* ---- passed on ---- */

static void show_mine(struct request *rq, const struct guest_view *v)
{
	layout_open(rq, S("This was sent on to me"));
	guest_mine(&rq->out, rq, v);
	layout_close(rq);
}

bool invite_mine_page(struct request *rq)
{
	struct guest_view v;

	if (!load(rq, &v))
		return no_link(rq);
	show_mine(rq, &v);
	return true;
}

bool invite_mine_send(struct request *rq)
{
	static const char *const names[] = { "address", NULL };
	struct invite_came came = came_of(rq);
	struct guest_view v;

	if (!load(rq, &v))
		return no_link(rq);
	v.typed = str_trim(form_str(rq, "address", TYPED_MAX));
	if (form_only(rq, names) && ctx_ok(rq->ctx) && invite_mine(rq->ctx, &came, v.typed)) {
		layout_open(rq, S("Check your mail"));
		guest_mine_mailed(&rq->out, &v);
		layout_close(rq);
		return true;
	}
	if (!rq->ctx->wrong)
		v.refused = str_of(rq->ctx->fault.text);
	show_mine(rq, &v);
	return false;
}

/* ---- no, thank you ---- */

bool invite_no_page(struct request *rq)
{
	struct guest_view v;

	if (!load(rq, &v) && rq->ctx->fault.kind != FAULT_GONE)
		return no_link(rq);
	rq->ctx->fault = (struct fault){ 0 };
	layout_open(rq, S("No invitations"));
	guest_no(&rq->out, &v);
	layout_close(rq);
	return true;
}

bool invite_no_send(struct request *rq)
{
	static const char *const names[] = { NULL };

	if (!form_only(rq, names))
		return false;
	if (!invite_refuse(rq->ctx, path_str(rq, "token")))
		return no_link(rq);
	layout_open(rq, S("No invitations"));
	guest_no_done(&rq->out);
	layout_close(rq);
	return true;
}
