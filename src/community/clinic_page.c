/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/clinic_routes.h"
#include "community/group.h"
#include "community/paper_gone.h"
#include "community/part_page.h"
#include "community/turn.h"
#include "community/when.h"
#include "core/activity.h"
#include "core/place.h"
#include "site/layout.h"

struct clinic_view {
	struct group_id group;
	struct str group_name, done;
	const struct paper_seen *mine, *others;
	size_t mine_n, others_n, gone_n;
	const struct paper_gone *gone; /* not by their owner's doing */
	const struct paper *offered;   /* NULL: none */
	bool ended;
	struct when *when;
};
struct clinic_groups {
	const struct paper_group *group;
	size_t n;
};

#include "clinic.html.h"

static struct str done_text(struct request *rq)
{
	struct str what = query_str(rq, "done", 20);

	if (str_eq(what, S("withdrawn")))
		return S("It is withdrawn. The paper, its versions, its pictures and what was said "
			 "about it are gone.");
	if (str_eq(what, S("passed")))
		return S("You will not be asked about that one again.");
	if (str_eq(what, S("none")))
		return S("Nobody else’s is waiting for you right now. Look in again tomorrow.");
	if (str_eq(what, S("removed")))
		return S("It is removed, and the person who brought it is told.");
	return S("");
}

static struct when *when_of(struct request *rq)
{
	struct when *w = arena_new(rq->ctx->mem, struct when, 1);

	when_init(w, rq->ctx, rq->place->zone.len ? rq->place->zone : S("Europe/London"), 0);
	return w;
}

static bool read_offer(struct request *rq, struct clinic_view *v)
{
	struct paper *p = arena_new(rq->ctx->mem, struct paper, 1);
	struct paper_id id;

	if (!turn_now(rq->ctx, v->group, &id) || (id.v && !paper_get(rq->ctx, id, p)))
		return false;
	v->offered = id.v ? p : NULL;
	return true;
}

static bool read_gone(struct request *rq, struct clinic_view *v)
{
	struct paper_gone *gone;

	if (!paper_gone_list(rq->ctx, &gone, &v->gone_n))
		return false;
	v->gone = gone;
	return true;
}

static bool member_page(struct request *rq, struct clinic_view *v)
{
	struct paper_seen *mine, *others;

	if (!paper_mine(rq->ctx, &mine, &v->mine_n) || !read_gone(rq, v)
		|| !paper_of_group(rq->ctx, v->group, &others, &v->others_n) || !read_offer(rq, v)
		|| !part_ended(rq, v->group, &v->ended))
		return false;
	v->mine = mine;
	v->others = others;
	v->when = when_of(rq);
	layout_visit(rq, OBJECT_PAGE, 0);
	layout_open(rq, S("The CV clinic"));
	clinic_top(&rq->out, v);
	clinic_give(&rq->out, v);
	clinic_mine(&rq->out, v);
	clinic_others(&rq->out, v);
	clinic_who(&rq->out, v);
	layout_close(rq);
	return true;
}

static bool staff_page(struct request *rq)
{
	struct clinic_groups g = { 0 };
	struct paper_group *list;

	if (!paper_groups(rq->ctx, &list, &g.n))
		return false;
	g.group = list;
	layout_open(rq, S("The CV clinic"));
	clinic_staff(&rq->out, &g);
	layout_close(rq);
	return true;
}

/* Who was in a group once can still see to what is theirs. */
bool clinic_show(struct request *rq)
{
	struct clinic_view v = { .group = { rq->place->group },
		.group_name = rq->place->group_name,
		.done = done_text(rq) };
	struct paper_seen *mine;

	if (!ctx_ok(rq->ctx))
		return false;
	if (v.group.v)
		return member_page(rq, &v);
	if (part_moderates(rq))
		return staff_page(rq);
	if (!paper_mine(rq->ctx, &mine, &v.mine_n) || !read_gone(rq, &v))
		return false;
	v.mine = mine;
	v.when = when_of(rq);
	layout_open(rq, S("The CV clinic"));
	clinic_nowhere(&rq->out, &v);
	if (v.mine_n || v.gone_n)
		clinic_mine(&rq->out, &v);
	layout_close(rq);
	return true;
}

bool clinic_group_show(struct request *rq)
{
	struct clinic_view v = { .group = { path_id(rq, "group") }, .done = done_text(rq) };
	struct paper_seen *others;
	struct group g;

	if (!ctx_ok(rq->ctx) || !group_get(rq->ctx, v.group, &g)
		|| !paper_of_group(rq->ctx, v.group, &others, &v.others_n))
		return false;
	v.group_name = g.name;
	v.others = others;
	v.when = when_of(rq);
	layout_open(
		rq, arena_fmt(rq->ctx->mem, "The CV clinic of %.*s", (int)g.name.len, g.name.at));
	clinic_of_group(&rq->out, &v);
	layout_close(rq);
	return true;
}

bool clinic_next_send(struct request *rq)
{
	struct group_id group = { rq->place->group };
	struct paper_id id = { 0 };
	bool ended;

	if (group.v == 0)
		return fail(rq->ctx, FAULT_ABSENT, "You are in no group.");
	if (!part_ended(rq, group, &ended))
		return false;
	if (!ended && !turn_next(rq->ctx, group, &id))
		return false;
	return request_see(rq, id.v ? URL("/clinic/paper/%", { id.v }) : URL("/clinic?done=none"));
}

bool clinic_pass_send(struct request *rq)
{
	struct paper_id id = { path_id(rq, "paper") };

	return ctx_ok(rq->ctx) && turn_pass(rq->ctx, id)
		&& request_see(rq, URL("/clinic?done=passed"));
}
