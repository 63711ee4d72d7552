/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/trial.h"

#include "base/instant.h"
#include "community/gives.h"
#include "community/round.h"
#include "community/round_routes.h"
#include "community/trial_routes.h"
#include "core/zone.h"
#include "http/request.h"
#include "site/layout.h"

enum { ROUNDS_SHOWN = 50, PLAIN_FEW = 12 };

/* A feature on the page of a round's trials. */
struct offer {
	enum feature feature;
	struct trial trial;
	int64_t units; /* of a trial that is not frozen */
	struct str frozen;
};
struct trials {
	struct round round;
	struct offer offer[FEATURE_LAST + 1];
	bool begun;
	struct str said, refused;
};
struct trial_view {
	struct round round;
	struct trial trial;
	struct trial_plan plan;
	struct trial_check check;
	struct trial_plan_row *subject, *size, sum;
	size_t subjects, sizes;
	struct str frozen, with, without; /* «3 groups with 27 people» */
	const char *unit, *units, *head;  /* «group», «groups», «Groups» */
};

#include "trial.html.h"

/* As people write a day. */
static void say_day(struct ctx *c, struct round *r)
{
	struct date first;

	if (date_parse(r->starts_on, &first))
		r->starts_on = date_long(c->mem, first);
}

bool trial_rounds_page(struct request *rq)
{
	struct round_id before = { query_int(rq, "before", 0, INT64_MAX, 0) };
	struct round_row *row;
	size_t n;

	if (!ctx_ok(rq->ctx) || !round_list(rq->ctx, before, ROUNDS_SHOWN + 1, &row, &n))
		return false;
	bool more = n > ROUNDS_SHOWN;
	n -= more;
	for (size_t i = 0; i < n; i++)
		say_day(rq->ctx, &row[i].round);
	layout_open(rq, S("Trials"));
	trial_rounds(&rq->out, row, n, more);
	layout_close(rq);
	return true;
}

static bool load_offer(struct ctx *c, struct trials *v, const struct trial *t)
{
	struct offer *o = &v->offer[t->feature];
	struct trial_plan p;

	o->trial = *t;
	if (t->frozen_at) {
		o->frozen = zone_text(c, v->round.zone, t->frozen_at);
		return true;
	}
	if (!trial_units(c, t, &p))
		return false;
	o->units = (int64_t)p.n;
	return true;
}

static bool load(struct request *rq, struct trials *v)
{
	struct round_id id = { path_id(rq, "round") };
	struct trial trial[FEATURE_LAST + 1];
	struct ctx *c = rq->ctx;

	*v = (struct trials){ 0 };
	if (!ctx_ok(c) || !round_get(c, id, &v->round) || !trial_of_round(c, id, trial))
		return false;
	v->begun = c->now >= v->round.opens_at;
	for (enum feature f = 1; f <= FEATURE_LAST; f++) {
		v->offer[f].feature = f;
		if (trial[f].id && !load_offer(c, v, &trial[f]))
			return false;
	}
	return true;
}

static bool refused(struct request *rq, struct trials *v)
{
	v->refused = str_of(rq->ctx->fault.text);
	layout_open(rq, S("Trials"));
	trial_list(&rq->out, v);
	layout_close(rq);
	return false;
}

bool trial_list_page(struct request *rq)
{
	struct str done = query_str(rq, "done", 16);
	struct trials v;

	if (!load(rq, &v))
		return false;
	if (str_eq(done, S("made")))
		v.said = S("The trial is made, and its seed is drawn. Nothing happens before you "
			   "freeze the plan.");
	else if (str_eq(done, S("dropped")))
		v.said = S("The trial is dropped. Its seed is gone.");
	layout_open(rq, S("Trials"));
	trial_list(&rq->out, &v);
	layout_close(rq);
	return true;
}

