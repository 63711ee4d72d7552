/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_result_page.h"

#include "evidence/survey_result.h"
#include "evidence/survey_wave.h"
#include "site/layout.h"

enum { WORD_MAX = 20, BAR = 358, STEP = 40 };

struct result_page {
	struct survey survey;
	const struct survey_wave *wave;
	size_t waves;
	struct survey_result r;
};

/* Numbers with decimals, as they are printed. */
static struct str decimal(struct ctx *c, double x)
{
	return arena_fmt(c->mem, "%.2f", x);
}

static struct str bar_width(struct ctx *c, const struct survey_result_line *l)
{
	return arena_fmt(c->mem, "%.1f", (double)l->share * BAR / 1000);
}

#include "survey_result.html.h"

static bool load(struct request *rq, struct result_page *p)
{
	int64_t id = path_id(rq, "survey");
	struct survey_wave *wave;

	if (!ctx_ok(rq->ctx) || !survey_get(rq->ctx, id, &p->survey)
		|| !survey_waves(rq->ctx, id, &wave, &p->waves))
		return false;
	p->wave = wave;
	return true;
}

bool survey_result_ask(struct request *rq)
{
	struct result_page *p = arena_new(rq->ctx->mem, struct result_page, 1);

	if (!load(rq, p))
		return false;
	layout_open(rq, S("Results"));
	result_ask(&rq->out, p);
	layout_close(rq);
	return true;
}

static bool file(struct request *rq, const struct result_page *p, const char *what)
{
	rq->type = "text/csv; charset=utf-8";
	rq->download = arena_fmt(rq->ctx->mem, "survey-%.*s-version-%d%s-confidential.csv",
		(int)p->survey.name.len, p->survey.name.at, (int)p->r.version, what);
	return true;
}

bool survey_result_show(struct request *rq)
{
	static const char *const names[] = { "version", "wave", "as", NULL };
	struct result_page *p = arena_new(rq->ctx->mem, struct result_page, 1);
	int64_t version = form_int(rq, "version", 0, INT32_MAX, 0);
	int64_t wave = form_int(rq, "wave", 0, INT64_MAX, 0);
	struct str as = form_str(rq, "as", WORD_MAX);
	struct ctx *c = rq->ctx;

	if (!form_only(rq, names) || !ctx_ok(c) || !load(rq, p)
		|| !survey_result_make(c, p->survey.id, version, wave, &p->r))
		return false;
	if (str_eq(as, S("csv"))) {
		survey_result_csv(c, &p->r, &rq->out);
		return file(rq, p, "");
	}
	if (str_eq(as, S("codebook"))) {
		survey_result_codebook(c, &p->r, &rq->out);
		return file(rq, p, "-codebook");
	}
	layout_open(rq, S("Results"));
	result_view(&rq->out, rq, p);
	layout_close(rq);
	return true;
}
