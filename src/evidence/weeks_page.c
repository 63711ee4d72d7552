/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/weeks_page.h"

#include "core/place.h"
#include "core/zone.h"
#include "evidence/columns.h"
#include "evidence/weeks_out.h"
#include "site/layout.h"

/* The charts of a round, in this order. */
enum chart { CHART_VIEWS, CHART_POSTS, CHART_PRESENT, CHARTS };

static const enum measure_at chart_measures[CHARTS] = { MEASURE_PAGE_VIEWS, MEASURE_POSTS,
	MEASURE_PRESENT };

struct charts {
	struct columns at[CHARTS];
};
struct view {
	struct ctx *c;
	struct weeks w;
	struct str zone;
	struct charts *chart;		 /* of each round */
	const struct measure_study *all; /* to choose from */
	size_t studies;
};

_Static_assert((int)WEEKS_MAX <= (int)COLUMNS_MAX, "every week has its column");

/* «12 (60%)» of those who were present. */
static struct str part(struct ctx *c, int64_t n, int64_t of)
{
	if (of == 0)
		return S("–");
	return arena_fmt(
		c->mem, "%lld (%lld%%)", (long long)n, (long long)((200 * n + of) / (2 * of)));
}

#include "study_choice.html.h"

#include "weeks.html.h"

static int64_t value_of(const struct weeks_count *n, enum chart k)
{
	return k == CHART_VIEWS ? n->views : k == CHART_POSTS ? n->posts : n->present;
}

/* The scale of a measure is the same in all rounds, so that they can be compared by eye. */
static int64_t most_of(const struct weeks *w, enum chart k)
{
	int64_t most = 0;

	for (size_t i = 0; i < w->n; i++)
		for (size_t at = 0; at < w->round[i].n; at++)
			if (value_of(&w->round[i].at[at], k) > most)
				most = value_of(&w->round[i].at[at], k);
	return most;
}

static void draw(struct view *v)
{
	int64_t value[WEEKS_MAX];

	v->chart = arena_new(v->c->mem, struct charts, v->w.n + 1);
	for (enum chart k = 0; k < CHARTS; k++) {
		int64_t most = most_of(&v->w, k);
		for (size_t i = 0; i < v->w.n; i++) {
			const struct weeks_round *r = &v->w.round[i];
			for (size_t at = 0; at < r->n; at++)
				value[at] = value_of(&r->at[at], k);
			columns_make(v->c, value, r->n, most, &v->chart[i].at[k]);
		}
	}
}

static bool choose(struct request *rq, struct measure_study *ret)
{
	struct str name = query_str(rq, "study", MEASURE_NAME_MAX);

	return ctx_ok(rq->ctx) && measure_choose(rq->ctx, name, ret);
}

bool weeks_page(struct request *rq)
{
	struct view *v = arena_new(rq->ctx->mem, struct view, 1);
	struct measure_study study, *all;

	v->c = rq->ctx;
	v->zone = rq->place->zone.len ? rq->place->zone : S("Europe/London");
	if (!choose(rq, &study) || !measure_studies(v->c, &all, &v->studies)
		|| (study.id && !weeks_make(v->c, &study, &v->w)))
		return false;
	v->all = all;
	draw(v);
	layout_open(rq, S("Week by week"));
	if (study.id)
		weeks_view(&rq->out, v);
	else
		weeks_no_study(&rq->out);
	layout_close(rq);
	return true;
}

static bool download(struct request *rq, const char *end, const char *type,
	void (*out)(const struct weeks *, struct buf *))
{
	struct measure_study study;
	struct weeks w;

	if (!choose(rq, &study))
		return false;
	if (!study.id)
		return fail(rq->ctx, FAULT_ABSENT, "There is no study yet.");
	if (!weeks_make(rq->ctx, &study, &w))
		return false;
	out(&w, &rq->out);
	rq->type = type;
	rq->download = arena_fmt(rq->ctx->mem, "weeks-%.*s-confidential.%s", (int)study.name.len,
		study.name.at, end);
	return true;
}

bool weeks_csv(struct request *rq)
{
	return download(rq, "csv", "text/csv; charset=utf-8", weeks_out_csv);
}

bool weeks_json(struct request *rq)
{
	return download(rq, "json", "application/json", weeks_out_json);
}
