/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/live_page.h"

#include "community/part_page.h"
#include "community/sheet_page.h"
#include "community/thread.h"
#include "community/when.h"
#include "core/place.h"

bool live_stream(struct request *rq)
{
	int64_t seen = 0;

	if (!str_to_int(rq->last_event, &seen))
		seen = query_int(rq, "after", 0, INT64_MAX, 0);
	if (!ctx_ok(rq->ctx))
		return false;
	rq->stream = (struct stream_ask){ .topic = path_id(rq, "thread"), .after = seen };
	rq->type = "text/event-stream";
	return ctx_ok(rq->ctx);
}

/* The number of the last post on a sheet. */
static int64_t last_on(struct str sheet)
{
	static const char mark[] = " id=\"p";
	enum { MARK = sizeof mark - 1 };
	int64_t id = 0;

	for (size_t i = sheet.len; i-- > 0;) {
		struct str rest = { sheet.at + i, sheet.len - i };
		if (*rest.at != ' ' || !str_starts(rest, str_of(mark)))
			continue;
		rest = (struct str){ rest.at + MARK, rest.len - MARK };
		return str_to_int(str_cut(&rest, '"'), &id) ? id : 0;
	}
	return 0;
}

bool live_posts(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct sheet_view v = { .after = { query_int(rq, "after", 0, INT64_MAX, 0) },
		.moderates = part_moderates(rq) };
	struct thread t;
	struct when when;

	if (!ctx_ok(c) || !thread_get(c, (struct thread_id){ path_id(rq, "thread") }, &t))
		return false;
	if (t.deleted_at && !v.moderates)
		return fail(c, FAULT_ABSENT, "This thread was deleted by its author.");
	if (t.member && !part_ended(rq, t.group, &v.ended))
		return false;
	when_init(&when, c, t.zone, t.opened_at);
	v.thread = &t;
	v.when = &when;
	if (!sheet_put(rq, &v))
		return false;
	rq->stream.after = last_on(buf_str(&rq->out));
	return true;
}
