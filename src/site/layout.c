/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/layout.h"

#include "base/conf.h"
#include "base/embed.h"
#include "base/instant.h"
#include "core/activity.h"
#include "core/person.h"
#include "core/place.h"
#include "core/session.h"
#include "core/zone.h"
#include "site/gate.h"

/* A cairn of more stones than these is no picture any more. */
enum { ITEMS = 10, SCRIPTS = 3, STONES_MAX = 8 };

struct shell_item {
	struct url url;
	const char *name;
	bool current;
};
struct shell {
	struct str title, saved, week, what;
	const struct place *place;
	int64_t view;
	struct url first, css, icon, script[SCRIPTS];
	bool wrong; /* a form is shown again */
	size_t scripts, items;
	struct shell_item item[ITEMS];
};

#include "layout.html.h"

static struct url asset(const struct request *rq, const char *pattern)
{
	struct str name = str_of(pattern + sizeof "/asset/$/" - 1);

	for (size_t i = 0; rq->gate && i < *rq->gate->assets_n; i++)
		if (str_eq(name, str_of(rq->gate->assets[i].name)))
			return URL(pattern, .word = str_of(rq->gate->assets[i].hash));
	return URL(pattern, .word = S("none"));
}

static void item(const struct request *rq, struct shell *s, const char *path, const char *name)
{
	struct str p = str_of(path);
	bool inside = rq->path.len > p.len && str_starts(rq->path, p) && rq->path.at[p.len] == '/';

	if (s->items < ITEMS)
		s->item[s->items++] =
			(struct shell_item){ URL(path), name, inside || str_eq(rq->path, p) };
}

/* What a person cannot open is not offered. */
static void items(const struct request *rq, struct shell *s)
{
	int64_t roles = rq->session->roles;

	if (!rq->session->person.v)
		return;
	item(rq, s, "/home", "Home");
	if (rq->place->round)
		item(rq, s, "/groups", "Groups");
	item(rq, s, "/saved", "Saved");
	if (roles & ROLE_FACILITATOR)
		item(rq, s, "/rounds", "Rounds");
	if (roles & ROLE_RESEARCHER)
		item(rq, s, "/reports/participation", "Reports");
	if (roles & ROLE_ADMINISTRATOR)
		item(rq, s, "/admin/people", "People");
	item(rq, s, "/me", "Me");
}

static void week(struct request *rq, struct shell *s)
{
	const struct place *p = rq->place;
	struct ctx *c = rq->ctx;

	s->place = p;
	if (p->round == 0)
		return;
	if (p->week == 0) {
		s->week = S("Not begun yet:");
		struct str day = zone_day(c, p->zone, p->opens_at);
		s->what = arena_fmt(c->mem, "%s opens on %s", p->round_title.at, day.at);
	} else if (p->week > p->weeks) {
		s->week = S("All weeks are done.");
		s->what = S("Everything stays open to read.");
	} else {
		s->week = arena_fmt(c->mem, "Week %d of %d:", (int)p->week, (int)p->weeks);
		struct str day = zone_day(c, p->zone, p->week_ends_at - 1);
		s->what = arena_fmt(c->mem, "%s, until %s", p->topic_title.at, day.at);
	}
}

void layout_open(struct request *rq, struct str title)
{
	struct shell s = { .title = title,
		.saved = rq->saved,
		.view = rq->view,
		.wrong = rq->ctx->wrong != NULL,
		.first = URL(rq->session->person.v ? "/home" : "/"),
		.css = asset(rq, "/asset/$/css/site.css"),
		.icon = asset(rq, "/asset/$/icons/favicon.svg") };

	s.script[s.scripts++] = asset(rq, "/asset/$/js/draft.js");
	s.script[s.scripts++] = asset(rq, "/asset/$/js/once.js");
	if (rq->view)
		s.script[s.scripts++] = asset(rq, "/asset/$/js/active.js");
	items(rq, &s);
	week(rq, &s);
	shell_top(&rq->out, &s);
}

void layout_close(struct request *rq)
{
	shell_end(&rq->out);
}

void layout_wrong(struct request *rq)
{
	if (rq->ctx->wrong)
		wrong_summary(&rq->out, rq->ctx->wrong);
}

struct str layout_wrong_at(const struct request *rq, const char *field)
{
	for (const struct wrong *w = rq->ctx->wrong; w; w = w->next)
		if (str_eq(str_of(w->field), str_of(field)))
			return w->text;
	return S("");
}

struct str layout_once(struct request *rq)
{
	return arena_fmt(rq->ctx->mem, "%llx", (unsigned long long)ctx_id(rq->ctx));
}

struct str layout_cookie(const struct request *rq)
{
	const struct house *h = rq->ctx->house;

	return h && h->conf && h->conf->secure ? S("__Host-cairn") : S("cairn");
}

void layout_visit(struct request *rq, int kind, int64_t object)
{
	if (ctx_ok(rq->ctx))
		rq->view = activity_visit(rq->ctx, rq->place, (enum trace_object)kind, object);
}
