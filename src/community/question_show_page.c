/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One interview question with its answers. */
#include "community/mark_page.h"
#include "community/part_page.h"
#include "community/post.h"
#include "community/question_answer.h"
#include "community/question_page.h"
#include "community/question_routes.h"
#include "community/question_word.h"
#include "community/told.h"
#include "core/activity.h"
#include "core/place.h"
#include "site/layout.h"

struct show {
	struct question q;
	struct question_answer answer; /* the one that is changed or taken out */
	struct question_answer *list;
	size_t n;
	struct person_id reader;
	struct str done, once, body, key, byline;
	struct mark mark, *marks; /* the reader's: on the question itself, on each of the list */
	bool mine, moderates, writes;
};

static struct link written(struct request *rq, struct url u)
{
	enum { LINK_MAX = 100 };
	char *at = arena_new(rq->ctx->mem, char, LINK_MAX);
	struct buf text = { .at = at, .cap = LINK_MAX, .max = LINK_MAX };

	html_put_address(&text, u);
	return (struct link){ buf_str(&text) };
}

#include "mark.html.h"

#include "question_about.html.h"

#include "question_show.html.h"

static struct str done_text(struct request *rq)
{
	struct str what = query_str(rq, "done", 20);

	if (str_eq(what, S("added")))
		return S("Your question is in the bank. Thank you for everybody who is asked it "
			 "next.");
	if (str_eq(what, S("changed")))
		return S("It is changed.");
	if (str_eq(what, S("answered")))
		return S("Your answer is added.");
	if (str_eq(what, S("gone")))
		return S("The answer was taken out.");
	if (str_eq(what, S("reported")))
		return S("Thank you. Those who run the rounds will look at it; it may be some days "
			 "before they do.");
	return S("");
}

static bool load(struct request *rq, struct show *s)
{
	struct ctx *c = rq->ctx;
	struct question_id id = { path_id(rq, "question") };

	*s = (struct show){ .reader = c->actor, .moderates = part_moderates(rq) };
	if (!ctx_ok(c) || !question_get(c, id, &s->q) || !question_writes(rq, &s->writes))
		return false;
	s->mine = s->q.author.v == c->actor.v;
	s->byline = part_byline(rq, rq->place->group != 0);
	s->key = arena_fmt(c->mem, "answer-%lld-%lld", (long long)id.v, (long long)c->actor.v);
	return true;
}

/* With the reader's marks: they are asked for before a form is tried, since nothing is after a
   fault. */
static bool load_answers(struct request *rq, struct show *s)
{
	const struct mark_spot from = { MARK_BANK, s->q.id.v, 0 };
	struct mark_cursor *rows;

	if (!question_answer_list(rq->ctx, s->q.id, &s->list, &s->n)
		|| !mark_open(rq->ctx, from, &rows))
		return false;
	s->mark = mark_of(rows, 0);
	s->marks = arena_new(rq->ctx->mem, struct mark, s->n + 1);
	for (size_t i = 0; i < s->n; i++)
		s->marks[i] = mark_of(rows, s->list[i].id);
	mark_close(rows);
	return ctx_ok(rq->ctx);
}

static void put(struct request *rq, const struct show *s)
{
	layout_open(rq, S("Interview question"));
	show_top(&rq->out, rq, s);
	show_answers(&rq->out, s);
	for (size_t i = 0; i < s->n; i++)
		show_answer(&rq->out, rq, s, &s->list[i], s->marks[i]);
	if (s->writes)
		show_form(&rq->out, rq, s);
	else
		show_closed(&rq->out);
	layout_close(rq);
}

bool question_show_page(struct request *rq)
{
	struct show s;

	if (!load(rq, &s) || !load_answers(rq, &s))
		return false;
	s.done = done_text(rq);
	s.once = layout_once(rq);
	if (!ctx_ok(rq->ctx))
		return false;
	layout_visit(rq, OBJECT_QUESTION, s.q.id.v);
	put(rq, &s);
	return true;
}

bool question_answer_send(struct request *rq)
{
	static const char *const fields[] = { "once", "body", NULL };
	struct ctx *c = rq->ctx;
	struct show s;
	int64_t id;

	if (!load(rq, &s) || !load_answers(rq, &s))
		return false;
	s.once = form_str(rq, "once", POST_ONCE_MAX);
	s.body = part_form_text(rq, "body");
	struct question_answer_draft d = { s.q.id, s.body, s.byline, s.once };
	if (form_only(rq, fields) && ctx_ok(c) && question_answer_add(c, rq->place, &d, &id)) {
		rq->saved = s.key;
		return request_see(rq, URL("/questions/%?done=answered#a%", { s.q.id.v, id }));
	}
	put(rq, &s);
	return false;
}

static void put_edit(struct request *rq, const struct show *s)
{
	layout_open(rq, S("Change your answer"));
	answer_edit(&rq->out, rq, s);
	layout_close(rq);
}

static bool load_own(struct request *rq, struct show *s)
{
	struct ctx *c = rq->ctx;

	if (!load(rq, s))
		return false;
	int64_t id = path_id(rq, "item");
	if (!ctx_ok(c) || !question_answer_get(c, s->q.id, id, &s->answer))
		return false;
	s->body = s->answer.body;
	s->key = arena_fmt(c->mem, "own-answer-%lld-%lld", (long long)id, (long long)c->actor.v);
	return s->answer.author.v == c->actor.v
		|| fail(c, FAULT_DENIED, "Only whoever wrote this can change it.");
}

bool question_answer_edit_page(struct request *rq)
{
	struct show s;

	if (!load_own(rq, &s))
		return false;
	put_edit(rq, &s);
	return true;
}

bool question_answer_edit_send(struct request *rq)
{
	static const char *const fields[] = { "body", NULL };
	struct show s;

	if (!load_own(rq, &s))
		return false;
	s.body = part_form_text(rq, "body");
	if (form_only(rq, fields) && ctx_ok(rq->ctx)
		&& question_answer_edit(rq->ctx, s.q.id, s.answer.id, s.body)) {
		rq->saved = s.key;
		return request_see(
			rq, URL("/questions/%?done=changed#a%", { s.q.id.v, s.answer.id }));
	}
	put_edit(rq, &s);
	return false;
}

bool question_delete_page(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct show s;

	if (!load(rq, &s))
		return false;
	int64_t answer = query_int(rq, "answer", 0, INT64_MAX, 0);
	if (!ctx_ok(c) || (answer && !question_answer_get(c, s.q.id, answer, &s.answer)))
		return false;
	bool own = answer ? s.answer.author.v == c->actor.v : s.mine;
	if (!own && !s.moderates)
		return fail(c, FAULT_DENIED, "Only whoever wrote this can take it out.");
	layout_open(rq, answer ? S("Take out this answer?") : S("Take out this question?"));
	delete_form(&rq->out, &s);
	layout_close(rq);
	return true;
}

bool question_delete_send(struct request *rq)
{
	static const char *const fields[] = { "answer", NULL };
	struct question_id id = { path_id(rq, "question") };
	int64_t answer = form_int(rq, "answer", 0, INT64_MAX, 0);

	if (!form_only(rq, fields) || !ctx_ok(rq->ctx))
		return false;
	if (answer)
		return question_answer_delete(rq->ctx, id, answer)
			&& request_see(rq, URL("/questions/%?done=gone", { id.v }));
	return question_delete(rq->ctx, id) && request_see(rq, URL("/questions?done=gone"));
}
