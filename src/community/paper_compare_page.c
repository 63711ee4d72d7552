/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/clinic_routes.h"
#include "community/differ.h"
#include "community/paper_version.h"
#include "site/layout.h"

struct compare_view {
	struct paper paper;
	struct paper_version *shown;
	size_t shown_n;
	const struct paper_version *was, *is;
	struct differ_row *row;
	size_t n, changes;
};

#include "paper_compare.html.h"

static const struct paper_version *version_of(const struct compare_view *v, int64_t n)
{
	for (size_t i = 0; i < v->shown_n; i++)
		if (v->shown[i].n == n)
			return &v->shown[i];
	return NULL;
}

static bool read_shown(struct ctx *c, struct compare_view *v)
{
	struct paper_version *all;
	size_t n;

	if (!paper_version_list(c, v->paper.id, &all, &n))
		return false;
	v->shown = all;
	for (size_t i = 0; i < n; i++)
		if (all[i].state == PAPER_SHOWN)
			v->shown[v->shown_n++] = all[i];
	return v->shown_n >= 2
		|| fail(c, FAULT_ABSENT,
			"Two versions stand side by side once both are shown. There is one "
			"so far.");
}

/* The newest and the one before it, unless others are asked for. */
bool paper_compare_show(struct request *rq)
{
	struct compare_view v = { 0 };
	struct ctx *c = rq->ctx;

	if (!paper_get(c, (struct paper_id){ path_id(rq, "paper") }, &v.paper)
		|| !read_shown(c, &v))
		return false;
	int64_t was = query_int(rq, "was", 1, PAPER_VERSIONS_MAX, v.shown[v.shown_n - 2].n);
	int64_t is = query_int(rq, "is", 1, PAPER_VERSIONS_MAX, v.shown[v.shown_n - 1].n);
	v.was = version_of(&v, was);
	v.is = version_of(&v, is);
	if (!ctx_ok(c) || !v.was || !v.is)
		return fail(c, FAULT_ABSENT, "There is no such version.");
	differ_texts(c->mem, v.was->covered, v.is->covered, &v.row, &v.n);
	for (size_t i = 0; i < v.n; i++)
		v.changes += v.row[i].kind != DIFFER_SAME;
	layout_open(rq, S("Side by side"));
	compare_page(&rq->out, &v);
	layout_close(rq);
	return true;
}