bool trial_make_page(struct request *rq)
{
	static const char *const names[] = { "feature", NULL };
	struct trials v;
	int64_t id;

	if (!load(rq, &v))
		return false;
	enum feature f = (enum feature)form_int(rq, "feature", 1, FEATURE_LAST, 0);
	bool sent = form_only(rq, names) && ctx_ok(rq->ctx);
	/* A second tap finds what the first one made. */
	if (!sent || (!v.offer[f].trial.id && !trial_make(rq->ctx, v.round.id, f, &id)))
		return refused(rq, &v);
	return request_see(rq, URL("/round/%/trials?done=made", { v.round.id.v }));
}

/* The trial of the path; one of another round is as good as none. */
static bool of_path(struct request *rq, struct trial *ret)
{
	int64_t round = path_id(rq, "round"), id = path_id(rq, "trial");

	if (!ctx_ok(rq->ctx) || !trial_get(rq->ctx, id, ret))
		return false;
	return ret->round.v == round
		|| fail(rq->ctx, FAULT_ABSENT, "There is no such trial in this round.");
}

bool trial_freeze_page(struct request *rq)
{
	struct trials v;
	struct trial t;

	if (!of_path(rq, &t) || !load(rq, &v))
		return false;
	if (!t.frozen_at && !trial_freeze(rq->ctx, t.id))
		return refused(rq, &v);
	return request_see(rq, URL("/round/%/trial/%", { t.round.v, t.id }));
}

bool trial_drop_page(struct request *rq)
{
	struct trials v;
	struct trial t;

	if (!of_path(rq, &t) || !load(rq, &v))
		return false;
	if (!trial_drop(rq->ctx, t.id))
		return refused(rq, &v);
	return request_see(rq, URL("/round/%/trials?done=dropped", { t.round.v }));
}

static struct str counted(struct ctx *c, const struct trial_view *v, bool on)
{
	int64_t units = v->sum.units[on], people = v->sum.people[on];

	return arena_fmt(c->mem, "%d %s with %d %s", (int)units, units == 1 ? v->unit : v->units,
		(int)people, people == 1 ? "person" : "people");
}

bool trial_page(struct request *rq)
{
	struct trial_view v = { .unit = "group", .units = "groups", .head = "Groups" };
	struct ctx *c = rq->ctx;

	if (!of_path(rq, &v.trial) || !round_get(c, v.trial.round, &v.round))
		return false;
	if (v.trial.frozen_at == 0) /* before that there is nothing to be seen */
		return request_see(rq, URL("/round/%/trials", { v.round.id.v }));
	if (!trial_check(c, &v.trial, &v.plan, &v.check))
		return false;
	if (v.trial.feature == FEATURE_EXPERIENCE_SPLIT) {
		v.unit = "subject";
		v.units = "subjects";
		v.head = "Subjects";
	}
	v.sum = trial_plan_sum(&v.plan);
	v.with = counted(c, &v, true);
	v.without = counted(c, &v, false);
	trial_plan_balance(c, &v.plan, false, &v.subject, &v.subjects);
	trial_plan_balance(c, &v.plan, true, &v.size, &v.sizes);
	v.frozen = zone_text(c, v.round.zone, v.trial.frozen_at);
	layout_open(rq, str_of(gives_words(v.trial.feature)->name));
	trial_frozen(&rq->out, &v);
	layout_close(rq);
	return true;
}

/* The very bytes that have the fingerprint: no line end is added. */
bool trial_plan_page(struct request *rq)
{
	struct round round;
	struct trial t;

	if (!of_path(rq, &t) || !round_get(rq->ctx, t.round, &round))
		return false;
	if (t.frozen_at == 0)
		return fail(rq->ctx, FAULT_ABSENT, "This plan is not frozen yet.");
	rq->type = "application/json";
	rq->download =
		arena_fmt(rq->ctx->mem, "%s-%s-plan.json", round.name.at, feature_word(t.feature));
	buf_add(&rq->out, t.plan);
	return true;
}
