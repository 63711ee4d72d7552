/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/enrolment.h"
#include "community/fit_choice.h"
#include "community/group_plan.h"
#include "community/plan_routes.h"
#include "community/round.h"
#include "http/request.h"
#include "site/layout.h"

struct pairs {
	struct round round;
	const struct enrolment *person;
	const struct fit_pair *pair;
	size_t people, n;
	int64_t first, second; /* as chosen */
	bool apart;
	struct str said, refused;
};

#include "fit_pair.html.h"

static bool load(struct request *rq, struct pairs *p)
{
	struct round_id id = { path_id(rq, "round") };
	struct person_id nobody = { 0 };
	struct ctx *c = rq->ctx;
	struct enrolment *person;
	struct fit_pair *pair;

	*p = (struct pairs){ 0 };
	if (!ctx_ok(c) || !round_get(c, id, &p->round)
		|| !enrolment_list(c, id, nobody, GROUP_PLAN_PEOPLE_MAX, &person, &p->people)
		|| !fit_pair_list(c, id, &pair, &p->n))
		return false;
	p->person = person;
	p->pair = pair;
	return true;
}

static void show(struct request *rq, const struct pairs *p)
{
	layout_open(rq, S("Together or apart"));
	pairs_view(&rq->out, rq, p);
	layout_close(rq);
}

static bool refused(struct request *rq, struct pairs *p)
{
	if (!rq->ctx->wrong)
		p->refused = str_of(rq->ctx->fault.text);
	show(rq, p);
	return false;
}

bool fit_pair_page(struct request *rq)
{
	struct str done = query_str(rq, "done", 16);
	struct pairs p;

	if (!load(rq, &p))
		return false;
	if (str_eq(done, S("added")))
		p.said = S("The wish is kept. The proposal takes it into account.");
	else if (str_eq(done, S("removed")))
		p.said = S("The wish was taken away.");
	show(rq, &p);
	return true;
}

bool fit_pair_add_page(struct request *rq)
{
	static const char *const names[] = { "first", "second", "apart", NULL };
	struct pairs p;

	if (!load(rq, &p))
		return false;
	p.first = form_int(rq, "first", 0, INT64_MAX, 0);
	p.second = form_int(rq, "second", 0, INT64_MAX, 0);
	p.apart = form_int(rq, "apart", 0, 1, 0) == 1;
	struct fit_pair pair = { .first = { p.first }, .second = { p.second }, .apart = p.apart };
	if (!form_only(rq, names) || !fit_pair_add(rq->ctx, p.round.id, &pair))
		return refused(rq, &p);
	return request_see(rq, URL("/round/%/pairs?done=added", { p.round.id.v }));
}

bool fit_pair_remove_page(struct request *rq)
{
	static const char *const names[] = { "first", "second", NULL };
	struct pairs p;

	if (!load(rq, &p))
		return false;
	struct fit_pair pair = { .first = { form_int(rq, "first", 0, INT64_MAX, 0) },
		.second = { form_int(rq, "second", 0, INT64_MAX, 0) } };
	if (!form_only(rq, names) || !fit_pair_remove(rq->ctx, p.round.id, &pair))
		return refused(rq, &p);
	return request_see(rq, URL("/round/%/pairs?done=removed", { p.round.id.v }));
}
