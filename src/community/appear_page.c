/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/appear.h"

#include "community/part_page.h"
#include "community/welcome_page.h"
#include "community/welcome_routes.h"
#include "core/activity.h"
#include "core/place.h"
#include "site/layout.h"

struct appear_view {
	struct appear now;
	enum appear_as chosen;
	struct str alias, as_wrong, alias_wrong;
};

#include "appear.html.h"

static bool read_view(struct request *rq, struct appear_view *v)
{
	*v = (struct appear_view){ 0 };
	if (!appear_find(rq->ctx, &v->now))
		return false;
	v->chosen = v->now.as == APPEAR_UNCHOSEN ? APPEAR_FIRST : v->now.as;
	v->alias = v->now.own;
	return v->alias.len > 0 || appear_suggest(rq->ctx, &v->alias);
}

static void put_view(struct request *rq, struct appear_view *v, struct str done)
{
	v->as_wrong = layout_wrong_at(rq, "as");
	v->alias_wrong = layout_wrong_at(rq, "alias");
	layout_open(rq, S("How you appear"));
	welcome_top(rq, done);
	part_problem(rq);
	appear_form(&rq->out, v);
	layout_close(rq);
}

bool appear_show(struct request *rq)
{
	struct str what = query_str(rq, "done", 20), done = S("");
	struct appear_view v;

	if (!ctx_ok(rq->ctx) || !read_view(rq, &v))
		return false;
	if (str_eq(what, S("form")))
		done = S("Your introduction waits in the form for a new thread. Nobody has seen "
			 "it.");
	layout_visit(rq, OBJECT_PAGE, 0);
	put_view(rq, &v, done);
	return true;
}

bool appear_send(struct request *rq)
{
	static const char *const fields[] = { "as", "alias", "skip", NULL };
	struct appear_view v;

	if (form_has(rq, "skip"))
		return welcome_go(rq, WELCOME_APPEAR);
	if (!read_view(rq, &v))
		return false;
	v.chosen = appear_of(form_str(rq, "as", 20));
	v.alias = form_str(rq, "alias", 4 * APPEAR_ALIAS_MAX);
	if (form_only(rq, fields) && ctx_ok(rq->ctx) && appear_choose(rq->ctx, v.chosen, v.alias))
		return welcome_go(rq, WELCOME_APPEAR);
	put_view(rq, &v, S(""));
	return false;
}
