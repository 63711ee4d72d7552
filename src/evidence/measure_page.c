/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/measure_page.h"

#include "evidence/measure_by.h"
#include "site/layout.h"

#include <math.h>

enum { SHOWN = 300, WORD_MAX = 10 };

struct view {
	struct ctx *c;
	struct measure_by m;
	const struct measure_study *all; /* to choose from */
	size_t studies, shown;
};

static const char *const titles[BYS] = {
	[BY_PERSON] = "each person",
	[BY_GROUP] = "each group",
	[BY_ARM] = "each arm of the trials",
	[BY_WEEK] = "each week of the rounds",
	[BY_ROUND] = "each round",
};
static const char *const heads[BYS][MEASURE_BY_KEYS] = {
	[BY_PERSON] = { "Participant", "Number" },
	[BY_GROUP] = { "Round", "Group" },
	[BY_ARM] = { "Round", "Feature", "Arm" },
	[BY_WEEK] = { "Round", "Week" },
	[BY_ROUND] = { "Round" },
};

static const char *const csv_paths[BYS] = { "/reports/measures.csv?by=person&study=$",
	"/reports/measures.csv?by=group&study=$", "/reports/measures.csv?by=arm&study=$",
	"/reports/measures.csv?by=week&study=$", "/reports/measures.csv?by=round&study=$" };
static const char *const json_paths[BYS] = { "/reports/measures.json?by=person&study=$",
	"/reports/measures.json?by=group&study=$", "/reports/measures.json?by=arm&study=$",
	"/reports/measures.json?by=week&study=$", "/reports/measures.json?by=round&study=$" };

static const struct measure *measure_of(size_t fold)
{
	return &measure_table[measure_fold_table[fold]];
}

/* A whole number as one. */
static struct str number(struct ctx *c, double v)
{
	return arena_fmt(c->mem, v == floor(v) && fabs(v) < 1e15 ? "%.0f" : "%.2f", v);
}

#include "measure.html.h"

static bool choose(struct request *rq, struct measure_study *ret, enum measure_by_what *ret_by)
{
	struct str word = query_str(rq, "by", WORD_MAX);
	struct str name = query_str(rq, "study", MEASURE_NAME_MAX);
	enum measure_by_what by = word.len ? BYS : BY_ROUND;

	for (enum measure_by_what i = 0; i < BYS; i++)
		if (str_eq(word, str_of(measure_by_words[i])))
			by = i;
	if (!ctx_ok(rq->ctx))
		return false;
	if (by == BYS)
		return fail(rq->ctx, FAULT_ABSENT,
			"Measures are told by person, group, arm, week or round.");
	*ret_by = by;
	return measure_choose(rq->ctx, name, ret);
}

bool measure_page(struct request *rq)
{
	struct view *v = arena_new(rq->ctx->mem, struct view, 1);
	struct measure_study study, *all;
	enum measure_by_what by;

	v->c = rq->ctx;
	if (!choose(rq, &study, &by) || !measure_studies(v->c, &all, &v->studies)
		|| (study.id && !measure_by_make(v->c, &study, by, &v->m)))
		return false;
	v->all = all;
	v->shown = v->m.n < SHOWN ? v->m.n : SHOWN;
	layout_open(rq, S("Measures"));
	measure_view(&rq->out, v, study.id != 0);
	layout_close(rq);
	return true;
}

static bool download(struct request *rq, const char *end, const char *type,
	void (*out)(const struct measure_by *, struct buf *))
{
	struct measure_study study;
	enum measure_by_what by;
	struct measure_by m;

	if (!choose(rq, &study, &by))
		return false;
	if (!study.id)
		return fail(rq->ctx, FAULT_ABSENT, "There is no study yet.");
	if (!measure_by_make(rq->ctx, &study, by, &m))
		return false;
	out(&m, &rq->out);
	rq->type = type;
	rq->download = arena_fmt(rq->ctx->mem, "measures-%.*s-by-%s-confidential.%s",
		(int)study.name.len, study.name.at, measure_by_words[by], end);
	return true;
}

bool measure_file_csv(struct request *rq)
{
	return download(rq, "csv", "text/csv; charset=utf-8", measure_by_csv);
}

bool measure_file_json(struct request *rq)
{
	return download(rq, "json", "application/json", measure_by_json);
}
