/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/question_report.h"

#include "community/part_page.h"
#include "community/question_answer.h"
#include "community/question_routes.h"
#include "site/layout.h"

struct report {
	struct question q;
	int64_t answer;
	struct str said, why;
};
struct reports {
	struct question_report *row;
	size_t n;
	struct str done;
};

#include "question_report.html.h"

static bool load(struct request *rq, int64_t answer, struct report *f)
{
	struct ctx *c = rq->ctx;
	struct question_id id = { path_id(rq, "question") };
	struct question_answer a;

	*f = (struct report){ .answer = answer };
	if (!ctx_ok(c) || !question_get(c, id, &f->q)
		|| (answer && !question_answer_get(c, id, answer, &a)))
		return false;
	f->said = answer ? a.body : f->q.text;
	return true;
}

static void put(struct request *rq, const struct report *f)
{
	layout_open(rq, S("This should not be here"));
	report_form(&rq->out, rq, f);
	layout_close(rq);
}

bool question_report_page(struct request *rq)
{
	struct report f;

	if (!load(rq, query_int(rq, "answer", 0, INT64_MAX, 0), &f))
		return false;
	put(rq, &f);
	return true;
}

bool question_report_send(struct request *rq)
{
	static const char *const fields[] = { "answer", "why", NULL };
	struct report f;

	if (!load(rq, form_int(rq, "answer", 0, INT64_MAX, 0), &f))
		return false;
	f.why = part_form_text(rq, "why");
	if (form_only(rq, fields) && ctx_ok(rq->ctx)
		&& question_report_add(rq->ctx, f.q.id, f.answer, f.why)) {
		rq->saved = arena_fmt(rq->ctx->mem, "report-%lld-%lld-%lld", (long long)f.q.id.v,
			(long long)f.answer, (long long)rq->ctx->actor.v);
		return request_see(rq, URL("/questions/%?done=reported", { f.q.id.v }));
	}
	put(rq, &f);
	return false;
}

static bool put_all(struct request *rq, struct str done)
{
	struct reports v = { .done = done };

	if (!question_report_list(rq->ctx, &v.row, &v.n))
		return false;
	layout_open(rq, S("Reports from the question bank"));
	reports_view(&rq->out, rq, &v);
	layout_close(rq);
	return true;
}

bool question_reports_page(struct request *rq)
{
	struct str done = query_str(rq, "done", 10);

	if (!ctx_ok(rq->ctx))
		return false;
	return put_all(rq,
		str_eq(done, S("out"))		? S("It is taken out.")
			: str_eq(done, S("in")) ? S("It stays. Its report is settled.")
						: S(""));
}

bool question_reports_send(struct request *rq)
{
	static const char *const fields[] = { "question", "answer", "remove", NULL };
	struct question_id id = { form_int(rq, "question", 1, INT64_MAX, 0) };
	int64_t answer = form_int(rq, "answer", 0, INT64_MAX, 0);
	bool remove = form_int(rq, "remove", 0, 1, 0) == 1;

	return form_only(rq, fields) && ctx_ok(rq->ctx)
		&& question_report_settle(rq->ctx, id, answer, remove)
		&& request_see(rq,
			remove ? URL("/questions/reports?done=out")
			       : URL("/questions/reports?done=in"));
}
