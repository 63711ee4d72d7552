/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/effect_page.h"

#include "core/place.h"
#include "core/zone.h"
#include "evidence/effect_out.h"
#include "site/layout.h"

struct view {
	struct ctx *c;
	struct effect_report r;
	struct str zone;
	const struct measure_study *all; /* to choose from */
	size_t studies;
};

static struct str number(struct ctx *c, double v)
{
	return arena_fmt(c->mem, "%.2f", v);
}

static struct str chance(struct ctx *c, double p)
{
	return arena_fmt(c->mem, "%.4f", p);
}

#include "study_choice.html.h"

#include "effect.html.h"

static bool choose(struct request *rq, struct measure_study *ret)
{
	struct str name = query_str(rq, "study", MEASURE_NAME_MAX);

	return ctx_ok(rq->ctx) && measure_choose(rq->ctx, name, ret);
}

bool effect_page(struct request *rq)
{
	struct view *v = arena_new(rq->ctx->mem, struct view, 1);
	struct measure_study study, *all;

	v->c = rq->ctx;
	v->zone = rq->place->zone.len ? rq->place->zone : S("Europe/London");
	if (!choose(rq, &study) || !measure_studies(v->c, &all, &v->studies)
		|| (study.id && !effect_make(v->c, &study, &v->r)))
		return false;
	v->all = all;
	layout_open(rq, S("Trials"));
	if (study.id)
		effect_view(&rq->out, v);
	else
		effect_no_study(&rq->out);
	layout_close(rq);
	return true;
}

static bool download(struct request *rq, const char *name, const char *end, const char *type,
	void (*out)(const struct effect_report *, struct buf *))
{
	struct measure_study study;
	struct effect_report r;

	if (!choose(rq, &study))
		return false;
	if (!study.id)
		return fail(rq->ctx, FAULT_ABSENT, "There is no study yet.");
	if (!effect_make(rq->ctx, &study, &r))
		return false;
	out(&r, &rq->out);
	rq->type = type;
	rq->download = arena_fmt(rq->ctx->mem, "%s-%.*s-confidential.%s", name, (int)study.name.len,
		study.name.at, end);
	return true;
}

bool effect_csv(struct request *rq)
{
	return download(rq, "trials", "csv", "text/csv; charset=utf-8", effect_out_csv);
}

bool effect_json(struct request *rq)
{
	return download(rq, "trials", "json", "application/json", effect_out_json);
}

bool effect_units_csv(struct request *rq)
{
	return download(rq, "trials-units", "csv", "text/csv; charset=utf-8", effect_out_units);
}
