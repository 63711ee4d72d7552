/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Adding a question to the bank, and changing one's own. */
#include "base/instant.h"
#include "community/part_page.h"
#include "community/post.h"
#include "community/question.h"
#include "community/question_routes.h"
#include "community/question_word.h"
#include "core/person.h"
#include "core/place.h"
#include "site/layout.h"

struct form {
	struct question_id id; /* 0: a new one */
	struct question_draft draft;
	struct str once, year, key;
};

#include "question_select.html.h"

#include "question_form.html.h"

/* Staff who are in no group say that they are staff. */
static struct str byline(struct request *rq)
{
	return part_byline(rq, rq->place->group != 0);
}

static struct form form_of(struct request *rq, struct question_id id)
{
	struct ctx *c = rq->ctx;

	return (struct form){ .id = id,
		.draft = { .byline = byline(rq) },
		.year = arena_fmt(c->mem, "%d", civil_of(c->now).date.year),
		.key = arena_fmt(
			c->mem, "question-%lld-%lld", (long long)id.v, (long long)c->actor.v) };
}

static void put(struct request *rq, const struct form *f)
{
	layout_open(rq, f->id.v ? S("Change your question") : S("A question you were asked"));
	if (f->id.v)
		form_edit(&rq->out, rq, f);
	else
		form_new(&rq->out, rq, f);
	layout_close(rq);
}

/* What was typed, to be checked and maybe shown again. A year that is no number is none that is
   allowed. */
static bool read_form(struct request *rq, struct form *f)
{
	static const char *const fields[] = { "once", "text", "role", "employer", "stage", "year",
		NULL };

	f->once = form_str(rq, "once", POST_ONCE_MAX);
	f->year = str_trim(part_form_text(rq, "year"));
	f->draft = (struct question_draft){ .text = part_form_text(rq, "text"),
		.role = part_form_text(rq, "role"),
		.employer = form_int(rq, "employer", 0, QUESTION_EMPLOYERS, 0),
		.stage = form_int(rq, "stage", 0, QUESTION_STAGES, 0),
		.byline = byline(rq),
		.once = f->once };
	if (f->year.len && !str_to_int(f->year, &f->draft.year))
		f->draft.year = 1;
	return form_only(rq, fields) && ctx_ok(rq->ctx);
}

bool question_new_page(struct request *rq)
{
	struct form f = form_of(rq, (struct question_id){ 0 });

	f.once = layout_once(rq);
	put(rq, &f);
	return true;
}

bool question_new_send(struct request *rq)
{
	struct form f = form_of(rq, (struct question_id){ 0 });
	struct question_id id;

	if (read_form(rq, &f) && question_add(rq->ctx, rq->place, &f.draft, &id)) {
		rq->saved = f.key;
		return request_see(rq, URL("/questions/%?done=added", { id.v }));
	}
	put(rq, &f);
	return false;
}

static bool load(struct request *rq, struct form *f)
{
	struct ctx *c = rq->ctx;
	struct question q;

	*f = form_of(rq, (struct question_id){ path_id(rq, "question") });
	if (!ctx_ok(c) || !question_get(c, f->id, &q))
		return false;
	if (q.author.v != c->actor.v)
		return fail(c, FAULT_DENIED, "Only whoever wrote this can change it.");
	f->draft = (struct question_draft){ .text = q.text,
		.role = q.role,
		.employer = q.employer,
		.stage = q.stage,
		.year = q.year };
	f->year = q.year ? arena_fmt(c->mem, "%lld", (long long)q.year) : S("");
	return true;
}

bool question_edit_page(struct request *rq)
{
	struct form f;

	if (!load(rq, &f))
		return false;
	f.once = layout_once(rq);
	put(rq, &f);
	return true;
}

bool question_edit_send(struct request *rq)
{
	struct form f;

	if (!load(rq, &f))
		return false;
	if (read_form(rq, &f) && question_edit(rq->ctx, f.id, &f.draft)) {
		rq->saved = f.key;
		return request_see(rq, URL("/questions/%?done=changed", { f.id.v }));
	}
	put(rq, &f);
	return false;
}
