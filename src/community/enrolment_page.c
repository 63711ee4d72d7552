/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/career.h"
#include "community/enrolment.h"
#include "community/enrolment_lines.h"
#include "community/experience.h"
#include "community/group.h"
#include "community/joining_words.h"
#include "community/round.h"
#include "community/round_routes.h"
#include "http/request.h"
#include "site/layout.h"

enum { PEOPLE_SHOWN = 200, TYPED_MAX = 2000 };

struct people {
	struct round round;
	const struct enrolment *row;
	size_t n;
	struct person_id more; /* 0: there are none */
	struct enrolment_lines done;
	struct str said, refused, typed, draft;
};
struct person_form {
	struct round round;
	struct enrolment person;
	const struct group *group;
	size_t groups;
	int64_t chosen; /* group */
	struct str subject, year, refused;
	bool saved;
};

#include "round_field.html.h"

#include "enrolment.html.h"

static bool load_round(struct request *rq, struct round *ret)
{
	struct round_id id = { path_id(rq, "round") };

	return ctx_ok(rq->ctx) && round_get(rq->ctx, id, ret);
}

static bool load_rows(struct ctx *c, struct people *p, struct person_id after)
{
	struct enrolment *row;

	if (!enrolment_list(c, p->round.id, after, PEOPLE_SHOWN + 1, &row, &p->n))
		return false;
	p->row = row;
	p->more = (struct person_id){ 0 };
	if (p->n > PEOPLE_SHOWN)
		p->more = row[--p->n - 1].person;
	return true;
}

static bool load_people(struct request *rq, struct people *p, struct person_id after)
{
	struct ctx *c = rq->ctx;

	*p = (struct people){ 0 };
	if (!load_round(rq, &p->round) || !load_rows(c, p, after))
		return false;
	p->draft = arena_fmt(
		c->mem, "%lld-round-%lld-people", (long long)c->actor.v, (long long)p->round.id.v);
	return true;
}

static void show_people(struct request *rq, const struct people *p)
{
	layout_open(rq, arena_fmt(rq->ctx->mem, "People of %s", p->round.title.at));
	people_view(&rq->out, rq, p);
	layout_close(rq);
}

static struct str said(struct ctx *c, int64_t added, int64_t already)
{
	struct str first = added == 1 ? S("1 person was added.")
				      : arena_fmt(c->mem, "%d people were added.", (int)added);

	if (already == 0)
		return first;
	if (already == 1)
		return arena_fmt(c->mem, "%s 1 person took part already.", first.at);
	return arena_fmt(c->mem, "%s %d people took part already.", first.at, (int)already);
}

bool enrolment_page(struct request *rq)
{
	struct person_id after = { query_int(rq, "after", 0, INT64_MAX, 0) };
	int64_t added = query_int(rq, "added", 0, ENROLMENT_LINES_MAX, 0);
	int64_t already = query_int(rq, "already", 0, ENROLMENT_LINES_MAX, 0);
	struct str gone = query_str(rq, "gone", 8);
	struct people p;

	if (!load_people(rq, &p, after))
		return false;
	if (added || already) {
		p.said = said(rq->ctx, added, already);
		rq->saved = p.draft;
	} else if (gone.len) {
		p.said = S("The person was taken out of the round.");
	}
	show_people(rq, &p);
	return true;
}

/* What is left of the text: the lines that were refused. */
static struct str refused_text(struct ctx *c, const struct enrolment_lines *done)
{
	struct buf out;

	buf_init(&out, ENROLMENT_LINES_BYTES);
	for (size_t i = 0; i < done->refused_n; i++) {
		buf_add(&out, done->refused[i].text);
		buf_char(&out, '\n');
	}
	struct str text = arena_str(c->mem, buf_str(&out));
	buf_free(&out);
	return text;
}

