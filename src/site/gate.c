/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/gate.h"

#include "base/embed.h"
#include "core/place.h"
#include "core/session.h"
#include "http/form.h"
#include "site/layout.h"
#include "site/saved.h"
#include "site/signin_page.h"

#include <stdio.h>

static const struct session nobody = { 0 };
static const struct place nowhere = { 0 };

static const int status_of[FAULT_KINDS] = {
	[FAULT_NONE] = 200,
	[FAULT_INVALID] = 422,
	[FAULT_SIGN_IN] = 401,
	[FAULT_DENIED] = 403,
	[FAULT_ABSENT] = 404,
	[FAULT_GONE] = 410,
	[FAULT_CONFLICT] = 409,
	[FAULT_LIMIT] = 413,
	[FAULT_RATE] = 429,
	[FAULT_BUSY] = 503,
	[FAULT_FULL] = 507,
	[FAULT_INTERNAL] = 500,
};

const struct route *gate_find(const struct gate *g, struct request *rq)
{
	bool other = false;
	char second = '\0'; /* of the path; most routes are told apart by it */

	if (rq->found)
		return rq->found;
	if (rq->path.len > 1)
		second = rq->path.at[1];
	for (size_t t = 0; t < g->n; t++) {
		for (size_t i = 0; i < *g->tables[t].n; i++) {
			const struct route *r = &g->tables[t].at[i];
			if ((r->path[1] != second && r->path[1] != '{')
				|| !route_match(
					rq->ctx->mem, rq->path, r->path, rq->param, PATH_PARAMS))
				continue;
			if (r->method == rq->method) {
				rq->found = r;
				return r;
			}
			other = true;
		}
	}
	(void)!fail(rq->ctx, FAULT_ABSENT, "There is no such page.");
	if (other)
		rq->status = 405;
	return NULL;
}

/* Browsers say where a request comes from; what says nothing is no browser and brings no cookie by
 * itself. */
static bool same_site(struct request *rq)
{
	struct str host = rq->origin;

	if (rq->fetch_site.len)
		return str_eq(rq->fetch_site, S("same-origin"))
			|| str_eq(rq->fetch_site, S("none"));
	if (rq->origin.len == 0)
		return true;
	(void)str_cut(&host, '/');
	(void)str_cut(&host, '/');
	return str_same(host, rq->host);
}

static bool find_asset(const struct gate *g, struct request *rq)
{
	struct str name = rq->path;

	if (!str_starts(name, S("/asset/")) || rq->method != GET)
		return false;
	name = (struct str){ name.at + 7, name.len - 7 };
	struct str rest = name, hash = str_cut(&rest, '/');
	for (size_t i = 0; i < *g->assets_n; i++) {
		const struct embedded *e = &g->assets[i];
		if (!str_eq(rest, str_of(e->name)) || !str_eq(hash, str_of(e->hash)))
			continue;
		rq->asset = e;
		return true;
	}
	return false;
}

static bool find_actor(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct session *s = arena_new(c->mem, struct session, 1);
	struct place *p = arena_new(c->mem, struct place, 1);
	struct str token = cookie_find(rq->cookie, layout_cookie(rq));

	rq->session = s;
	rq->place = p;
	saved_receive(rq);
	if (token.len && !session_find(c, token, s))
		return false;
	c->actor = s->person;
	c->roles = s->roles;
	return place_find(c, p);
}

static bool may(struct request *rq, const struct route *r)
{
	int64_t subject = r->may.of[0] ? path_id(rq, r->may.of) : 0;

	return ctx_ok(rq->ctx) && access_check(rq->ctx, r->may.verb, subject);
}

size_t gate_body_max(const struct gate *g, struct request *rq)
{
	const struct route *r = gate_find(g, rq);
	struct ctx *c = rq->ctx;
	size_t most = r && r->body_max ? r->body_max : BODY_MAX;

	if (most > BODY_MAX && !(c->db && find_actor(rq) && may(rq, r)))
		most = BODY_MAX;
	c->actor = (struct person_id){ 0 };
	c->roles = 0;
	c->fault = (struct fault){ 0 };
	return most;
}

static void reset(const struct gate *g, struct request *rq)
{
	buf_clear(&rq->out);
	rq->pressed.len = 0;
	rq->gate = g;
	rq->session = &nobody;
	rq->place = &nowhere;
	rq->status = 0;
	rq->view = 0;
	rq->stream = (struct stream_ask){ 0 };
	rq->forget = rq->file = false;
	rq->media = MEDIA_NONE;
	rq->type = NULL;
	rq->ranged = S("");
	rq->location = rq->set_cookie = rq->download = rq->saved = S("");
}

