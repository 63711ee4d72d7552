/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/signin_page.h"

#include "base/conf.h"
#include "base/utf8.h"
#include "core/markdown.h"
#include "core/person.h"
#include "core/session.h"
#include "core/signin.h"
#include "http/form.h"
#include "site/gate.h"
#include "site/layout.h"

enum { TITLE_MAX = 1000, VERSION_MAX = 20, PASSWORD_BYTES = 800, TYPED_MAX = 1 << 18 };

struct signin_form {
	struct str address, next, title, body, version, typed;
	struct str wrong, unfit; /* beside the address, beside the password */
	bool by_password, out;
};

#include "signin.html.h"

static const char *const fields[] = { "address", "password", "next", "title", "body", "version",
	NULL };

static struct signin_form form_of(struct request *rq)
{
	return (struct signin_form){ .address =
					     str_trim(form_str(rq, "address", PERSON_ADDRESS_MAX)),
		.next = form_str(rq, "next", PATH_MAX_BYTES),
		.title = form_str(rq, "title", TITLE_MAX),
		.body = form_str(rq, "body", MARKDOWN_MAX),
		.version = form_str(rq, "version", VERSION_MAX) };
}

static struct signin_ask ask_of(const struct request *rq, const struct signin_form *f)
{
	return (struct signin_ask){ .address = f->address,
		.network = rq->network,
		.next = f->next,
		.draft_title = f->title,
		.draft_body = f->body,
		.draft_version = f->version };
}

static void page(struct request *rq, struct signin_form *f)
{
	if (f->out)
		rq->saved = S("*"); /* the next person at this device finds no words of this one */
	layout_open(rq, S("Sign in"));
	layout_wrong(rq);
	signin_page(&rq->out, f);
	layout_close(rq);
}

bool signin_start(struct request *rq)
{
	struct signin_form f = { .address = S(""),
		.next = query_str(rq, "next", PATH_MAX_BYTES),
		.title = S(""),
		.body = S(""),
		.out = query_str(rq, "out", 1).len > 0 };

	if (!ctx_ok(rq->ctx))
		return false;
	if (rq->session->person.v)
		return request_see(rq, URL("/home"));
	page(rq, &f);
	return true;
}

bool signin_send(struct request *rq)
{
	struct signin_form f = form_of(rq);
	struct signin_ask a = ask_of(rq, &f);

	if (form_only(rq, fields) && ctx_ok(rq->ctx) && signin_ask(rq->ctx, &a)) {
		layout_open(rq, S("Check your mail"));
		signin_check_mail(&rq->out, &f);
		layout_close(rq);
		return true;
	}
	f.wrong = rq->ctx->wrong ? layout_wrong_at(rq, "address") : str_of(rq->ctx->fault.text);
	page(rq, &f);
	return false;
}

static struct str cookie(struct request *rq, struct str token, int64_t age_s)
{
	const struct conf *conf = rq->ctx->house ? rq->ctx->house->conf : NULL;

	return arena_fmt(rq->ctx->mem, "%s=%.*s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s",
		layout_cookie(rq).at, (int)token.len, token.at, (long long)age_s,
		conf && conf->secure ? "; Secure" : "");
}

struct str signin_cookie(struct request *rq, struct str token)
{
	return cookie(rq, token, SESSION_DAYS * 24 * 3600);
}

/* The path itself when it is a page, else the nearest above it: a form is not sent again by signing
   in. */
static struct str page_of(struct request *rq, struct str next)
{
	struct ctx probe = *rq->ctx;
	struct request at = { .ctx = &probe, .method = GET };
	struct str rest = next;
	struct str path = str_cut(&rest, '?');

	for (bool whole = true; path.len > 1; whole = false) {
		at.path = path;
		if (gate_find(rq->gate, &at))
			return whole ? next : path;
		probe.fault = (struct fault){ 0 };
		while (path.len > 1 && path.at[path.len - 1] != '/')
			path.len--;
		path.len -= path.len > 1;
	}
	return S("/home");
}

static bool enter(struct request *rq, struct str token, struct str next)
{
	rq->set_cookie = signin_cookie(rq, token);
	rq->location = page_of(rq, next);
	rq->status = 303;
	return true;
}

/* A link that does not work is no failure of the request, and its page has a way to a new one. */
static bool no_link(struct request *rq)
{
	struct signin_form f = { .address = S(""), .next = S(""), .title = S(""), .body = S("") };
	struct fault fault = rq->ctx->fault;

	if (fault.kind != FAULT_GONE && fault.kind != FAULT_ABSENT)
		return false;
	rq->ctx->fault = (struct fault){ 0 };
	rq->status = fault.kind == FAULT_GONE ? 410 : 404;
	layout_open(rq, S("This link no longer works"));
	signin_used_up(&rq->out, &f, arena_str(rq->ctx->mem, str_of(fault.text)));
	layout_close(rq);
	return true;
}

