/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/welcome_page.h"

#include "community/story.h"
#include "community/welcome_routes.h"
#include "community/wellbeing_page.h"
#include "core/activity.h"
#include "core/choice.h"
#include "core/place.h"
#include "core/setting.h"
#include "site/layout.h"
#include "site/visitor_page.h"

/* So many stories are there to be read, the others to be opened: two minutes on a phone. */
enum { STORIES_OPEN = 3, ADVICE_MAX = 500 };

struct step_row {
	const char *title, *about, *time;
};
struct path_view {
	struct welcome_progress at;
};
struct read_view {
	const struct story *story;
	size_t n;
	struct str advice, wrong;
};
struct help_view {
	struct visitor_service own;
	struct str about, group;
	bool read_across;
};

static const struct step_row rows[WELCOME_STEPS] = {
	[WELCOME_READ] = { "What others found in their first weeks",
		"Older students on what they wondered, and how it went.", "about 3 minutes" },
	[WELCOME_STRENGTHS] = { "What you do already",
		"Work, care, the bus: what employers call it. Only you see it.",
		"about 4 minutes" },
	[WELCOME_APPEAR] = { "How you appear", "An alias, your first name, or your full name.",
		"about 1 minute" },
	[WELCOME_MAIL] = { "Letters", "One letter a week, or none.", "about 1 minute" },
	[WELCOME_HELP] = { "Where help is", "Who reads what you write, and whom you can call.",
		"about 1 minute" },
	[WELCOME_BEGIN] = { "Your group", "One small thing to begin with.", "about 2 minutes" },
};

#include "welcome.html.h"

struct url welcome_url(enum welcome_step step)
{
	switch (step) {
	case WELCOME_READ: return URL("/welcome/read");
	case WELCOME_STRENGTHS: return URL("/welcome/strengths");
	case WELCOME_APPEAR: return URL("/welcome/appear");
	case WELCOME_MAIL: return URL("/welcome/mail");
	case WELCOME_HELP: return URL("/welcome/help");
	default: return URL("/welcome/begin");
	}
}

bool welcome_go(struct request *rq, enum welcome_step from)
{
	struct place here;

	if (!welcome_place(rq->ctx, rq->place, &here))
		return false;
	enum welcome_step next = welcome_next(&here, from);
	return welcome_reach(rq->ctx, &here, next) && request_see(rq, welcome_url(next));
}

void welcome_top(struct request *rq, struct str done)
{
	step_top(&rq->out, done);
}

bool welcome_show(struct request *rq)
{
	struct path_view v;
	struct place here;

	if (!welcome_place(rq->ctx, rq->place, &here) || !welcome_find(rq->ctx, &here, &v.at))
		return false;
	layout_visit(rq, OBJECT_PAGE, 0);
	layout_open(rq, S("Your first minutes"));
	path_open(&rq->out, &v);
	for (enum welcome_step i = 0; i < WELCOME_STEPS; i++)
		if (welcome_has(&here, i))
			path_row(&rq->out, &rows[i], welcome_url(i));
	path_close(&rq->out, &v, rows[v.at.at].title, welcome_url(v.at.at));
	layout_close(rq);
	return true;
}

bool welcome_later_send(struct request *rq)
{
	return welcome_later(rq->ctx) && request_see(rq, URL("/home"));
}

static bool read_stories(struct request *rq, struct read_view *v)
{
	struct story *s;

	if (!story_list(rq->ctx, false, &s, &v->n)
		|| !choice_find(rq->ctx, CHOICE_ADVICE, &v->advice))
		return false;
	v->story = s;
	return true;
}

static void put_read(struct request *rq, struct read_view *v)
{
	v->wrong = layout_wrong_at(rq, "advice");
	layout_open(rq, str_of(rows[WELCOME_READ].title));
	step_top(&rq->out, S(""));
	layout_wrong(rq);
	read_open(&rq->out, rows[WELCOME_READ].title);
	for (size_t i = 0; i < v->n; i++) {
		if (i == STORIES_OPEN)
			read_more_open(&rq->out);
		read_story(&rq->out, &v->story[i]);
	}
	if (v->n > STORIES_OPEN)
		read_more_close(&rq->out);
	read_close(&rq->out, v, rq->ctx->actor.v);
	layout_close(rq);
}

bool welcome_read_show(struct request *rq)
{
	struct read_view v = { 0 };

	if (!read_stories(rq, &v))
		return false;
	layout_visit(rq, OBJECT_PAGE, 0);
	put_read(rq, &v);
	return true;
}

/* «Skip» takes nothing, also not what stands in a field. */
bool welcome_read_send(struct request *rq)
{
	static const char *const fields[] = { "advice", "skip", NULL };
	struct ctx *c = rq->ctx;
	struct read_view v = { 0 };

	if (form_has(rq, "skip"))
		return welcome_go(rq, WELCOME_READ);
	if (!read_stories(rq, &v))
		return false;
	v.advice = str_trim(form_str(rq, "advice", ADVICE_MAX * 4));
	if (form_only(rq, fields) && ctx_ok(c) && choice_set(c, CHOICE_ADVICE, v.advice)) {
		rq->saved = arena_fmt(c->mem, "advice-%lld", (long long)c->actor.v);
		return welcome_go(rq, WELCOME_READ);
	}
	put_read(rq, &v);
	return false;
}

bool welcome_help_show(struct request *rq)
{
	struct help_view v = { .group = rq->place->group_name,
		.read_across = rq->place->read_across };
	struct place here;

	if (!welcome_place(rq->ctx, rq->place, &here) || !visitor_service(rq->ctx, &v.own)
		|| !setting_get(rq->ctx, "help.about", S(""), &v.about))
		return false;
	layout_visit(rq, OBJECT_PAGE, 0);
	layout_open(rq, str_of(rows[WELCOME_HELP].title));
	step_top(&rq->out, S(""));
	help_view(&rq->out, &v);
	if (!wellbeing_welcome(rq, here.features))
		return false;
	help_end(&rq->out);
	layout_close(rq);
	return true;
}

bool welcome_help_send(struct request *rq)
{
	return welcome_go(rq, WELCOME_HELP);
}
