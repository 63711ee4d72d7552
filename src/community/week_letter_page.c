/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One choice at two addresses: a step of the first minutes, and the page that each letter names. */
#include "community/week_letter.h"

#include "community/part_page.h"
#include "community/welcome_page.h"
#include "community/welcome_routes.h"
#include "core/activity.h"
#include "core/place.h"
#include "core/session.h"
#include "site/layout.h"

struct mail_view {
	bool wanted, step;
	struct str address, done, wrong;
};

#include "week_letter.html.h"

static bool read_view(struct request *rq, struct mail_view *v)
{
	*v = (struct mail_view){ .step = str_starts(rq->path, S("/welcome/")) };
	return week_letter_wanted(rq->ctx, &v->wanted);
}

static void put_view(struct request *rq, struct mail_view *v)
{
	v->wrong = layout_wrong_at(rq, "letters");
	layout_open(rq, S("Letters"));
	if (v->step)
		welcome_top(rq, S(""));
	part_problem(rq);
	mail_form(&rq->out, v);
	layout_close(rq);
}

bool week_letter_show(struct request *rq)
{
	struct mail_view v;

	if (!read_view(rq, &v))
		return false;
	if (query_int(rq, "done", 0, 1, 0) == 1)
		v.done = v.wanted ? S("You get a letter each week when the topic opens.")
				  : S("You get no letters any more. Everything is on your first "
				      "page, whenever you like.");
	if (!ctx_ok(rq->ctx))
		return false;
	layout_visit(rq, OBJECT_PAGE, 0);
	put_view(rq, &v);
	return true;
}

static bool take(struct request *rq)
{
	static const char *const fields[] = { "letters", "skip", NULL };
	struct str said = form_str(rq, "letters", 20);
	bool weekly = str_eq(said, S("weekly"));

	if (!form_only(rq, fields) || !ctx_ok(rq->ctx))
		return false;
	if (!weekly && !str_eq(said, S("none")))
		return ctx_wrong(rq->ctx, "letters", "Choose one of the two.");
	return week_letter_choose(rq->ctx, weekly);
}

bool week_letter_send(struct request *rq)
{
	struct mail_view v;

	if (!read_view(rq, &v))
		return false;
	if (v.step && form_has(rq, "skip"))
		return welcome_go(rq, WELCOME_MAIL);
	if (take(rq))
		return v.step ? welcome_go(rq, WELCOME_MAIL)
			      : request_see(rq, URL("/me/mail?done=1"));
	put_view(rq, &v);
	return false;
}
