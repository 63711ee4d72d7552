/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/felt_page.h"

#include "evidence/felt.h"
#include "site/layout.h"

#include <math.h>

struct view {
	struct ctx *c;
	struct felt f;
	const struct measure_study *all; /* to choose from */
	size_t studies;
};

static const struct measure *measure_of(size_t m)
{
	return &measure_table[measure_fold_table[said_measures[m]]];
}

/* A whole number as one. */
static struct str number(struct ctx *c, double v)
{
	return arena_fmt(c->mem, v == floor(v) && fabs(v) < 1e15 ? "%.0f" : "%.1f", v);
}

static int64_t mismatches(const struct felt_week *w, size_t m, int which)
{
	int64_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += w->answer[i].mismatch[m] == which;
	return n;
}

/* The number of a participant, or the name that the files have. */
static struct str who(struct ctx *c, const struct felt_answer *a)
{
	return a->number ? arena_fmt(c->mem, "%lld", (long long)a->number) : a->name;
}

#include "study_choice.html.h"

#include "felt.html.h"

static bool choose(struct request *rq, struct measure_study *ret)
{
	struct str name = query_str(rq, "study", MEASURE_NAME_MAX);

	return ctx_ok(rq->ctx) && measure_choose(rq->ctx, name, ret);
}

bool felt_page(struct request *rq)
{
	struct view *v = arena_new(rq->ctx->mem, struct view, 1);
	struct measure_study study, *all;

	v->c = rq->ctx;
	if (!choose(rq, &study) || !measure_studies(v->c, &all, &v->studies)
		|| (study.id && !felt_make(v->c, &study, &v->f)))
		return false;
	v->all = all;
	layout_open(rq, S("Felt and counted"));
	felt_view(&rq->out, v, study.id != 0);
	layout_close(rq);
	return true;
}

static bool download(struct request *rq, const char *end, const char *type,
	void (*out)(const struct felt *, struct buf *))
{
	struct measure_study study;
	struct felt f;

	if (!choose(rq, &study))
		return false;
	if (!study.id)
		return fail(rq->ctx, FAULT_ABSENT, "There is no study yet.");
	if (!felt_make(rq->ctx, &study, &f))
		return false;
	out(&f, &rq->out);
	rq->type = type;
	rq->download = arena_fmt(
		rq->ctx->mem, "felt-%.*s-confidential.%s", (int)study.name.len, study.name.at, end);
	return true;
}

bool felt_file_csv(struct request *rq)
{
	return download(rq, "csv", "text/csv; charset=utf-8", felt_csv);
}

bool felt_file_json(struct request *rq)
{
	return download(rq, "json", "application/json", felt_json);
}
