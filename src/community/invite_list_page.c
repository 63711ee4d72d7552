/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/conf.h"
#include "base/instant.h"
#include "community/invite_letter.h"
#include "community/invite_list.h"
#include "community/invite_routes.h"
#include "community/invite_send.h"
#include "community/round.h"
#include "core/disclose.h"
#include "core/once.h"
#include "core/person.h"
#include "core/session.h"
#include "core/told.h"
#include "core/zone.h"
#include "http/form.h"
#include "site/layout.h"

enum { LISTS_SHOWN = 50, ROUNDS_SHOWN = 50, REFUSED_SHOWN = 50, TYPED_MAX = 2000, KEY_MAX = 64 };
enum { OVERSEE = ROLE_FACILITATOR | ROLE_RESEARCHER | ROLE_ADMINISTRATOR };

struct lists {
	const struct invite_list *row;
	size_t n;
	struct str *state;
	bool all, researches;	       /* whose lists these are; who looks */
	struct invite_list_id earlier; /* 0: there are none */
	struct str said;
};
struct list_form {
	const struct round_row *round;
	size_t rounds;
	struct str *starts; /* by round */
	int64_t chosen;
	struct str title, lines, refused, draft;
};
struct list_view {
	struct invite_list list;
	struct invite_count count;
	struct invite_refused *refused;
	size_t refused_n;
	struct invite_letter letter; /* as somebody will get it */
	struct str said, wrong, known, quiet, joined, sent_on;
	bool researches;
};

#include "round_field.html.h"

#include "invite_list.html.h"

/* ---- all of them ---- */

static struct str state_of(struct ctx *c, const struct invite_list *l)
{
	if (l->columns.len == 0)
		return S("columns to be told");
	if (l->filled_at == 0)
		return S("being read in");
	if (l->sent_at == 0)
		return S("not sent yet");
	return arena_fmt(c->mem, "sent on %s", zone_day(c, S("Europe/London"), l->sent_at).at);
}

bool invite_list_index(struct request *rq)
{
	struct invite_list_id before = { query_int(rq, "before", 0, INT64_MAX, 0) };
	struct str gone = query_str(rq, "gone", 8);
	struct ctx *c = rq->ctx;
	struct lists l = { .all = c->roles & OVERSEE, .researches = c->roles & ROLE_RESEARCHER };
	struct person_id whose = l.all ? (struct person_id){ 0 } : c->actor;
	struct invite_list *row;

	if (!ctx_ok(c) || !invite_list_all(c, whose, before, LISTS_SHOWN + 1, &row, &l.n))
		return false;
	if (l.n > LISTS_SHOWN)
		l.earlier = row[--l.n - 1].id;
	l.row = row;
	l.state = arena_new(c->mem, struct str, l.n);
	for (size_t i = 0; i < l.n; i++)
		l.state[i] = state_of(c, &row[i]);
	if (gone.len)
		l.said = S("The list and all its addresses are gone.");
	layout_open(rq, S("Invite"));
	lists_view(&rq->out, &l);
	layout_close(rq);
	return true;
}

/* ---- a new one ---- */

