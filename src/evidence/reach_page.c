/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/reach_page.h"

#include "core/told.h"
#include "core/zone.h"
#include "evidence/bars.h"
#include "evidence/population.h"
#include "evidence/reach.h"
#include "evidence/reach_out.h"
#include "site/layout.h"

enum { TABLE_MAX = 1 << 20, WORD_MAX = 16 };

struct view {
	struct ctx *c;
	struct reach r;
	struct bars bars[REACH_BYS];
	bool has_bars[REACH_BYS];
	const struct measure_study *all; /* to choose from */
	size_t studies;
	struct population_told told; /* taken is 0: nothing was uploaded just now */
	struct str typed;
};

#include "study_choice.html.h"

#include "reach.html.h"

static bool load(struct request *rq, const struct measure_study *study, const struct reach_how *how,
	struct view *v)
{
	struct ctx *c = rq->ctx;
	struct measure_study *all;

	if (!measure_studies(c, &all, &v->studies) || !reach_make(c, study, how, &v->r))
		return false;
	v->c = c;
	v->all = all;
	for (enum reach_by by = 0; by < REACH_BYS; by++)
		v->has_bars[by] =
			(by != REACH_TAG || v->r.has_tag) && bars_make(c, &v->r, by, &v->bars[by]);
	return true;
}

static void show(struct request *rq, const struct view *v)
{
	layout_open(rq, S("Reach"));
	reach_view(&rq->out, rq, v);
	layout_close(rq);
}

static bool no_study(struct request *rq)
{
	layout_open(rq, S("Reach"));
	reach_no_study(&rq->out);
	layout_close(rq);
	return true;
}

bool reach_page(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct view *v = arena_new(c->mem, struct view, 1);
	struct str name = query_str(rq, "study", MEASURE_NAME_MAX);
	struct reach_how how = { .is_true = query_int(rq, "true", 0, 1, 0) != 0 };
	struct measure_study study;

	if (!ctx_ok(c) || !measure_choose(c, name, &study))
		return false;
	if (!study.id)
		return no_study(rq);
	if (!load(rq, &study, &how, v))
		return false;
	show(rq, v);
	return true;
}

static bool send_file(struct request *rq, const struct reach *r, bool json)
{
	(json ? reach_out_json : reach_out_csv)(r, &rq->out);
	rq->type = json ? "application/json" : "text/csv; charset=utf-8";
	rq->download = arena_fmt(rq->ctx->mem, "reach-%.*s-rounded.%s", (int)r->study.name.len,
		r->study.name.at, json ? "json" : "csv");
	return true;
}

/* A file leaves the screen, so it is rounded. */
static bool download(struct request *rq, bool json)
{
	struct ctx *c = rq->ctx;
	struct str name = query_str(rq, "study", MEASURE_NAME_MAX);
	struct reach_how how = { 0 };
	struct measure_study study;
	struct reach r;

	if (!ctx_ok(c) || !measure_choose(c, name, &study))
		return false;
	if (!study.id)
		return fail(c, FAULT_ABSENT, "There is no study yet.");
	return reach_make(c, &study, &how, &r) && send_file(rq, &r, json);
}

bool reach_csv(struct request *rq)
{
	return download(rq, false);
}

bool reach_json(struct request *rq)
{
	return download(rq, true);
}

bool reach_tag_page(struct request *rq)
{
	static const char *const names[] = { "study", "true", "as", NULL };
	struct ctx *c = rq->ctx;
	struct view *v = arena_new(c->mem, struct view, 1);
	struct str name = form_str(rq, "study", MEASURE_NAME_MAX);
	struct str as = form_str(rq, "as", WORD_MAX);
	bool csv = str_eq(as, S("csv")), json = str_eq(as, S("json"));
	struct reach_how how = { .with_tag = true,
		.is_true = !csv && !json && form_int(rq, "true", 0, 1, 0) != 0 };
	struct measure_study study;

	if (!form_only(rq, names) || !ctx_ok(c) || !measure_study(c, name, &study)
		|| !load(rq, &study, &how, v))
		return false;
	if (csv || json)
		return send_file(rq, &v->r, json);
	show(rq, v);
	return true;
}

/* Everything is read first: after a fault nothing more can be, and the page is shown again. */
bool reach_upload_page(struct request *rq)
{
	static const char *const names[] = { "study", "file", "table", NULL };
	struct ctx *c = rq->ctx;
	struct view *v = arena_new(c->mem, struct view, 1);
	struct str name = form_str(rq, "study", MEASURE_NAME_MAX);
	struct reach_how how = { 0 };
	struct measure_study study;

	if (!ctx_ok(c) || !measure_study(c, name, &study) || !load(rq, &study, &how, v))
		return false;
	struct str file = form_str(rq, "file", TABLE_MAX);
	v->typed = form_str(rq, "table", TABLE_MAX);
	struct population_told told;
	if (form_only(rq, names) && ctx_ok(c)
		&& population_put(c, study.id, file.len ? file : v->typed, &told)
		&& load(rq, &study, &how, v)) {
		v->told = told;
		rq->saved = arena_fmt(c->mem, "reach-%lld", (long long)c->actor.v);
		v->typed = S("");
		show(rq, v);
		return true;
	}
	show(rq, v);
	return false;
}
