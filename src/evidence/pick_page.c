/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/pick_page.h"

#include "evidence/pick.h"
#include "site/layout.h"

#include <math.h>

struct view {
	struct ctx *c;
	struct pick p;
	const struct measure_study *all; /* to choose from */
	size_t studies;
};

static bool has(const struct view *v, size_t column)
{
	return v->p.columns >> column & 1;
}

static struct str about(const struct participant *who, size_t column)
{
	const struct str all[PICK_ABOUT] = { who->gender, who->subject, who->year,
		who->engagement };

	return all[column];
}

/* A whole number as one. */
static struct str number(struct ctx *c, double v)
{
	return arena_fmt(c->mem, v == floor(v) && fabs(v) < 1e15 ? "%.0f" : "%.2f", v);
}

static struct str decimal(struct ctx *c, double v)
{
	return arena_fmt(c->mem, "%.2f", v);
}

#include "pick.html.h"

/* A box for each column, or all of them as one number. */
static bool choose(struct request *rq, struct measure_study *ret, int64_t *ret_columns)
{
	struct str name = query_str(rq, "study", MEASURE_NAME_MAX);
	int64_t columns = query_int(rq, "columns", 0, ((int64_t)1 << PICK_COLUMNS) - 1, 0);

	for (size_t i = 0; i < PICK_COLUMNS; i++)
		columns |= query_int(rq, pick_name(i), 0, 1, 0) << i;
	*ret_columns = columns;
	return ctx_ok(rq->ctx) && measure_choose(rq->ctx, name, ret);
}

bool pick_page(struct request *rq)
{
	struct view *v = arena_new(rq->ctx->mem, struct view, 1);
	struct measure_study study, *all;
	int64_t columns;

	v->c = rq->ctx;
	if (!choose(rq, &study, &columns) || !measure_studies(v->c, &all, &v->studies)
		|| (study.id && !pick_make(v->c, &study, columns, &v->p)))
		return false;
	v->all = all;
	layout_open(rq, S("A table of your own"));
	pick_view(&rq->out, v, study.id != 0);
	layout_close(rq);
	return true;
}

static bool download(struct request *rq, const char *end, const char *type,
	void (*out)(const struct pick *, struct buf *))
{
	struct measure_study study;
	int64_t columns;
	struct pick p;

	if (!choose(rq, &study, &columns))
		return false;
	if (!study.id)
		return fail(rq->ctx, FAULT_ABSENT, "There is no study yet.");
	if (!pick_make(rq->ctx, &study, columns, &p))
		return false;
	out(&p, &rq->out);
	rq->type = type;
	rq->download = arena_fmt(rq->ctx->mem, "table-%.*s-confidential.%s", (int)study.name.len,
		study.name.at, end);
	return true;
}

bool pick_file_csv(struct request *rq)
{
	return download(rq, "csv", "text/csv; charset=utf-8", pick_csv);
}

bool pick_file_json(struct request *rq)
{
	return download(rq, "json", "application/json", pick_json);
}
