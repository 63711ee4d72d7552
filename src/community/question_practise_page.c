/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Practising for oneself: a question at random, some minutes, notes that are kept when asked. No
   view of these pages is noted. */
#include "community/part_page.h"
#include "community/question_answer.h"
#include "community/question_note.h"
#include "community/question_routes.h"
#include "community/question_word.h"
#include "site/layout.h"

enum { MINUTES_USUAL = 2, MINUTES_MOST = 5 };

struct practise {
	struct question_ask ask;
	struct question q; /* id 0: none fits */
	struct question_answer *answer;
	size_t n;
	int64_t minutes;
	struct str note;
	struct url script;
};
struct notes {
	struct question_note *row;
	size_t n;
	int64_t next;
	struct str done;
};

#include "question_about.html.h"

#include "question_select.html.h"

#include "question_practise.html.h"

static bool load_question(
	struct request *rq, struct practise *p, struct question_id id, struct question_id but)
{
	struct ctx *c = rq->ctx;

	if (id.v ? !question_get(c, id, &p->q) : !question_throw(c, &p->ask, but, &p->q))
		return false;
	p->script = layout_asset(rq, "/asset/$/js/timer.js");
	return p->q.id.v == 0
		|| (question_answer_list(c, p->q.id, &p->answer, &p->n)
			&& question_note_find(c, p->q.id, &p->note));
}

static void put(struct request *rq, const struct practise *p)
{
	layout_open(rq, S("Practise"));
	practise_top(&rq->out);
	if (p->q.id.v)
		practise_question(&rq->out, rq, p);
	else
		practise_none(&rq->out);
	practise_next(&rq->out, p);
	layout_close(rq);
}

bool question_practise_page(struct request *rq)
{
	struct practise p = { .minutes = query_int(rq, "minutes", 1, MINUTES_MOST, MINUTES_USUAL) };
	struct question_id id = { query_int(rq, "question", 0, INT64_MAX, 0) };
	struct question_id but = { query_int(rq, "but", 0, INT64_MAX, 0) };

	p.ask.employer = query_int(rq, "employer", 0, QUESTION_EMPLOYERS, 0);
	p.ask.stage = query_int(rq, "stage", 0, QUESTION_STAGES, 0);
	if (!ctx_ok(rq->ctx) || !load_question(rq, &p, id, but))
		return false;
	/* The only one that fits is better than none. */
	if (p.q.id.v == 0 && but.v && !load_question(rq, &p, id, (struct question_id){ 0 }))
		return false;
	put(rq, &p);
	return true;
}

bool question_note_send(struct request *rq)
{
	static const char *const fields[] = { "note", NULL };
	struct practise p = { .minutes = MINUTES_USUAL };
	struct question_id id = { path_id(rq, "question") }, none = { 0 };
	struct str note = part_form_text(rq, "note");

	if (!ctx_ok(rq->ctx))
		return false;
	/* A note can be forgotten when its question is gone. */
	if (str_trim(note).len > 0 && !load_question(rq, &p, id, none))
		return false;
	p.note = note;
	if (form_only(rq, fields) && ctx_ok(rq->ctx) && question_note_keep(rq->ctx, id, note)) {
		rq->saved = arena_fmt(rq->ctx->mem, "practise-%lld-%lld", (long long)id.v,
			(long long)rq->ctx->actor.v);
		return request_see(rq,
			str_trim(note).len ? URL("/questions/notes?done=kept")
					   : URL("/questions/notes?done=gone"));
	}
	put(rq, &p);
	return false;
}

bool question_note_page(struct request *rq)
{
	struct question_id before = { query_int(rq, "before", 0, INT64_MAX, 0) };
	struct str done = query_str(rq, "done", 10);
	struct notes n = { 0 };

	if (!ctx_ok(rq->ctx) || !question_note_list(rq->ctx, before, &n.row, &n.n))
		return false;
	if (n.n == QUESTION_NOTES_SHOWN)
		n.next = n.row[n.n - 1].question.v;
	if (str_eq(done, S("kept")))
		n.done = S("Your note is kept, for you alone.");
	else if (str_eq(done, S("gone")))
		n.done = S("The note is forgotten.");
	layout_open(rq, S("My own notes"));
	notes_view(&rq->out, &n);
	layout_close(rq);
	return true;
}
