/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/layout.h"

#include "base/conf.h"
#include "base/embed.h"
#include "base/instant.h"
#include "core/activity.h"
#include "core/feature.h"
#include "core/person.h"
#include "core/place.h"
#include "core/session.h"
#include "core/zone.h"
#include "site/gate.h"

/* A cairn of more stones than these is no picture any more. */
enum { ITEMS = 16, SCRIPTS = 4, STONES_MAX = 8 };

struct shell_item {
	struct url url;
	const char *name;
	const char *current; /* for aria-current; NULL elsewhere */
};
struct shell {
	struct str title, saved, week, what;
	const struct place *place;
	int64_t view;
	struct url first, css, icon, touch_icon, script[SCRIPTS];
	bool wrong; /* a form is shown again */
	size_t scripts, items;
	struct shell_item item[ITEMS];
};

#include "layout.html.h"

struct url layout_asset(const struct request *rq, const char *pattern)
{
	struct str name = str_of(pattern + sizeof "/asset/$/" - 1);

	for (size_t i = 0; rq->gate && i < *rq->gate->assets_n; i++)
		if (str_eq(name, str_of(rq->gate->assets[i].name)))
			return URL(pattern, .word = str_of(rq->gate->assets[i].hash));
	return URL(pattern, .word = S("none"));
}

/* A link of the navigation, and the first words of the addresses that it stands for. */
struct door {
	const char *path, *name, *covers[3];
	int64_t roles; /* who is offered it */
};

/* Not a role: whoever is in a round, whatever else they are. */
enum {
	IN_A_ROUND = ROLE_ALL + 1,
	READS_GROUPS = IN_A_ROUND | ROLE_FACILITATOR | ROLE_RESEARCHER | ROLE_SAFEGUARDING,
	INVITES = ROLE_COORDINATOR | ROLE_FACILITATOR | ROLE_RESEARCHER
};

static const struct door doors[] = {
	{ "/home", "Home", { "home", "welcome" }, ROLE_ALL },
	{ "/groups", "Groups", { "groups", "group", "thread" }, READS_GROUPS },
	{ "/people", "People", { "people" }, IN_A_ROUND },
	{ "/search", "Search", { "search" }, READS_GROUPS },
	{ "/clinic", "CV clinic", { "clinic" }, IN_A_ROUND | ROLE_FACILITATOR },
	{ "/questions", "Questions", { "questions" }, READS_GROUPS },
	{ "/saved", "Saved", { "saved" }, IN_A_ROUND | ROLE_STUDENT | ROLE_FACILITATOR },
	{ "/board", "Board", { "board" }, ROLE_FACILITATOR },
	{ "/rounds", "Rounds", { "rounds", "round" }, ROLE_FACILITATOR },
	{ "/lists", "Invite", { "lists", "list" }, INVITES },
	{ "/reports/participation", "Reports", { "reports" }, ROLE_RESEARCHER },
	{ "/surveys", "Surveys", { "surveys" }, ROLE_RESEARCHER },
	{ "/admin/people", "People", { "admin" }, ROLE_ADMINISTRATOR },
	{ "/me", "Me", { "me", "study" }, ROLE_ALL },
};

_Static_assert(sizeof doors / sizeof *doors <= ITEMS, "each door has its place");

static const char *current(const struct request *rq, const struct door *d)
{
	struct str rest = rq->path;

	if (str_eq(rq->path, str_of(d->path)))
		return "page";
	(void)str_cut(&rest, '/');
	struct str first = str_cut(&rest, '/');
	for (size_t i = 0; i < sizeof d->covers / sizeof *d->covers && d->covers[i]; i++)
		if (str_eq(first, str_of(d->covers[i])))
			return "true";
	return NULL;
}

/* What a person cannot open is not offered. */
static void items(const struct request *rq, struct shell *s)
{
	int64_t roles = rq->session->roles | (rq->place->round ? IN_A_ROUND : 0);

	if (!rq->session->person.v)
		return;
	for (size_t i = 0; i < sizeof doors / sizeof *doors; i++) {
		const struct door *d = &doors[i];
		if (d->roles == ROLE_ALL || d->roles & roles)
			s->item[s->items++] =
				(struct shell_item){ URL(d->path), d->name, current(rq, d) };
	}
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
		s->what = p->features & 1 << FEATURE_OPEN_MEMBERSHIP
			? S("Your group stays open.")
			: S("Everything stays open to read.");
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
		.css = layout_asset(rq, "/asset/$/css/site.css"),
		.icon = layout_asset(rq, "/asset/$/icons/favicon.svg"),
		.touch_icon = layout_asset(rq, "/asset/$/cairn-180.png") };

	s.script[s.scripts++] = layout_asset(rq, "/asset/$/js/draft.js");
	s.script[s.scripts++] = layout_asset(rq, "/asset/$/js/once.js");
	if (str_ends(rq->path, S("/letter")))
		s.script[s.scripts++] = layout_asset(rq, "/asset/$/js/letter.js");
	if (str_starts(rq->path, S("/clinic/paper/")) && str_has(rq->path, S("/check/")))
		s.script[s.scripts++] = layout_asset(rq, "/asset/$/js/clinic.js");
	if (rq->view)
		s.script[s.scripts++] = layout_asset(rq, "/asset/$/js/active.js");
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
	/* quiet: asked for again while somebody types, or to be kept and not read yet */
	if (ctx_ok(rq->ctx) && query_str(rq, "quiet", 1).len == 0)
		rq->view = activity_visit(rq->ctx, rq->place, (enum trace_object)kind, object);
}
