/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a person kept, with their notes; what they took, and what others took from them. */
#include "community/mark.h"
#include "community/note.h"
#include "community/part_page.h"
#include "community/reply_routes.h"
#include "community/told.h"
#include "core/activity.h"
#include "http/html.h"
#include "site/layout.h"

enum { SAVED_PER_PAGE = 30, READING_SHOWN = 8 };

static void saved_note_form(
	struct buf *out, const struct mark_saved *m, struct str id, struct str wrong);

#include "saved.html.h"

bool saved_show(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct thread_id thread = { query_int(rq, "thread", 1, INT64_MAX, INT64_MAX) };
	struct post_id post = { query_int(rq, "post", 1, INT64_MAX, INT64_MAX) };
	bool done = query_int(rq, "done", 0, 1, 0) == 1;
	struct mark_saved *m;
	size_t n;

	if (!ctx_ok(c) || !mark_list_saved(c, thread, post, SAVED_PER_PAGE + 1, &m, &n))
		return false;
	bool more = n > SAVED_PER_PAGE;
	n -= more;
	layout_visit(rq, OBJECT_PAGE, 0);
	layout_open(rq, S("Saved"));
	saved_top(&rq->out, n, done ? S("Your note is kept.") : S(""));
	if (n > 0)
		saved_open(&rq->out);
	for (size_t i = 0; i < n; i++)
		saved_row(&rq->out, rq, &m[i]);
	if (n > 0)
		saved_close(&rq->out);
	if (more)
		saved_more(&rq->out, &m[n - 1]);
	layout_close(rq);
	return true;
}

bool saved_note_send(struct request *rq)
{
	static const char *const fields[] = { "note", NULL };
	struct ctx *c = rq->ctx;
	struct mark_saved m = { .thread = { path_id(rq, "thread") },
		.post = { path_id(rq, "post") },
		.note = part_form_text(rq, "note") };

	if (form_only(rq, fields) && ctx_ok(c) && note_put(c, m.thread, m.post, m.note)) {
		rq->saved = arena_fmt(c->mem, "note-%lld", (long long)m.post.v);
		return request_see(rq, URL("/saved?done=1#s%", { m.post.v }));
	}
	layout_open(rq, S("Your note"));
	part_problem(rq);
	saved_note_again(&rq->out, &m, layout_wrong_at(rq, "note"));
	layout_close(rq);
	return false;
}

static bool put_took(struct request *rq)
{
	struct mark_saved *m;
	size_t n;

	if (!mark_list_taken(rq->ctx, READING_SHOWN, &m, &n))
		return false;
	reading_took_open(&rq->out, n);
	for (size_t i = 0; i < n; i++)
		reading_took_row(&rq->out, &m[i]);
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
	for (size_t i = 0; i < n; i++)
		reading_gave_row(&rq->out, &p[i], told_text(rq->ctx, p[i].useful, p[i].readers));
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