/* A form is shown again with what was typed; everything else has its page. */
static void finish(struct request *rq)
{
	struct ctx *c = rq->ctx;
	enum fault_kind kind = c->fault.kind;
	bool form = kind == FAULT_INVALID || kind == FAULT_CONFLICT || kind == FAULT_RATE
		|| kind == FAULT_SIGN_IN; /* what was typed when the session had ended */

	if (rq->out.spilled)
		(void)!fail(c, FAULT_LIMIT, "This page is too large to show.");
	if (ctx_ok(c)) {
		rq->status = rq->status ? rq->status : 200;
		saved_carry(rq);
		return;
	}
	if (!(form && rq->out.len) || rq->out.spilled) {
		layout_error(rq);
		kind = c->fault.kind;
	}
	rq->status = rq->status ? rq->status : status_of[kind];
	rq->retry_s = kind == FAULT_RATE || kind == FAULT_BUSY ? 10 : 0;
}

/* What people in several rounds do is noted under the round of what they opened. */
static bool note_round(struct request *rq, const struct route *r, int64_t subject)
{
	struct place *p;

	if (!rq->place->several)
		return true;
	p = arena_new(rq->ctx->mem, struct place, 1);
	*p = *rq->place;
	rq->place = p;
	if (strcmp(r->may.of, "group") == 0)
		return place_note_group(rq->ctx, p, subject);
	return strcmp(r->may.of, "thread") != 0 || place_note_thread(rq->ctx, p, subject);
}

static void answer(struct request *rq, const struct route *r)
{
	struct ctx *c = rq->ctx;

	if (rq->method == POST && !same_site(rq)) {
		(void)!fail(
			c, FAULT_DENIED, "This was sent from another site, so it was not done.");
		return;
	}
	int64_t subject = r->may.of[0] ? path_id(rq, r->may.of) : 0;
	if (ctx_ok(c) && access_check(c, r->may.verb, subject))
		(void)!(note_round(rq, r, subject) && r->answer(rq));
	else if (c->fault.kind == FAULT_SIGN_IN)
		signin_interrupted(rq);
}

/* Who asks is found before what they ask for, so that the page of a mistyped address is theirs
   too. */
void gate_answer(const struct gate *g, struct request *rq)
{
	struct ctx *c = rq->ctx;

	reset(g, rq);
	if (ctx_ok(c) && find_asset(g, rq))
		return;
	if (ctx_ok(c) && find_actor(rq)) {
		const struct route *r = gate_find(g, rq);
		rq->route = r ? r->path : "-";
		if (r)
			answer(rq, r);
	}
	finish(rq);
}

void gate_spoil(struct request *rq)
{
	if (!rq->session)
		rq->session = &nobody;
	if (!rq->place)
		rq->place = &nowhere;
	rq->status = 0;
	rq->location = rq->set_cookie = rq->saved = S("");
	layout_error(rq);
	rq->status = status_of[rq->ctx->fault.kind];
}

static bool has_param(const char *path, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = path; (p = strchr(p, '{')); p++)
		if (strncmp(p + 1, name, n) == 0 && p[n + 1] == '}')
			return true;
	return false;
}

bool gate_check(const struct gate *g, char *why, size_t why_size)
{
	for (size_t t = 0; t < g->n; t++) {
		for (size_t i = 0; i < *g->tables[t].n; i++) {
			const struct route *r = &g->tables[t].at[i];
			if (r->may.verb > VERB_UNSET && r->may.verb < VERB_COUNT && r->answer
				&& (!r->may.of[0] || has_param(r->path, r->may.of)))
				continue;
			snprintf(why, why_size,
				"%s: no access rule, no handler, or a rule about nothing", r->path);
			return false;
		}
	}
	return true;
}

void gate_print(const struct gate *g, struct buf *out)
{
	for (size_t t = 0; t < g->n; t++) {
		for (size_t i = 0; i < *g->tables[t].n; i++) {
			const struct route *r = &g->tables[t].at[i];
			buf_fmt(out, "%-4s %-48s %-16s %s\n", r->method == GET ? "GET" : "POST",
				r->path, access_verb_name(r->may.verb), r->may.of);
		}
	}
}
