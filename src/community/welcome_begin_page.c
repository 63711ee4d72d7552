/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/welcome_page.h"

#include "base/utf8.h"
#include "community/home.h"
#include "community/thread.h"
#include "community/welcome_routes.h"
#include "core/activity.h"
#include "core/choice.h"
#include "core/draft.h"
#include "core/place.h"
#include "core/zone.h"
#include "site/layout.h"

enum { USE_BYTES = 20 };

struct begin_view {
	const struct place *place;
	const struct thread *waiting, *fresh;
	struct str day; /* on which the first week opens; empty when it has */
	struct str advice, introduction, done;
	bool waits; /* something stands in the form */
};

#include "welcome_begin.html.h"

static bool read_view(struct request *rq, struct begin_view *v)
{
	struct ctx *c = rq->ctx;
	const struct place *p = rq->place;
	struct home h;
	struct draft d;

	*v = (struct begin_view){ .place = p };
	if (!choice_find(c, CHOICE_ADVICE, &v->advice)
		|| !choice_find(c, CHOICE_INTRODUCTION, &v->introduction))
		return false;
	if (p->group == 0)
		return true;
	struct str form = arena_fmt(c->mem, "/group/%lld/thread/new", (long long)p->group);
	if (!home_find(c, p, &h) || !draft_find(c, form, &d))
		return false;
	v->waits = d.body.len > 0;
	v->waiting = h.waiting;
	v->fresh = h.freshes > 0 ? h.fresh[0] : NULL;
	if (p->week == 0)
		v->day = zone_day(c, p->zone, p->opens_at);
	return true;
}

bool welcome_begin_show(struct request *rq)
{
	struct str what = query_str(rq, "done", USE_BYTES);
	struct begin_view v;

	if (!ctx_ok(rq->ctx) || !read_view(rq, &v))
		return false;
	if (str_eq(what, S("form")))
		v.done = S("It waits in the form for a new thread. Nothing is posted until you "
			   "post it.");
	layout_visit(rq, OBJECT_PAGE, 0);
	layout_open(rq, S("Ready when you are"));
	welcome_top(rq, v.done);
	begin_first(&rq->out, &v);
	begin_kept(&rq->out, &v);
	layout_close(rq);
	return true;
}

/* Puts what was kept into the form of the group, as often as it is asked for: once. */
bool welcome_begin_send(struct request *rq)
{
	static const char *const fields[] = { "use", NULL };
	struct str use = form_str(rq, "use", USE_BYTES), text = S("");
	int64_t group = rq->place->group;
	struct ctx *c = rq->ctx;

	if (!form_only(rq, fields) || !ctx_ok(c)
		|| !choice_find(
			c, str_eq(use, S("advice")) ? CHOICE_ADVICE : CHOICE_INTRODUCTION, &text))
		return false;
	if (group == 0 || text.len == 0)
		return fail(c, FAULT_ABSENT, "There is nothing yet to put into a form.");
	return welcome_into_form(c, group, text)
		&& request_see(rq, URL("/welcome/begin?done=form"));
}
