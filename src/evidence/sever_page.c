/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/sever_page.h"

#include "core/place.h"
#include "core/sever.h"
#include "core/zone.h"
#include "evidence/measure.h"
#include "site/layout.h"

enum { TYPED_MAX = 400 };

struct sever_view {
	struct ctx *ctx;
	struct measure_study study; /* id 0: there is none */
	const struct measure_study *all;
	size_t studies;
	struct sever_state state;
	struct str zone, typed, typed_wrong, wrong;
};

#include "study_choice.html.h"

#include "sever.html.h"

static bool load(struct request *rq, struct str name, struct sever_view *v)
{
	struct measure_study *all;

	*v = (struct sever_view){ .ctx = rq->ctx,
		.zone = rq->place->zone.len ? rq->place->zone : S("Europe/London") };
	if (!ctx_ok(rq->ctx) || !measure_choose(rq->ctx, name, &v->study)
		|| !measure_studies(rq->ctx, &all, &v->studies))
		return false;
	v->all = all;
	return v->study.id == 0 || sever_look(rq->ctx, v->study.id, &v->state);
}

static void show(struct request *rq, struct sever_view *v)
{
	v->typed_wrong = layout_wrong_at(rq, "name");
	if (!ctx_ok(rq->ctx) && v->typed_wrong.len == 0)
		v->wrong = str_of(rq->ctx->fault.text);
	layout_open(rq, S("The key of the study"));
	layout_wrong(rq);
	sever_head(&rq->out, v);
	if (v->studies > 1)
		choice(&rq->out, URL("/reports/key"), v->all, v->studies, v->study.name);
	if (v->study.id && v->state.at)
		sever_done(&rq->out, v);
	else if (v->study.id)
		sever_form(&rq->out, v);
	layout_close(rq);
}

bool sever_page(struct request *rq)
{
	struct sever_view v;

	if (!load(rq, query_str(rq, "study", MEASURE_NAME_MAX), &v))
		return false;
	show(rq, &v);
	return true;
}

bool sever_send_page(struct request *rq)
{
	static const char *const names[] = { "study", "name", NULL };
	struct sever_view v;

	if (!load(rq, form_str(rq, "study", MEASURE_NAME_MAX), &v))
		return false;
	if (v.study.id == 0)
		return fail(rq->ctx, FAULT_ABSENT, "There is no study yet.");
	v.typed = form_str(rq, "name", TYPED_MAX);
	if (form_only(rq, names) && ctx_ok(rq->ctx) && sever_study(rq->ctx, v.study.id, v.typed))
		return request_see(rq, URL("/reports/key?study=$", .word = v.study.name));
	show(rq, &v);
	return false;
}
