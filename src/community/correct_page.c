/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/correct.h"
#include "community/enrolment.h"
#include "community/membership.h"
#include "community/routes.h"
#include "site/layout.h"

enum { TYPED_MAX = 2000 };

struct correct_round {
	struct membership_round round;
	struct str subject, subject_wrong, year_wrong;
	int64_t year;
};
struct correct_view {
	struct correct_round *row;
	size_t n;
	bool saved;
	struct str refused;
};

#include "correct.html.h"

static bool load(struct request *rq, struct correct_view *v)
{
	struct ctx *c = rq->ctx;
	struct membership_round *all;
	struct enrolment e;

	*v = (struct correct_view){ 0 };
	if (!membership_rounds(c, &all, &v->n))
		return false;
	v->row = arena_new(c->mem, struct correct_round, v->n + 1);
	size_t n = 0;
	for (size_t i = 0; i < v->n; i++) {
		if (!enrolment_find(c, all[i].id, c->actor, &e))
			return false;
		if (e.person.v)
			v->row[n++] = (struct correct_round){
				.round = all[i], .subject = e.subject, .year = e.year
			};
	}
	v->n = n;
	return true;
}

static void show(struct request *rq, struct correct_view *v)
{
	if (!ctx_ok(rq->ctx) && !rq->ctx->wrong)
		v->refused = str_of(rq->ctx->fault.text);
	layout_open(rq, S("Your subject and year"));
	layout_wrong(rq);
	correct_head(&rq->out, v);
	for (size_t i = 0; i < v->n; i++)
		correct_form(&rq->out, &v->row[i]);
	layout_close(rq);
}

bool correct_subject_page(struct request *rq)
{
	struct correct_view v;

	if (!load(rq, &v))
		return false;
	v.saved = query_int(rq, "saved", 0, 1, 0) == 1;
	if (!ctx_ok(rq->ctx))
		return false;
	show(rq, &v);
	return true;
}

/* Everything is read first: after a fault nothing more can be, and the page is shown again. */
bool correct_subject_send(struct request *rq)
{
	static const char *const names[] = { "round", "subject", "year", NULL };
	struct correct_view v;

	if (!load(rq, &v))
		return false;
	struct round_id round = { form_int(rq, "round", 1, INT64_MAX, 0) };
	struct str subject = form_str(rq, "subject", TYPED_MAX);
	int64_t year = form_int(rq, "year", 0, ENROLMENT_YEAR_MAX, 0);
	if (form_only(rq, names) && ctx_ok(rq->ctx)
		&& correct_studies(rq->ctx, round, subject, year))
		return request_see(rq, URL("/me/data/subject?saved=1"));
	for (size_t i = 0; i < v.n; i++) {
		if (v.row[i].round.id.v != round.v)
			continue;
		v.row[i].subject = subject;
		v.row[i].year = year;
		v.row[i].subject_wrong = layout_wrong_at(rq, "subject");
		v.row[i].year_wrong = layout_wrong_at(rq, "year");
	}
	show(rq, &v);
	return false;
}