static bool load_form(struct request *rq, struct list_form *f)
{
	struct ctx *c = rq->ctx;
	struct round_row *all;
	size_t n;

	*f = (struct list_form){ .title = S(""), .lines = S("") };
	if (!ctx_ok(c) || !round_list(c, (struct round_id){ 0 }, ROUNDS_SHOWN, &all, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (all[i].round.closes_at > c->now)
			all[f->rounds++] = all[i];
	f->round = all;
	f->starts = arena_new(c->mem, struct str, f->rounds);
	for (size_t i = 0; i < f->rounds; i++)
		f->starts[i] = zone_day(c, all[i].round.zone, all[i].round.opens_at);
	f->draft = arena_fmt(c->mem, "%lld-list", (long long)c->actor.v);
	return true;
}

static void show_form(struct request *rq, const struct list_form *f)
{
	layout_open(rq, S("A new list"));
	list_form_view(&rq->out, rq, f);
	layout_close(rq);
}

bool invite_list_new(struct request *rq)
{
	int64_t chosen = query_int(rq, "round", 0, INT64_MAX, 0);
	struct list_form f;

	if (!load_form(rq, &f))
		return false;
	f.chosen = chosen;
	show_form(rq, &f);
	return true;
}

/* A file is bytes, which form_str would refuse. */
static struct str file_of(struct request *rq)
{
	struct str boundary = multipart_boundary(rq->content_type), body = rq->body, name, file,
		   value;

	while (multipart_next(&body, boundary, &name, &file, &value))
		if (str_eq(name, S("file")) && value.len)
			return value;
	return S("");
}

static struct invite_upload *read_upload(struct request *rq)
{
	struct invite_upload *u = arena_new(rq->ctx->mem, struct invite_upload, 1);
	struct str file = file_of(rq), lines = form_str(rq, "lines", INVITE_PASTE_MAX);

	if (!file.len && !str_trim(lines).len) {
		u->source = "paste";
		u->wrong = S("Paste some addresses, or choose a file.");
		u->field = "lines";
	} else if (file.len) {
		invite_read_file(rq->ctx->mem, file, u);
	} else {
		invite_read_paste(rq->ctx->mem, lines, u);
	}
	return u;
}

bool invite_list_new_before(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct session s;

	if (!session_find(c, cookie_find(rq->cookie, layout_cookie(rq)), &s))
		return false;
	if (!(s.roles & (OVERSEE | ROLE_COORDINATOR)))
		return fail(c, FAULT_DENIED, "This page is not for your role.");
	rq->before = read_upload(rq);
	return true;
}

bool invite_list_new_send(struct request *rq)
{
	static const char *const names[] = { "once", "round", "title", "lines", "file", NULL };
	struct ctx *c = rq->ctx;
	struct invite_list_id id = { 0 };
	struct list_form f;

	if (!load_form(rq, &f))
		return false;
	struct str key = form_str(rq, "once", KEY_MAX);
	f.title = form_str(rq, "title", TYPED_MAX);
	f.lines = form_str(rq, "lines", INVITE_PASTE_MAX);
	f.chosen = form_int(rq, "round", 1, INT64_MAX, 0);
	const struct invite_upload *u = rq->before ? rq->before : read_upload(rq);
	struct str what = arena_fmt(c->mem, "list %lld %zu", (long long)f.chosen, rq->body.len);
	if (f.chosen == 0)
		(void)!ctx_wrong(c, "round", "Choose the round that these people are invited to.");
	if (form_only(rq, names) && ctx_ok(c) && once_find(c, key, what, &id.v)
		&& (id.v
			|| (invite_list_make(c, (struct round_id){ f.chosen }, f.title, u, &id)
				&& once_keep(c, key, what, id.v))))
		return u->passed
			? request_see(rq, URL("/list/%?new=1&passed=%", { id.v, u->passed }))
			: request_see(rq, URL("/list/%?new=1", { id.v }));
	if (!c->wrong)
		f.refused = str_of(c->fault.text);
	show_form(rq, &f);
	return false;
}

/* ---- one of them ---- */

/* For the researcher alone. Whoever else brings a list can make it of some of whom they know all
   and one of whom they do not, and a number, also a rounded one, would tell about that one. */
static struct str about(struct ctx *c, const struct list_view *v, int64_t n, const char *what)
{
	if (!v->researches || n == 0)
		return S("");
	return arena_fmt(c->mem, "%s: %lld.", what, (long long)n);
}

static bool find_joined(struct ctx *c, struct list_view *v)
{
	struct told_question q = { .key = arena_fmt(
					   c->mem, "list %lld joined", (long long)v->list.id.v),
		.counts = true,
		.people = v->count.joined };
	struct told told;

	v->joined =
		S("This list is too short to say how many of it joined: a number could tell who.");
	if (!disclose_percent_may(v->count.people) || v->researches)
		return true;
	if (!told_ask(c, &q, &told))
		return false;
	int64_t shown = told.total.shown;
	v->joined = shown == 0 ? S("Fewer than 3 had joined when this was first looked at.")
			       : arena_fmt(c->mem,
				       "About %lld have joined, to the nearest 5. Nobody is "
				       "named.",
				       (long long)shown);
	return true;
}

static bool load_view(struct request *rq, struct list_view *v)
{
	struct invite_list_id id = { path_id(rq, "list") };
	struct ctx *c = rq->ctx;

	*v = (struct list_view){ .researches = c->roles & ROLE_RESEARCHER };
	if (!ctx_ok(c) || !invite_list_get(c, id, &v->list)
		|| !invite_list_count(c, &v->list, &v->count)
		|| !invite_list_refused(c, id, REFUSED_SHOWN, &v->refused, &v->refused_n))
		return false;
	struct invite_letter letter = { v->list.subject, v->list.body };
	struct invite_words words = { S("Sam"), v->list.round_title, v->list.sender_name,
		invite_letter_link(c, S("…")), invite_letter_no(c, S("…")) };
	v->letter = invite_letter_fill(c, &letter, &words);
	v->known = about(c, v, v->count.known,
		v->list.sent_at
			? "No second letter, because they were invited or take part already"
			: "Invited by another list already, and so without a second letter");
	v->quiet = about(c, v, v->count.quiet, "No letter, because they asked for no invitations");
	if (v->list.sent_at)
		v->sent_on = zone_text(c, S("Europe/London"), v->list.sent_at);
	return !v->list.sent_at || find_joined(c, v);
}

static void show_view(struct request *rq, const struct list_view *v)
{
	layout_open(rq, v->list.title);
	list_view(&rq->out, rq, v);
	layout_close(rq);
}

bool invite_list_page(struct request *rq)
{
	struct str fresh = query_str(rq, "new", 8), letter = query_str(rq, "letter", 8);
	int64_t passed = query_int(rq, "passed", 0, INT64_MAX, 0);
	struct list_view v;

	if (!load_view(rq, &v))
		return false;
	if (passed > 0)
		v.said = arena_fmt(rq->ctx->mem,
			"Your list is here. Left out were those in the archive who are no enabled"
			" students: %lld.",
			(long long)passed);
	if (v.list.columns.len == 0)
		return request_see(rq, URL("/list/%/columns", { v.list.id.v }));
	if (fresh.len)
		rq->saved = arena_fmt(rq->ctx->mem, "%lld-list", (long long)rq->ctx->actor.v);
	if (letter.len) {
		v.said = S("The letter is saved.");
		rq->saved = arena_fmt(rq->ctx->mem, "%lld-list-%lld-letter",
			(long long)rq->ctx->actor.v, (long long)v.list.id.v);
	}
	show_view(rq, &v);
	return true;
}

/* The page with its counts is read only when it is shown: they take time on the one thread that
   writes. */
bool invite_list_send(struct request *rq)
{
	static const char *const names[] = { NULL };
	struct invite_list_id id = { path_id(rq, "list") };
	struct ctx *c = rq->ctx;
	struct list_view v;

	if (!form_only(rq, names) || !ctx_ok(c) || !invite_list_get(c, id, &v.list)
		|| !invite_send_why_not(c, &v.list, &v.wrong))
		return false;
	struct str why = v.wrong;
	if (why.len == 0)
		return invite_send_begin(c, id) && request_see(rq, URL("/list/%", { id.v }));
	if (!load_view(rq, &v))
		return false;
	v.wrong = why;
	show_view(rq, &v);
	return fail(c, FAULT_CONFLICT, "%s", why.at);
}

bool invite_list_drop_send(struct request *rq)
{
	struct invite_list_id id = { path_id(rq, "list") };

	if (!ctx_ok(rq->ctx) || !invite_list_drop(rq->ctx, id))
		return false;
	return request_see(rq, URL("/lists?gone=1"));
}
