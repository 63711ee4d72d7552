/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a person kept, with their notes; what they took, and what others took from them. */
#include "community/mark_page.h"
#include "community/note.h"
#include "community/part_page.h"
#include "community/question_routes.h"
#include "community/reply_routes.h"
#include "community/told.h"
#include "core/activity.h"
#include "http/html.h"
#include "site/layout.h"

enum { SAVED_PER_PAGE = 30, READING_SHOWN = 8 };

/* A line of a list, and where its links and buttons lead. */
struct saved_line {
	const struct mark_saved *m;
	int64_t number;
	struct url self, useful, save, note, reply;
	struct str what; /* for who hears the page: which one a button is about */
};

static void saved_note_form(
	struct buf *out, const struct saved_line *l, struct str id, struct str wrong);

#include "saved.html.h"

static void find_links(struct saved_line *l)
{
	struct mark_spot s = l->m->spot;

	if (s.where == MARK_THREAD) {
		l->self = URL("/thread/%?at=%#p%", { s.in, s.id, s.id });
		l->useful = URL("/thread/%/post/%/useful", { s.in, s.id });
		l->save = URL("/thread/%/post/%/save", { s.in, s.id });
		l->note = URL("/saved/%/%/note", { s.in, s.id });
		l->reply = URL("/thread/%#reply", { s.in });
		return;
	}
	l->self = s.id ? URL("/questions/%#a%", { s.in, s.id }) : URL("/questions/%", { s.in });
	l->useful = URL("/questions/%/answer/%/useful", { s.in, s.id });
	l->save = s.id ? URL("/questions/%/answer/%/save", { s.in, s.id })
		       : URL("/questions/%/save", { s.in });
	l->note = s.id ? URL("/questions/%/answer/%/saved", { s.in, s.id })
		       : URL("/questions/%/saved", { s.in });
	l->reply = URL("/questions/%#reply", { s.in });
}

static struct saved_line line_of(struct ctx *c, const struct mark_saved *m)
{
	struct saved_line l = { .m = m, .number = mark_number(m->spot) };
	int len = (int)m->title.len;

	find_links(&l);
	if (m->spot.where == MARK_THREAD)
		l.what = arena_fmt(c->mem, "post in “%.*s”", len, m->title.at);
	else if (m->spot.id)
		l.what = arena_fmt(c->mem, "answer to “%.*s”", len, m->title.at);
	else
		l.what = arena_fmt(c->mem, "question “%.*s”", (int)m->start.len, m->start.at);
	return l;
}

bool saved_show(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct mark_spot behind = { MARK_THREAD, query_int(rq, "in", 1, INT64_MAX, INT64_MAX),
		query_int(rq, "id", 0, INT64_MAX, INT64_MAX) };
	bool done = query_int(rq, "done", 0, 1, 0) == 1;
	struct mark_saved *m;
	size_t n;

	if (!ctx_ok(c) || !mark_list_saved(c, behind, SAVED_PER_PAGE + 1, &m, &n))
		return false;
	bool more = n > SAVED_PER_PAGE;
	n -= more;
	layout_visit(rq, OBJECT_PAGE, 0);
	layout_open(rq, S("Saved"));
	saved_top(&rq->out, n, done ? S("Your note is kept.") : S(""));
	if (n > 0)
		saved_open(&rq->out);
	for (size_t i = 0; i < n; i++) {
		struct saved_line l = line_of(c, &m[i]);
		saved_row(&rq->out, rq, &l);
	}
	if (n > 0)
		saved_close(&rq->out);
	if (more)
		saved_more(&rq->out, m[n - 1].spot);
	layout_close(rq);
	return true;
}

static bool keep_note(struct request *rq, struct mark_spot on)
{
	static const char *const fields[] = { "note", NULL };
	struct ctx *c = rq->ctx;
	struct mark_saved m = { .spot = on, .note = part_form_text(rq, "note") };
	struct saved_line l = { .m = &m, .number = mark_number(on) };

	if (form_only(rq, fields) && ctx_ok(c) && note_put(c, on, m.note)) {
		rq->saved = arena_fmt(c->mem, "note-%lld", (long long)l.number);
		return request_see(rq, URL("/saved?done=1#s%", { l.number }));
	}
	find_links(&l);
	layout_open(rq, S("Your note"));
	part_problem(rq);
	saved_note_again(&rq->out, &l, layout_wrong_at(rq, "note"));
	layout_close(rq);
	return false;
}

bool saved_note_send(struct request *rq)
{
	return keep_note(
		rq, (struct mark_spot){ MARK_THREAD, path_id(rq, "thread"), path_id(rq, "post") });
}

bool question_saved_note_send(struct request *rq)
{
	return keep_note(rq, (struct mark_spot){ MARK_BANK, path_id(rq, "question"), 0 });
}

bool question_answer_saved_note_send(struct request *rq)
{
	return keep_note(
		rq, (struct mark_spot){ MARK_BANK, path_id(rq, "question"), path_id(rq, "item") });
}

static bool put_took(struct request *rq)
{
	struct mark_saved *m;
	size_t n;

	if (!mark_list_taken(rq->ctx, READING_SHOWN, &m, &n))
		return false;
	reading_took_open(&rq->out, n);
	for (size_t i = 0; i < n; i++) {
		struct saved_line l = line_of(rq->ctx, &m[i]);
		reading_took_row(&rq->out, &l);
	}
	reading_took_close(&rq->out, n);
	return true;
}

static bool put_gave(struct request *rq)
{
	struct told_post *p;
	size_t n;

	if (!told_own(rq->ctx, READING_SHOWN, &p, &n))
		return false;
	reading_gave_open(&rq->out, n);
	for (size_t i = 0; i < n; i++) {
		const struct mark_saved m = { .spot = p[i].spot };
		struct saved_line l = { .m = &m };
		find_links(&l);
		reading_gave_row(
			&rq->out, &p[i], l.self, told_text(rq->ctx, p[i].useful, p[i].readers));
	}
	reading_gave_close(&rq->out, n);
	return true;
}

bool saved_reading(struct request *rq)
{
	layout_visit(rq, OBJECT_PAGE, 0);
	layout_open(rq, S("What you took, and what others took from you"));
	reading_top(&rq->out);
	if (!put_took(rq) || !put_gave(rq))
		return false;
	layout_close(rq);
	return true;
}
