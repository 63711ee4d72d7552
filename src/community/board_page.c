/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/board.h"

#include "base/instant.h"
#include "community/reply_routes.h"
#include "community/round.h"
#include "community/share.h"
#include "core/activity.h"
#include "core/zone.h"
#include "site/layout.h"

struct share_view {
	struct round_id round;
	struct str title, wrong, typed, field; /* field: id of the input */
	int64_t week, now, weeks, ceiling, share, over;
	struct share of;
};

#include "board.html.h"

/* «5 hours», «1 day and 3 hours»: rounded down. */
static struct str waits_text(struct ctx *c, int64_t us)
{
	int64_t hours = us / INSTANT_HOUR, days = hours / 24;

	if (hours < 1)
		return S("less than an hour");
	if (hours == 1)
		return S("an hour");
	if (days == 0)
		return arena_fmt(c->mem, "%lld hours", (long long)hours);
	return arena_fmt(c->mem, "%lld %s and %lld %s", (long long)days, days == 1 ? "day" : "days",
		(long long)(hours % 24), hours % 24 == 1 ? "hour" : "hours");
}

static struct str step_text(enum first_stage stage)
{
	switch (stage) {
	case FIRST_NEW: return S("is being offered to members of the group");
	case FIRST_PEERS: return S("offered to two members");
	case FIRST_GROUP: return S("offered to the whole group");
	case FIRST_ACROSS: return S("offered to other groups too");
	case FIRST_STAFF: break;
	}
	return S("everybody was asked before you");
}

static bool put_waits(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct board_wait *w;
	size_t n;

	if (!board_waits(c, &w, &n))
		return false;
	board_wait_head(&rq->out, n);
	for (size_t i = 0; i < n; i++)
		board_wait_row(&rq->out, &w[i], waits_text(c, c->now - w[i].opened_at),
			step_text(w[i].stage));
	board_list_close(&rq->out, n);
	return true;
}

static bool put_quiets(struct request *rq)
{
	struct board_quiet *q;
	size_t n;

	if (!board_quiets(rq->ctx, &q, &n))
		return false;
	board_quiet_head(&rq->out, n);
	for (size_t i = 0; i < n; i++)
		board_quiet_row(&rq->out, &q[i],
			q[i].last_at ? zone_day(rq->ctx, q[i].zone, q[i].last_at) : S(""));
	board_list_close(&rq->out, n);
	return true;
}

static bool put_openings(struct request *rq)
{
	struct board_opening *o;
	size_t n;

	if (!board_openings(rq->ctx, &o, &n))
		return false;
	board_opening_head(&rq->out, n);
	for (size_t i = 0; i < n; i++)
		board_opening_row(&rq->out, &o[i], zone_text(rq->ctx, o[i].zone, o[i].opens_at));
	board_list_close(&rq->out, n);
	return true;
}

static bool find_share(struct request *rq, const struct board_promise *p, struct share_view *v)
{
	int64_t last = p->week < p->weeks ? p->week : p->weeks;

	*v = (struct share_view){ .round = p->round,
		.title = p->title,
		.field = arena_fmt(rq->ctx->mem, "ceiling-%lld", (long long)p->round.v),
		.now = last,
		.weeks = p->weeks,
		.week = query_int(rq, "week", 1, ROUND_WEEKS_MAX, last) };
	v->week = v->week < last ? v->week : last;
	if (!ctx_ok(rq->ctx) || !share_ceiling(rq->ctx, p->round, &v->ceiling)
		|| !share_week(rq->ctx, p->round, v->week, &v->of))
		return false;
	const struct share_group *g = v->of.group;
	v->share = share_of(v->of.all.members, v->of.all.staff);
	for (size_t i = 0; i < v->of.n; i++)
		v->over += share_of(g[i].members, g[i].staff) > v->ceiling;
	v->typed = arena_fmt(rq->ctx->mem, "%lld", (long long)v->ceiling);
	return true;
}

static bool put_rounds(struct request *rq)
{
	struct board_promise *p;
	struct share_view v;
	size_t n;

	if (!board_promises(rq->ctx, &p, &n))
		return false;
	if (n == 0)
		board_none(&rq->out);
	for (size_t i = 0; i < n; i++) {
		if (!find_share(rq, &p[i], &v))
			return false;
		board_round_open(&rq->out, &p[i]);
		board_promise_line(&rq->out, &p[i]);
		board_share(&rq->out, &v);
		board_round_close(&rq->out);
	}
	return true;
}

/* A part of the board is a function here: whoever has a row for it adds one. */
bool board_show(struct request *rq)
{
	bool saved = query_int(rq, "done", 0, 1, 0) == 1;

	if (!ctx_ok(rq->ctx))
		return false;
	layout_visit(rq, OBJECT_PAGE, 0);
	layout_open(rq, S("Board"));
	board_top(&rq->out, saved ? S("The ceiling is saved.") : S(""));
	if (!put_waits(rq) || !put_openings(rq) || !put_quiets(rq) || !put_rounds(rq))
		return false;
	layout_close(rq);
	return true;
}

bool board_ceiling_send(struct request *rq)
{
	static const char *const fields[] = { "ceiling", NULL };
	struct ctx *c = rq->ctx;
	struct share_view v = { .round = { path_id(rq, "round") }, .field = S("ceiling") };
	struct round r;
	int64_t most = 0;

	if (!ctx_ok(c) || !round_get(c, v.round, &r) || !share_ceiling(c, v.round, &v.ceiling)
		|| !form_only(rq, fields))
		return false;
	v.title = r.title;
	v.typed = form_str(rq, "ceiling", 20);
	(void)!str_to_int(str_trim(v.typed), &most);
	if (ctx_ok(c) && share_ceiling_set(c, v.round, most))
		return request_see(rq, URL("/board?done=1"));
	v.wrong = layout_wrong_at(rq, "ceiling");
	layout_open(rq, S("Board"));
	layout_wrong(rq);
	board_again(&rq->out, &v);
	layout_close(rq);
	return false;
}
