/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/side_page.h"

#include "core/seating.h"
#include "core/zone.h"
#include "evidence/side.h"
#include "site/layout.h"

struct view {
	struct ctx *c;
	struct side s;
	int64_t round;
	struct str title;
};

static const struct measure *measure_of(size_t m)
{
	return &measure_table[measure_fold_table[side_measures[m]]];
}

static struct str shown(struct ctx *c, int64_t n)
{
	return n == DISCLOSE_HIDDEN ? S("..") : arena_fmt(c->mem, "%lld", (long long)n);
}

static struct str counted(struct ctx *c, const struct side_row *row)
{
	return row->told_at ? zone_day(c, S("Europe/London"), row->told_at) : S("");
}

#include "side.html.h"

static bool make(struct request *rq, struct view *v)
{
	struct ctx *c = rq->ctx;
	struct seating_round round;
	struct measure_study study;

	*v = (struct view){ .c = c, .round = path_id(rq, "round") };
	if (!ctx_ok(c) || !seating_round(c, v->round, &round))
		return false;
	v->title = round.title;
	return measure_study(c, round.study_name, &study) && side_make(c, &study, v->round, &v->s);
}

bool side_page(struct request *rq)
{
	struct view v;

	if (!make(rq, &v))
		return false;
	layout_open(rq, S("Groups side by side"));
	side_view(&rq->out, &v);
	layout_close(rq);
	return true;
}

static bool download(struct request *rq, const char *end, const char *type,
	void (*out)(const struct side *, struct buf *))
{
	struct view v;

	if (!make(rq, &v))
		return false;
	out(&v.s, &rq->out);
	rq->type = type;
	rq->download = arena_fmt(rq->ctx->mem, "groups-%lld-rounded.%s", (long long)v.round, end);
	return true;
}

bool side_file_csv(struct request *rq)
{
	return download(rq, "csv", "text/csv; charset=utf-8", side_csv);
}

bool side_file_json(struct request *rq)
{
	return download(rq, "json", "application/json", side_json);
}
