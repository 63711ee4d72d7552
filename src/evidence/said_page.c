/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/said_page.h"

#include "evidence/said.h"
#include "site/layout.h"

#include <math.h>

struct view {
	struct ctx *c;
	struct said s;
	const struct measure_study *all; /* to choose from */
	size_t studies;
};

static const char *const words[2] = { "Active", "Less active" };

static const struct measure *measure_of(size_t m)
{
	return &measure_table[measure_fold_table[said_measures[m]]];
}

/* A whole number as one. */
static struct str number(struct ctx *c, double v)
{
	return arena_fmt(c->mem, v == floor(v) && fabs(v) < 1e15 ? "%.0f" : "%.1f", v);
}

#include "study_choice.html.h"

#include "said.html.h"

static bool choose(struct request *rq, struct measure_study *ret)
{
	struct str name = query_str(rq, "study", MEASURE_NAME_MAX);

	return ctx_ok(rq->ctx) && measure_choose(rq->ctx, name, ret);
}

bool said_page(struct request *rq)
{
	struct view *v = arena_new(rq->ctx->mem, struct view, 1);
	struct measure_study study, *all;

	v->c = rq->ctx;
	if (!choose(rq, &study) || !measure_studies(v->c, &all, &v->studies)
		|| (study.id && !said_make(v->c, &study, &v->s)))
		return false;
	v->all = all;
	layout_open(rq, S("Said and counted"));
	said_view(&rq->out, v, study.id != 0);
	layout_close(rq);
	return true;
}

static bool download(struct request *rq, const char *end, const char *type,
	void (*out)(const struct said *, struct buf *))
{
	struct measure_study study;
	struct said s;

	if (!choose(rq, &study))
		return false;
	if (!study.id)
		return fail(rq->ctx, FAULT_ABSENT, "There is no study yet.");
	if (!said_make(rq->ctx, &study, &s))
		return false;
	out(&s, &rq->out);
	rq->type = type;
	rq->download = arena_fmt(
		rq->ctx->mem, "said-%.*s-confidential.%s", (int)study.name.len, study.name.at, end);
	return true;
}

bool said_file_csv(struct request *rq)
{
	return download(rq, "csv", "text/csv; charset=utf-8", said_csv);
}

bool said_file_json(struct request *rq)
{
	return download(rq, "json", "application/json", said_json);
}
