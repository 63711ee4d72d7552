/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which page comes when: nobody gets ahead of the first question that was not answered, and whoever
   comes back goes on there. */
#include "community/joining_routes.h"
#include "community/round.h"

enum { ACT_MAX = 20 };

static bool load(struct request *rq, struct joining_ask *a)
{
	struct round_id round = { path_id(rq, "round") };
	struct ctx *c = rq->ctx;

	*a = (struct joining_ask){ 0 };
	if (!ctx_ok(c))
		return false;
	if (!joining_answers_step_of(path_str(rq, "step"), &a->step))
		return fail(c, FAULT_ABSENT, "There is no such page.");
	if (!joining_find(c, round, c->actor, &a->j) || !round_get(c, round, &a->round))
		return false;
	a->fixed = a->j.finished_at && round_week(c, &a->round) > 0;
	if (a->j.finished_at && !consent_stands(c, c->actor, CONSENT_STUDY, &a->in_study))
		return false;
	a->here = joining_url(round, a->step);
	a->draft = arena_fmt(c->mem, "joining-%lld-%d-%lld", (long long)round.v, (int)a->step,
		(long long)c->actor.v);
	if (a->step > JOINING_WHY)
		a->back = joining_url(round, (enum joining_step)(a->step - 1));
	if (a->step == JOINING_POSTCODE)
		a->back = URL("/join/%/why?back=1", { round.v });
	if (a->j.reached >= JOINING_CHECK && a->step < JOINING_CHECK)
		a->back = joining_url(round, JOINING_CHECK);
	return true;
}

static bool over(struct ctx *c, const struct joining_ask *a)
{
	return !a->j.finished_at && round_week(c, &a->round) > a->round.weeks;
}

/* What only the researcher of the study may use is not asked of who said no to it. */
static bool for_the_study(enum joining_step step)
{
	return step == JOINING_POSTCODE || step == JOINING_PARENTS || step == JOINING_SCHOOL;
}

/* The page that is shown when step is asked for. */
static enum joining_step allowed(const struct joining_ask *a)
{
	bool question = a->step > JOINING_WHY && a->step < JOINING_CHECK;

	if (!a->j.finished_at)
		return a->step > a->j.reached ? a->j.reached : a->step;
	if (a->fixed || !question || (for_the_study(a->step) && !a->in_study))
		return JOINING_CHECK;
	return a->step;
}

static void show(struct request *rq, const struct joining_ask *a)
{
	if (a->step < JOINING_CHECK)
		joining_question_show(rq, a);
	else
		joining_end_show(rq, a);
}

bool joining_page(struct request *rq)
{
	bool back = query_int(rq, "back", 0, 1, 0) == 1;
	struct joining_ask a;

	if (!load(rq, &a))
		return false;
	if (over(rq->ctx, &a)) {
		joining_end_over(rq, &a);
		return true;
	}
	enum joining_step to = allowed(&a);
	if (to == JOINING_WHY && !back)
		to = a.j.reached;
	if (to != a.step)
		return request_see(rq, joining_url(a.round.id, to));
	if (!joining_read_beside(rq, &a))
		return false;
	show(rq, &a);
	return true;
}

/* The last page: the answer to the study, and with it the end. */
static bool finish(struct request *rq, struct joining_ask *a)
{
	static const char *const fields[] = { "answer", "text", NULL };
	struct str said = form_str(rq, "answer", ACT_MAX);
	struct joining_end end = { .study = str_eq(said, S("yes")),
		.text = form_int(rq, "text", 0, INT64_MAX, 0) };

	if (!form_only(rq, fields) || !ctx_ok(rq->ctx))
		return false;
	if (!end.study && !str_eq(said, S("no")))
		return ctx_wrong(rq->ctx, "answer", "Choose one of the two answers.");
	if (end.text != a->text.id)
		return fail(rq->ctx, FAULT_CONFLICT,
			"The words were changed while you read them. Here are the new ones.");
	return joining_finish(rq->ctx, &a->j, &end);
}

static bool agree(struct request *rq, struct joining_ask *a)
{
	static const char *const fields[] = { "text", NULL };
	int64_t text = form_int(rq, "text", 0, INT64_MAX, 0);
	struct ctx *c = rq->ctx;

	if (!form_only(rq, fields) || !ctx_ok(c))
		return false;
	if (text != a->text.id)
		return fail(c, FAULT_CONFLICT,
			"The words were changed while you read them. Here are the new ones.");
	return text == 0 || consent_give(c, c->actor, text);
}

static bool take(struct request *rq, struct joining_ask *a)
{
	static const char *const none[] = { NULL };

	if (a->step == JOINING_STUDY)
		return finish(rq, a);
	if (a->step == JOINING_TERMS)
		return agree(rq, a) && joining_save(rq->ctx, &a->j, a->step);
	if (a->step == JOINING_CHECK || a->step == JOINING_WHY)
		return form_only(rq, none) && joining_save(rq->ctx, &a->j, a->step);
	return joining_read_answer(rq, a) && joining_save(rq->ctx, &a->j, a->step);
}

/* Whoever changes one answer from the list of all goes back to the list. */
static struct url after(const struct joining_ask *a, enum joining_step reached_before)
{
	if (a->step == JOINING_STUDY)
		return URL("/welcome");
	if (a->step < JOINING_CHECK && reached_before >= JOINING_CHECK)
		return joining_url(a->round.id, JOINING_CHECK);
	return joining_url(a->round.id, (enum joining_step)(a->step + 1));
}

bool joining_send(struct request *rq)
{
	struct joining_ask a;

	if (!load(rq, &a))
		return false;
	enum joining_step before = a.j.reached;
	if (over(rq->ctx, &a))
		return fail(rq->ctx, FAULT_GONE, "This round is over, so nobody can join it.");
	if (a.j.finished_at && a.step == JOINING_STUDY) /* sent twice */
		return request_see(rq, URL("/welcome"));
	if (allowed(&a) != a.step)
		return request_see(rq, joining_url(a.round.id, allowed(&a)));
	if (!joining_read_beside(rq, &a))
		return false;
	if (take(rq, &a)) {
		rq->saved = a.draft;
		return request_see(rq, after(&a, before));
	}
	show(rq, &a);
	return false;
}

bool joining_forget_page(struct request *rq)
{
	struct round_id round = { path_id(rq, "round") };
	struct ctx *c = rq->ctx;
	struct joining_ask a = { 0 };

	if (!ctx_ok(c) || !joining_find(c, round, c->actor, &a.j) || !round_get(c, round, &a.round)
		|| !joining_forget(c, &a.j))
		return false;
	joining_end_forgotten(rq, &a);
	return true;
}
