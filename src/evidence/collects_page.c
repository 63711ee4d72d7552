/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/collects_page.h"

#include "core/collect.h"
#include "core/place.h"
#include "core/zone.h"
#include "evidence/measure.h"
#include "site/layout.h"

struct collects_view {
	struct ctx *ctx;
	struct measure_study study; /* id 0: there is none */
	const struct measure_study *all;
	size_t studies;
	int64_t since[TRACE_CLASSES];
	bool begun, saved;
	struct str zone, wrong;
};

#include "study_choice.html.h"

#include "collects.html.h"

static bool load(struct request *rq, struct str name, struct collects_view *v)
{
	struct measure_study *all;

	*v = (struct collects_view){ .ctx = rq->ctx,
		.zone = rq->place->zone.len ? rq->place->zone : S("Europe/London") };
	if (!ctx_ok(rq->ctx) || !measure_choose(rq->ctx, name, &v->study)
		|| !measure_studies(rq->ctx, &all, &v->studies))
		return false;
	v->all = all;
	return v->study.id == 0
		|| (collect_since(rq->ctx, v->study.id, v->since)
			&& collect_begun(rq->ctx, v->study.id, &v->begun));
}

static void show(struct request *rq, struct collects_view *v)
{
	if (!ctx_ok(rq->ctx))
		v->wrong = str_of(rq->ctx->fault.text);
	layout_open(rq, S("What the study notes"));
	collects_head(&rq->out, v);
	if (v->studies > 1)
		choice(&rq->out, URL("/reports/collects"), v->all, v->studies, v->study.name);
	if (v->study.id)
		collects_form(&rq->out, v);
	layout_close(rq);
}

bool collects_page(struct request *rq)
{
	struct collects_view v;

	if (!load(rq, query_str(rq, "study", MEASURE_NAME_MAX), &v))
		return false;
	v.saved = query_int(rq, "saved", 0, 1, 0) == 1;
	show(rq, &v);
	return true;
}

/* What is not ticked is off. */
static int64_t off_of(struct request *rq)
{
	int64_t off = 0;

	for (size_t i = 0; i < COLLECT_CLASSES; i++)
		if (!form_has(rq, collect_table[i].name))
			off |= (int64_t)1 << collect_table[i].class;
	return off;
}

bool collects_save_page(struct request *rq)
{
	const char *names[COLLECT_CLASSES + 2] = { "study" };
	struct collects_view v;

	for (size_t i = 0; i < COLLECT_CLASSES; i++)
		names[i + 1] = collect_table[i].name;
	if (!load(rq, form_str(rq, "study", MEASURE_NAME_MAX), &v))
		return false;
	if (v.study.id == 0)
		return fail(rq->ctx, FAULT_ABSENT, "There is no study yet.");
	if (form_only(rq, names) && ctx_ok(rq->ctx) && collect_set(rq->ctx, v.study.id, off_of(rq)))
		return request_see(
			rq, URL("/reports/collects?saved=1&study=$", .word = v.study.name));
	show(rq, &v);
	return false;
}
