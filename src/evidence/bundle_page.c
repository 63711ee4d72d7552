/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/bundle_page.h"

#include "core/frozen.h"
#include "core/once.h"
#include "core/place.h"
#include "core/zone.h"
#include "evidence/bundle.h"
#include "site/layout.h"

enum { SHOWN = 100, TITLE_BYTES = 4000, KEY_MAX = 64 };

struct bundle_view {
	struct ctx *ctx;
	struct measure_study study; /* id 0: there is none */
	struct str zone, once, title, title_wrong;
};

#include "bundle.html.h"
#include "study_choice.html.h"

static bool put_list(struct request *rq, const struct bundle_view *v)
{
	struct frozen *f;
	size_t n, bundles = 0;

	if (!frozen_list(rq->ctx, v->study.id, SHOWN, &f, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(f[i].kind, S("bundle")))
			continue;
		if (bundles++ == 0)
			bundle_list_open(&rq->out);
		bundle_row(&rq->out, v, &f[i]);
	}
	if (bundles)
		bundle_list_close(&rq->out);
	return true;
}

/* After a fault the lists cannot be read: the form alone is shown again. */
static bool show(struct request *rq, struct bundle_view *v)
{
	struct ctx *c = rq->ctx;
	struct measure_study *all;
	size_t n = 0;

	v->once = layout_once(rq);
	v->title_wrong = layout_wrong_at(rq, "title");
	if (ctx_ok(c) && !measure_studies(c, &all, &n))
		return false;
	layout_open(rq, S("The study as files"));
	layout_wrong(rq);
	bundle_head(&rq->out);
	if (n > 1)
		choice(&rq->out, URL("/reports/bundle"), all, n, v->study.name);
	if (v->study.id)
		bundle_form(&rq->out, v);
	else
		bundle_none(&rq->out);
	if (ctx_ok(c) && v->study.id && !put_list(rq, v))
		return false;
	layout_close(rq);
	return true;
}

static bool view(struct request *rq, struct str study, struct bundle_view *ret)
{
	*ret = (struct bundle_view){ .ctx = rq->ctx,
		.zone = rq->place->zone.len ? rq->place->zone : S("Europe/London") };
	return ctx_ok(rq->ctx) && measure_choose(rq->ctx, study, &ret->study);
}

bool bundle_page(struct request *rq)
{
	struct bundle_view v;

	return view(rq, query_str(rq, "study", MEASURE_NAME_MAX), &v) && show(rq, &v);
}

static bool freeze(struct request *rq, const struct bundle_view *v, int64_t *ret)
{
	struct bundle b;

	return bundle_make(rq->ctx, &v->study, &b)
		&& bundle_freeze(rq->ctx, v->study.id, &b, v->title, ret);
}

bool bundle_page_freeze(struct request *rq)
{
	static const char *const names[] = { "once", "study", "title", NULL };
	struct ctx *c = rq->ctx;
	struct bundle_view v;
	int64_t id = 0;

	if (!view(rq, form_str(rq, "study", MEASURE_NAME_MAX), &v))
		return false;
	if (v.study.id == 0)
		return fail(c, FAULT_ABSENT, "There is no study yet.");
	struct str key = form_str(rq, "once", KEY_MAX);
	v.title = form_str(rq, "title", TITLE_BYTES);
	if (form_only(rq, names) && once_find(c, key, rq->body, &id)
		&& (id || (freeze(rq, &v, &id) && once_keep(c, key, rq->body, id))))
		return request_see(rq, URL("/reports/bundle?study=$#made", .word = v.study.name));
	(void)!show(rq, &v);
	return false;
}

bool bundle_page_send(struct request *rq, const struct frozen *f, struct str content)
{
	struct bundle b;

	if (!bundle_read(content, &b))
		return fail(rq->ctx, FAULT_INTERNAL, "a frozen bundle cannot be read");
	rq->type = "application/zip";
	rq->download = arena_fmt(rq->ctx->mem, "%.*s-%lld-confidential.zip", (int)b.name.len,
		b.name.at, (long long)f->id);
	return bundle_zip(rq->ctx, &b, &rq->out);
}
