/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/roster_page.h"

#include "evidence/measure.h"
#include "evidence/roster.h"
#include "site/layout.h"

enum { PEOPLE_SHOWN = 100, TYPED_MAX = 2000 };

struct roster {
	struct measure_study study;
	const struct measure_study *all; /* to choose from */
	size_t studies;
	struct roster_count count;
	const struct participant *row;
	size_t n;
	struct roster_mark more; /* all zero: there are none */
	struct str said, typed;
};
struct roster_form {
	struct roster_one is;
	struct roster_draft d;
	struct str title, name, draft, refused;
	bool saved, asked; /* asked: for the name */
};

#include "study_choice.html.h"

#include "roster.html.h"

/* ---- the list ---- */

static bool load_rows(struct ctx *c, struct roster *p, struct roster_mark after)
{
	struct participant *row;
	struct measure_study *all;

	if (!measure_studies(c, &all, &p->studies) || !roster_count(c, p->study.id, &p->count)
		|| !roster_list(c, p->study.id, after, PEOPLE_SHOWN + 1, &row, &p->n))
		return false;
	p->all = all;
	p->row = row;
	if (p->n > PEOPLE_SHOWN) {
		const struct participant *last = &row[--p->n - 1];
		p->more = last->number ? (struct roster_mark){ .number = last->number }
				       : (struct roster_mark){ .id = last->id.v };
	}
	return true;
}

static void show(struct request *rq, const struct roster *p)
{
	layout_open(rq, S("Participants"));
	if (p->study.id)
		roster_view(&rq->out, rq, p);
	else
		roster_no_study(&rq->out);
	layout_close(rq);
}

static struct str given(struct ctx *c, int64_t n)
{
	if (n == 0)
		return S("Everybody has a number already.");
	return n == 1 ? S("1 person got a number.")
		      : arena_fmt(c->mem, "%d people got a number.", (int)n);
}

bool roster_page(struct request *rq)
{
	struct str name = query_str(rq, "study", MEASURE_NAME_MAX);
	struct roster_mark after = { query_int(rq, "number", 0, INT64_MAX, 0),
		query_int(rq, "id", 0, INT64_MAX, 0) };
	int64_t n = query_int(rq, "given", 0, MEASURE_ROWS_MAX, -1);
	struct roster p = { 0 };

	if (!ctx_ok(rq->ctx) || !measure_choose(rq->ctx, name, &p.study)
		|| (p.study.id && !load_rows(rq->ctx, &p, after)))
		return false;
	if (n >= 0)
		p.said = given(rq->ctx, n);
	show(rq, &p);
	return true;
}

bool roster_number_page(struct request *rq)
{
	static const char *const names[] = { "study", NULL };
	struct str name = form_str(rq, "study", MEASURE_NAME_MAX);
	struct measure_study study;
	int64_t n;

	if (!form_only(rq, names) || !ctx_ok(rq->ctx) || !measure_study(rq->ctx, name, &study)
		|| !roster_number(rq->ctx, study.id, &n))
		return false;
	return request_see(
		rq, URL("/reports/participants?study=$&given=%", { n }, .word = study.name));
}

/* Everything is read first: after a fault nothing more can be, and the page is shown again. */
bool roster_find_page(struct request *rq)
{
	static const char *const names[] = { "study", "address", NULL };
	struct str name = form_str(rq, "study", MEASURE_NAME_MAX);
	struct roster p = { .typed = form_str(rq, "address", TYPED_MAX) };
	struct participant_id found;

	if (!form_only(rq, names) || !ctx_ok(rq->ctx) || !measure_study(rq->ctx, name, &p.study)
		|| !load_rows(rq->ctx, &p, (struct roster_mark){ 0 }))
		return false;
	if (roster_find(rq->ctx, p.study.id, p.typed, &found))
		return request_see(rq, URL("/reports/participant/%", { found.v }));
	show(rq, &p);
	return false;
}

/* ---- one of them ---- */

static bool load_one(struct request *rq, struct roster_form *f)
{
	struct participant_id id = { path_id(rq, "participant") };
	struct ctx *c = rq->ctx;

	*f = (struct roster_form){ 0 };
	if (!ctx_ok(c) || !roster_get(c, id, &f->is))
		return false;
	const struct participant *p = &f->is.who;
	f->d = (struct roster_draft){ id, p->gender, p->subject, p->year, p->engagement, false };
	f->title = p->number ? arena_fmt(c->mem, "Participant %d", (int)p->number)
			     : S("A participant without a number");
	f->draft =
		arena_fmt(c->mem, "%lld-participant-%lld", (long long)c->actor.v, (long long)id.v);
	return true;
}

static void show_one(struct request *rq, const struct roster_form *f)
{
	layout_open(rq, f->title);
	roster_form_view(&rq->out, rq, f);
	layout_close(rq);
}

bool roster_one_page(struct request *rq)
{
	struct str saved = query_str(rq, "saved", 8);
	struct roster_form f;

	if (!load_one(rq, &f))
		return false;
	f.saved = saved.len > 0;
	if (f.saved)
		rq->saved = f.draft;
	show_one(rq, &f);
	return true;
}

static bool read_form(struct request *rq, struct roster_draft *d)
{
	static const char *const names[] = { "gender", "subject", "year", "engagement", "number",
		"name", NULL };

	d->gender = form_str(rq, "gender", TYPED_MAX);
	d->subject = form_str(rq, "subject", TYPED_MAX);
	d->year = form_str(rq, "year", TYPED_MAX);
	d->said = form_str(rq, "engagement", TYPED_MAX);
	d->number = form_has(rq, "number");
	return form_only(rq, names) && ctx_ok(rq->ctx);
}

/* The button that asks for the name sends the form too, so that nothing typed is lost; it saves
   nothing. */
bool roster_save_page(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct roster_form f;

	if (!load_one(rq, &f))
		return false;
	f.asked = form_has(rq, "name");
	if (read_form(rq, &f.d)) {
		if (f.asked ? participant_name(c, f.d.id, &f.name) : roster_save(c, &f.d)) {
			if (!f.asked)
				return request_see(
					rq, URL("/reports/participant/%?saved=1", { f.d.id.v }));
			show_one(rq, &f);
			return true;
		}
	}
	if (!c->wrong)
		f.refused = str_of(c->fault.text);
	show_one(rq, &f);
	return false;
}