bool enrolment_add_page(struct request *rq)
{
	static const char *const names[] = { "lines", NULL };
	struct ctx *c = rq->ctx;
	struct people p;

	if (!load_people(rq, &p, (struct person_id){ 0 }))
		return false;
	p.typed = form_str(rq, "lines", ENROLMENT_LINES_BYTES);
	if (!form_only(rq, names) || !enrolment_lines_add(c, p.round.id, p.typed, &p.done)) {
		if (!c->wrong)
			p.refused = str_of(c->fault.text);
		show_people(rq, &p);
		return false;
	}
	if (p.done.refused_n == 0)
		return request_see(rq,
			URL("/round/%/people?added=%&already=%",
				{ p.round.id.v, p.done.added, p.done.already }));
	/* Good lines are taken, so this is no refusal of the whole; the rest is shown again. */
	p.typed = refused_text(c, &p.done);
	if (!load_rows(c, &p, (struct person_id){ 0 }))
		return false;
	p.said = said(c, p.done.added, p.done.already);
	show_people(rq, &p);
	return true;
}

static bool load_person(struct request *rq, struct person_form *f)
{
	struct person_id id = { path_id(rq, "person") };
	struct ctx *c = rq->ctx;
	struct group *group;

	*f = (struct person_form){ 0 };
	if (!load_round(rq, &f->round) || !enrolment_find(c, f->round.id, id, &f->person)
		|| !group_list(c, f->round.id, &group, &f->groups))
		return false;
	if (f->person.person.v == 0)
		return fail(c, FAULT_ABSENT, "This person does not take part in the round.");
	f->group = group;
	f->subject = f->person.subject;
	f->year = f->person.year ? arena_fmt(c->mem, "%d", (int)f->person.year) : S("");
	f->chosen = f->person.group.v;
	return true;
}

static void show_person(struct request *rq, const struct person_form *f)
{
	layout_open(rq, f->person.name);
	person_view(&rq->out, rq, f);
	layout_close(rq);
}

bool enrolment_person_page(struct request *rq)
{
	struct str saved = query_str(rq, "saved", 8);
	struct person_form f;

	if (!load_person(rq, &f))
		return false;
	f.saved = saved.len > 0;
	show_person(rq, &f);
	return true;
}

/* Another group of the same round, or none. */
static bool change_group(struct ctx *c, const struct person_form *f)
{
	const struct group *to = NULL;

	if (f->chosen == f->person.group.v)
		return true;
	for (size_t i = 0; i < f->groups; i++)
		if (f->group[i].id.v == f->chosen)
			to = &f->group[i];
	if (f->chosen && !to)
		return ctx_wrong(c, "group", "Choose a group of this round.");
	return to ? group_move(c, to->id, f->person.person)
		  : group_take_out(c, f->person.group, f->person.person);
}

bool enrolment_save_page(struct request *rq)
{
	static const char *const names[] = { "subject", "year", "group", NULL };
	struct ctx *c = rq->ctx;
	struct person_form f;

	if (!load_person(rq, &f))
		return false;
	f.subject = form_str(rq, "subject", TYPED_MAX);
	f.year = form_str(rq, "year", TYPED_MAX);
	f.chosen = form_int(rq, "group", 0, INT64_MAX, 0);
	struct enrolment_draft d = { .round = f.round.id,
		.person = f.person.person,
		.subject = f.subject,
		.year = form_int(rq, "year", 1, ENROLMENT_YEAR_MAX, 0),
		.experience = f.person.experience,
		.career = f.person.career,
		.hours = f.person.hours,
		.free = f.person.free };
	if (str_eq(f.subject, f.person.subject))
		d.subject_code = f.person.subject_code;
	if (form_only(rq, names) && enrolment_describe(c, &d) && change_group(c, &f))
		return request_see(
			rq, URL("/round/%/person/%?saved=1", { f.round.id.v, f.person.person.v }));
	if (!c->wrong)
		f.refused = str_of(c->fault.text);
	show_person(rq, &f);
	return false;
}

bool enrolment_end_page(struct request *rq)
{
	struct person_form f;

	if (!load_person(rq, &f) || !enrolment_end(rq->ctx, f.round.id, f.person.person))
		return false;
	return request_see(rq, URL("/round/%/people?gone=1", { f.round.id.v }));
}
