/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/tag_page.h"

#include "core/background.h"
#include "core/school.h"
#include "evidence/measure.h"
#include "site/layout.h"

#include <stdio.h>

enum { PER_CENT = 10, TYPED_MAX = 2000 }; /* thousandths; bytes */

struct tag_view {
	struct measure_study study;
	const struct measure_study *all; /* to choose from */
	size_t studies;
	struct background_rule rule;  /* that stands */
	struct background_rule typed; /* in the form */
	struct str fsm, share;	      /* in the form too, as they were typed */
	struct str areas;	      /* the rule's measures in words */
	int64_t here[AREA_KINDS];     /* areas that were imported */
	int64_t schools;
	const struct background_tally *nation; /* NULL: not counted */
	struct background_tally sum;
	bool own, saved;
};

#include "study_choice.html.h"

#include "tag.html.h"

static bool load(struct request *rq, struct str name, struct tag_view *v)
{
	struct ctx *c = rq->ctx;
	struct measure_study *all;

	*v = (struct tag_view){ 0 };
	if (!ctx_ok(c) || !measure_choose(c, name, &v->study))
		return false;
	if (v->study.id == 0)
		return true;
	for (size_t k = 0; k < AREA_KINDS; k++)
		if (!area_count(c, k, &v->here[k]))
			return false;
	if (!measure_studies(c, &all, &v->studies) || !school_count(c, S(""), &v->schools)
		|| !background_rule_get(c, v->study.id, &v->rule, &v->own))
		return false;
	v->all = all;
	v->typed = v->rule;
	v->fsm = arena_fmt(c->mem, "%d", (int)(v->rule.fsm / PER_CENT));
	v->share = arena_fmt(c->mem, "%d", (int)(v->rule.share / PER_CENT));
	v->areas = background_rule_areas(c, &v->rule);
	return true;
}

static void show(struct request *rq, const struct tag_view *v)
{
	layout_open(rq, S("The tag"));
	if (v->study.id)
		tag_whole(&rq->out, rq, v);
	else
		tag_no_study(&rq->out);
	layout_close(rq);
}

bool tag_page(struct request *rq)
{
	struct str name = query_str(rq, "study", MEASURE_NAME_MAX);
	int64_t saved = query_int(rq, "saved", 0, 1, 0);
	struct tag_view v;

	if (!load(rq, name, &v))
		return false;
	v.saved = saved == 1;
	show(rq, &v);
	return true;
}

static bool read_form(struct request *rq, struct tag_view *v)
{
	struct background_rule *rule = &v->typed;
	static const char *const names[] = { "study", "SIMD2020v2", "IMD2019", "IMD2025",
		"WIMD2019", "NIMDM2017", "parents", "listed", "fsm", "share", NULL };

	for (size_t k = 0; k < AREA_KINDS; k++)
		rule->cut[k] = form_int(rq, area_kinds[k].name, 0, BACKGROUND_CUT_MAX, 0);
	rule->parents = form_has(rq, "parents");
	rule->listed = form_has(rq, "listed");
	v->fsm = form_str(rq, "fsm", TYPED_MAX);
	v->share = form_str(rq, "share", TYPED_MAX);
	rule->fsm = form_int(rq, "fsm", 0, 100, 0) * PER_CENT;
	rule->share = form_int(rq, "share", 0, 100, 0) * PER_CENT;
	return form_only(rq, names) && ctx_ok(rq->ctx);
}

/* Everything is read before the form is judged: after a fault nothing more can be. */
bool tag_save_page(struct request *rq)
{
	struct str name = form_str(rq, "study", MEASURE_NAME_MAX);
	struct tag_view v;

	if (!load(rq, name, &v))
		return false;
	if (v.study.id == 0)
		return fail(rq->ctx, FAULT_ABSENT, "There is no study yet.");
	if (read_form(rq, &v) && background_rule_set(rq->ctx, v.study.id, &v.typed))
		return request_see(rq, URL("/reports/tag?saved=1&study=$", .word = v.study.name));
	show(rq, &v);
	return false;
}

bool tag_count_page(struct request *rq)
{
	static const char *const names[] = { "study", NULL };
	struct str name = form_str(rq, "study", MEASURE_NAME_MAX);
	struct background_tally nation[NATIONS];
	struct tag_view v;

	if (!form_only(rq, names) || !load(rq, name, &v))
		return false;
	if (v.study.id && !background_by_nation(rq->ctx, v.study.id, nation))
		return false;
	for (size_t i = 0; i < NATIONS && v.study.id; i++) {
		v.sum.people += nation[i].people;
		v.sum.known += nation[i].known;
		v.sum.tagged += nation[i].tagged;
	}
	v.nation = nation;
	show(rq, &v);
	return true;
}
