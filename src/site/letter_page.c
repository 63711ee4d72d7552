/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/letter_page.h"

#include "core/letter_trace.h"
#include "site/layout.h"

#include "letter.html.h"

bool letter_followed(struct request *rq)
{
	struct str path;

	if (!letter_trace_followed(rq->ctx, path_str(rq, "token"), &path))
		return false;
	rq->status = 303;
	rq->location = path;
	return true;
}

static void show(struct request *rq, struct str subject, bool done)
{
	layout_open(rq, S("I read this"));
	if (subject.len == 0)
		letter_gone(&rq->out);
	else if (done)
		letter_done(&rq->out, subject);
	else
		letter_ask(&rq->out, subject, path_str(rq, "token"));
	layout_close(rq);
}

bool letter_read_show(struct request *rq)
{
	struct str subject;
	bool done = query_int(rq, "done", 0, 1, 0) == 1;

	if (!ctx_ok(rq->ctx) || !letter_trace_of(rq->ctx, path_str(rq, "token"), &subject))
		return false;
	show(rq, subject, done);
	return true;
}

bool letter_read_send(struct request *rq)
{
	return letter_trace_read(rq->ctx, path_str(rq, "token"))
		&& request_see(rq, URL("/read/$?done=1", .word = path_str(rq, "token")));
}
