/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/result_page.h"

#include "evidence/outcome.h"
#include "evidence/result.h"
#include "site/layout.h"

enum { WORD_MAX = 16 };

struct view {
	struct ctx *c;
	struct result r;
	const struct measure_study *all; /* to choose from */
	size_t studies;
	bool told_any, checked; /* something was brought just now, or would be */
	struct outcome_told told;
	struct outcome_how how;
	struct str typed;
};

#include "study_choice.html.h"

#include "result.html.h"

static bool load(struct request *rq, const struct measure_study *study,
	const struct result_how *how, struct view *v)
{
	struct ctx *c = rq->ctx;
	struct measure_study *all;

	if (!measure_studies(c, &all, &v->studies) || !result_make(c, study, how, &v->r))
		return false;
	v->c = c;
	v->all = all;
	return true;
}

static void show(struct request *rq, const struct view *v)
{
	layout_open(rq, S("Outcomes"));
	result_view(&rq->out, rq, v);
	layout_close(rq);
}

bool result_page(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct view *v = arena_new(c->mem, struct view, 1);
	struct str name = query_str(rq, "study", MEASURE_NAME_MAX);
	struct result_how how = { .is_true = query_int(rq, "true", 0, 1, 0) != 0 };
	struct measure_study study;

	if (!ctx_ok(c) || !measure_choose(c, name, &study))
		return false;
	if (!study.id) {
		layout_open(rq, S("Outcomes"));
		result_no_study(&rq->out);
		layout_close(rq);
		return true;
	}
	if (!load(rq, &study, &how, v))
		return false;
	show(rq, v);
	return true;
}

static bool send_file(struct request *rq, const struct result *r, bool json)
{
	(json ? result_json : result_csv)(r, &rq->out);
	rq->type = json ? "application/json" : "text/csv; charset=utf-8";
	rq->download = arena_fmt(rq->ctx->mem, "outcomes-%.*s-rounded.%s", (int)r->study.name.len,
		r->study.name.at, json ? "json" : "csv");
	return true;
}

/* A file leaves the screen, so it is rounded. */
static bool download(struct request *rq, bool json)
{
	struct ctx *c = rq->ctx;
	struct str name = query_str(rq, "study", MEASURE_NAME_MAX);
	struct result_how how = { 0 };
	struct measure_study study;
	struct result r;

	if (!ctx_ok(c) || !measure_choose(c, name, &study))
		return false;
	if (!study.id)
		return fail(c, FAULT_ABSENT, "There is no study yet.");
	return result_make(c, &study, &how, &r) && send_file(rq, &r, json);
}

bool result_file_csv(struct request *rq)
{
	return download(rq, false);
}

bool result_file_json(struct request *rq)
{
	return download(rq, true);
}

bool result_tag_page(struct request *rq)
{
	static const char *const names[] = { "study", "true", "as", NULL };
	struct ctx *c = rq->ctx;
	struct view *v = arena_new(c->mem, struct view, 1);
	struct str name = form_str(rq, "study", MEASURE_NAME_MAX);
	struct str as = form_str(rq, "as", WORD_MAX);
	bool csv = str_eq(as, S("csv")), json = str_eq(as, S("json"));
	struct result_how how = { .with_tag = true,
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

/* What was typed and uploaded stays on the page until it is brought. */
static void read_form(struct request *rq, struct view *v)
{
	struct str file = form_str(rq, "file", RESULT_UPLOAD_MAX);

	v->typed = form_str(rq, "table", RESULT_UPLOAD_MAX);
	if (file.len)
		v->typed = file;
	for (enum outcome_column k = 0; k < OUTCOME_COLUMNS; k++)
		v->how.heading[k] = form_str(rq, outcome_names[k], OUTCOME_HEADING_MAX);
	v->how.check = v->checked = str_eq(form_str(rq, "as", WORD_MAX), S("check"));
}

/* Everything is read first: after a fault nothing more can be, and the page is shown again. */
bool result_upload_page(struct request *rq)
{
	static const char *const names[] = { "study", "file", "table", "as", "address",
		"participant", "completed", "activity", "skilled", NULL };
	struct ctx *c = rq->ctx;
	struct view *v = arena_new(c->mem, struct view, 1);
	struct str name = form_str(rq, "study", MEASURE_NAME_MAX);
	struct result_how how = { 0 };
	struct measure_study study;

	if (!ctx_ok(c) || !measure_study(c, name, &study) || !load(rq, &study, &how, v))
		return false;
	read_form(rq, v);
	if (form_only(rq, names) && ctx_ok(c)
		&& outcome_put(c, study.id, v->typed, &v->how, &v->told)
		&& load(rq, &study, &how, v)) {
		v->told_any = true;
		if (!v->checked && v->told.taken)
			v->typed = S("");
		show(rq, v);
		return true;
	}
	show(rq, v);
	return false;
}