/* Only looks: programs that check mail for harm open every link in it. */
bool signin_link_start(struct request *rq)
{
	if (!signin_look(rq->ctx, path_str(rq, "token")))
		return no_link(rq);
	layout_open(rq, S("Sign in on this device?"));
	signin_confirm(&rq->out, path_str(rq, "token"));
	layout_close(rq);
	return true;
}

bool signin_link_send(struct request *rq)
{
	struct str token, next;

	if (!signin_use(rq->ctx, path_str(rq, "token"), rq->user_agent, &token, &next))
		return no_link(rq);
	return enter(rq, token, next);
}

bool signin_password_before(struct request *rq)
{
	struct str address = form_str(rq, "address", PERSON_ADDRESS_MAX);
	struct str password = form_str(rq, "password", PASSWORD_BYTES);
	struct person_id *person = arena_new(rq->ctx->mem, struct person_id, 1);

	if (!ctx_ok(rq->ctx) || !signin_may_try(rq->ctx, address, rq->network)
		|| !signin_verify(rq->ctx, address, password, person))
		return false;
	rq->before = person;
	return true;
}

/* A try that failed is counted, so it must be committed: it is a page like another, not a fault. */
static bool unfit(struct request *rq, struct signin_form *f)
{
	rq->status = 422;
	f->unfit = S("This address and this password do not fit together.");
	page(rq, f);
	return true;
}

bool signin_password_send(struct request *rq)
{
	const struct person_id *person = rq->before;
	struct signin_form f = form_of(rq);
	struct signin_ask a = ask_of(rq, &f);
	struct str token;

	f.by_password = true;
	if (!form_only(rq, fields) || !ctx_ok(rq->ctx)
		|| !signin_tried(rq->ctx, f.address, rq->network)) {
		f.unfit = str_of(rq->ctx->fault.text);
		page(rq, &f);
		return false;
	}
	if (!person || person->v == 0)
		return unfit(rq, &f);
	return signin_enter(rq->ctx, *person, rq->user_agent, &a, &token)
		&& enter(rq, token, f.next);
}

bool signin_out(struct request *rq)
{
	if (!session_close(rq->ctx, rq->session->person, rq->session->id))
		return false;
	rq->set_cookie = cookie(rq, S(""), 0);
	return request_see(rq, URL("/sign-in?out=1"));
}

static bool secret(struct str name)
{
	return str_has(name, S("password")) || str_eq(name, S("once"));
}

/* Every field of a form that is not a title and a text, so that at least it can be copied. */
static void put_field(struct buf *out, struct str name, struct str value)
{
	if (!secret(name) && utf8_is_text(name) && utf8_is_text(value) && value.len)
		buf_fmt(out, "%.*s: %.*s\n", (int)name.len, name.at, (int)value.len, value.at);
}

/* A form with a file in it: the file has to be chosen again, the rest is shown. */
static void put_parts(struct request *rq, struct buf *out)
{
	struct str boundary = multipart_boundary(rq->content_type), body = rq->body, name, file,
		   value;

	while (boundary.len && multipart_next(&body, boundary, &name, &file, &value))
		if (file.len == 0 && !str_eq(name, S("file")))
			put_field(out, name, value);
}

static struct str all_fields(struct request *rq)
{
	struct buf out;
	struct str name, value;

	buf_init(&out, TYPED_MAX);
	put_parts(rq, &out);
	bool parts = multipart_boundary(rq->content_type).len > 0;
	for (size_t i = 0; !parts && form_name(rq->ctx->mem, rq->body, i, &name); i++) {
		if (form_find(rq->ctx->mem, rq->body, name, 0, &value))
			put_field(&out, name, value);
	}
	struct str typed = arena_str(rq->ctx->mem, buf_str(&out));
	buf_free(&out);
	return typed;
}

static void interrupted_form(struct request *rq)
{
	struct signin_form f = { .address = S(""),
		.next = rq->path,
		.title = form_str(rq, "title", TITLE_MAX),
		.body = form_str(rq, "body", MARKDOWN_MAX),
		.version = form_str(rq, "version", VERSION_MAX) };

	f.typed = f.body.len ? f.body : all_fields(rq);
	rq->ctx->wrong = NULL;
	rq->ctx->fault = (struct fault){ 0 }; /* this page is the answer to it */
	layout_open(rq, S("Sign in to send this"));
	if (f.typed.len)
		signin_typed(&rq->out, &f);
	else
		signin_page(&rq->out, &f);
	layout_close(rq);
	rq->status = 401;
}

void signin_interrupted(struct request *rq)
{
	struct str next = rq->path;

	if (rq->method == POST) {
		interrupted_form(rq);
		return;
	}
	if (rq->query.len)
		next = arena_fmt(rq->ctx->mem, "%.*s?%.*s", (int)rq->path.len, rq->path.at,
			(int)rq->query.len, rq->query.at);
	rq->ctx->fault = (struct fault){ 0 };
	(void)!request_see(rq, URL("/sign-in?next=$", .word = next));
}
