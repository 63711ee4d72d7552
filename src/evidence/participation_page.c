/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/participation_page.h"

#include "evidence/strip.h"
#include "evidence/table1_out.h"
#include "site/layout.h"

/* Numbers with decimals, as they are printed. */
struct decimals {
	struct str mean, sd, median;
};

struct participation {
	struct table1 t;
	struct decimals all, said[TABLE1_SAID];
	struct strip strip;
	bool has_strip;
	int64_t pairs;
	struct str ordered;
	const struct measure_study *study; /* to choose from */
	size_t studies;
};

#include "study_choice.html.h"

#include "participation.html.h"

static struct decimals decimals_of(struct ctx *c, const struct stats *s)
{
	struct str none = S("–");

	return (struct decimals){
		s->n > 0 ? arena_fmt(c->mem, "%.2f", s->mean) : none,
		s->n > 1 ? arena_fmt(c->mem, "%.2f", s->sd) : none,
		s->n > 0 ? arena_fmt(c->mem, "%.1f", s->median) : none,
	};
}

/* The study that was asked for, or the one with most participants; ret_id is 0 when there is none
   at all. */
static bool choose(struct request *rq, struct measure_study *ret)
{
	struct str name = query_str(rq, "study", MEASURE_NAME_MAX);

	return ctx_ok(rq->ctx) && measure_choose(rq->ctx, name, ret);
}

static bool fill(struct request *rq, const struct measure_study *study, struct participation *p)
{
	struct ctx *c = rq->ctx;
	struct measure_study *all;

	if (!table1_make(c, study, &p->t) || !measure_studies(c, &all, &p->studies))
		return false;
	p->study = all;
	p->all = decimals_of(c, &p->t.all);
	for (size_t i = 0; i < TABLE1_SAID; i++)
		p->said[i] = decimals_of(c, &p->t.said[i].stats);
	p->has_strip = strip_make(c, &p->t, &p->strip);
	p->pairs = p->t.said[TABLE1_ACTIVE].stats.n * p->t.said[TABLE1_LESS].stats.n;
	if (p->t.has_pairs)
		p->ordered = arena_fmt(c->mem, "%.3f", p->t.pairs_ordered);
	return true;
}

bool participation_page(struct request *rq)
{
	struct participation *p = arena_new(rq->ctx->mem, struct participation, 1);
	struct measure_study study;

	if (!choose(rq, &study) || (study.id && !fill(rq, &study, p)))
		return false;
	layout_open(rq, S("Participation"));
	if (study.id)
		view_report(&rq->out, p);
	else
		view_no_study(&rq->out);
	layout_close(rq);
	return true;
}

bool participation_how(struct request *rq)
{
	layout_open(rq, S("How each number is counted"));
	view_how(&rq->out);
	layout_close(rq);
	return true;
}

/* The table as a file to save. */
static bool download(struct request *rq, const char *end, const char *type,
	void (*out)(const struct table1 *, struct buf *))
{
	struct measure_study study;
	struct table1 t;

	if (!choose(rq, &study))
		return false;
	if (!study.id)
		return fail(rq->ctx, FAULT_ABSENT, "There is no study yet.");
	if (!table1_make(rq->ctx, &study, &t))
		return false;
	out(&t, &rq->out);
	rq->type = type;
	rq->download = arena_fmt(
		rq->ctx->mem, "participation-%.*s.%s", (int)study.name.len, study.name.at, end);
	return true;
}

bool participation_csv(struct request *rq)
{
	return download(rq, "csv", "text/csv; charset=utf-8", table1_out_csv);
}

bool participation_json(struct request *rq)
{
	return download(rq, "json", "application/json", table1_out_json);
}
