/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/me_page.h"

#include "core/consent.h"
#include "core/person.h"
#include "core/place.h"
#include "core/session.h"
#include "core/signin.h"
#include "core/zone.h"
#include "http/form.h"
#include "site/layout.h"

enum { SESSIONS = 50, PASSWORD_BYTES = 800, NAME_BYTES = 4 * PERSON_NAME_MAX };

struct me {
	struct ctx *ctx;
	struct person person;
	const struct session *session;
	size_t n;
	int64_t here;
	bool has_password;
	struct consent_answer study, membership;
	struct str zone, done, shown_name, name_wrong, password_wrong, current_wrong;
};

#include "me.html.h"

/* Students sign in by mail; who looks after others may want a password as well. */
static bool staff(const struct request *rq)
{
	return (rq->session->roles & ~(int64_t)ROLE_STUDENT) != 0;
}

static struct str done_text(struct request *rq)
{
	struct str what = query_str(rq, "done", 20);

	if (str_eq(what, S("name")))
		return S("Your name is changed.");
	if (str_eq(what, S("device")))
		return S("That device is signed out.");
	if (str_eq(what, S("password")))
		return S("Your password is set. Your other devices are signed out.");
	if (str_eq(what, S("removed")))
		return S("You have no password any more. A link by mail always works.");
	return S("");
}

/* shown_name is what was typed, or empty. After a fault nothing more can be read: then false. */
static bool read(struct request *rq, struct me *m)
{
	struct ctx *c = rq->ctx;
	struct session *s;

	*m = (struct me){ .ctx = c, .here = rq->session->id };
	m->zone = rq->place->zone.len ? rq->place->zone : S("Europe/London");
	if (!person_get(c, c->actor, &m->person) || !session_list(c, c->actor, SESSIONS, &s, &m->n)
		|| !signin_has_password(c, c->actor, &m->has_password)
		|| !consent_last(c, c->actor, CONSENT_STUDY, &m->study)
		|| !consent_last(c, c->actor, CONSENT_MEMBERSHIP, &m->membership))
		return false;
	m->session = s;
	m->shown_name = m->person.shown_name;
	return true;
}

static void page(struct request *rq, struct me *m)
{
	m->name_wrong = layout_wrong_at(rq, "shown_name");
	m->password_wrong = layout_wrong_at(rq, "password");
	m->current_wrong = layout_wrong_at(rq, "current_password");
	layout_open(rq, S("Me"));
	layout_wrong(rq);
	me_top(&rq->out, m);
	if (rq->place->round || (rq->session->roles & ROLE_STUDENT))
		me_choices(&rq->out);
	me_devices(&rq->out, m);
	if (staff(rq))
		me_password(&rq->out, m);
	me_foot(&rq->out, m);
	layout_close(rq);
}

bool me_show(struct request *rq)
{
	struct me m;

	if (!read(rq, &m))
		return false;
	m.done = done_text(rq);
	if (!ctx_ok(rq->ctx))
		return false;
	page(rq, &m);
	return true;
}

bool me_name_send(struct request *rq)
{
	static const char *const fields[] = { "shown_name", NULL };
	struct me m;

	if (!read(rq, &m))
		return false;
	m.shown_name = form_str(rq, "shown_name", NAME_BYTES);
	if (form_only(rq, fields) && ctx_ok(rq->ctx)
		&& person_set_shown_name(rq->ctx, rq->ctx->actor, m.shown_name))
		return request_see(rq, URL("/me?done=name"));
	page(rq, &m);
	return false;
}

bool me_session_end(struct request *rq)
{
	return session_close(rq->ctx, rq->ctx->actor, path_id(rq, "session"))
		&& request_see(rq, URL("/me?done=device"));
}

bool me_others_end(struct request *rq)
{
	return session_close_others(rq->ctx, rq->ctx->actor, rq->session->id)
		&& request_see(rq, URL("/me?done=device"));
}

/* What the slow part found out, in the transaction of its own that came first. */
struct verdict {
	struct person_id person; /* whose session the request came from */
	struct str hash;	 /* of the new password; empty when it is not one */
	bool allowed;		 /* nothing was to be known, or it was known */
};

static bool knows_current(struct request *rq, const struct person *p, bool *ret)
{
	struct str current = form_str(rq, "current_password", PASSWORD_BYTES);
	struct person_id who = { 0 };
	bool has = false;

	if (!signin_has_password(rq->ctx, p->id, &has))
		return false;
	if (has && !signin_may_try(rq->ctx, p->address, rq->network))
		return false;
	if (has && !signin_verify(rq->ctx, p->address, current, &who))
		return false;
	*ret = !has || who.v == p->id.v;
	return true;
}

bool me_password_before(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct verdict *v = arena_new(c->mem, struct verdict, 1);
	struct str password = form_str(rq, "password", PASSWORD_BYTES);
	struct session s;
	struct person p;

	if (!ctx_ok(c) || !session_find(c, cookie_find(rq->cookie, layout_cookie(rq)), &s)
		|| s.person.v == 0 || !person_get(c, s.person, &p)
		|| !knows_current(rq, &p, &v->allowed))
		return false;
	v->person = s.person;
	if (v->allowed && !signin_hash(c, password, &v->hash))
		v->hash = S("");
	rq->before = v;
	return true;
}

/* A wrong guess at the present password is counted, so it must be committed: no fault. */
static bool wrong_current(struct request *rq, struct me *m)
{
	struct wrong w = { .field = "current_password", .text = S("This is not your password.") };

	if (!signin_tried(rq->ctx, m->person.address, rq->network))
		return false;
	rq->ctx->wrong = &w;
	page(rq, m);
	rq->ctx->wrong = NULL;
	rq->status = 422;
	return true;
}

bool me_password_send(struct request *rq)
{
	static const char *const fields[] = { "username", "current_password", "password", NULL };
	const struct verdict *v = rq->before;
	struct ctx *c = rq->ctx;
	struct me m;

	if (!staff(rq))
		return fail(c, FAULT_DENIED, "You sign in by a link that we mail to you.");
	if (!form_only(rq, fields) || !read(rq, &m))
		return false;
	if (!v || v->person.v != c->actor.v)
		return signin_tried(c, m.person.address, rq->network)
			&& fail(c, FAULT_BUSY, "Please try again in a moment.");
	if (!v->allowed)
		return wrong_current(rq, &m);
	if (v->hash.len > 0)
		return signin_set_password(c, c->actor, v->hash, rq->session->id)
			&& request_see(rq, URL("/me?done=password"));
	(void)!ctx_wrong(c, "password", "A password has %d to %d letters, digits or signs.",
		PASSWORD_MIN, PASSWORD_MAX);
	page(rq, &m);
	return false;
}

bool me_password_remove(struct request *rq)
{
	return signin_set_password(rq->ctx, rq->ctx->actor, S(""), rq->session->id)
		&& request_see(rq, URL("/me?done=removed"));
}
