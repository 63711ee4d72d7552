/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/live_page.h"

#include "community/live.h"
#include "community/part_page.h"
#include "community/sheet_page.h"
#include "community/thread.h"
#include "community/when.h"
#include "core/place.h"

/* Where a browser that comes back left off: the number of the last post it was told of, and the
   time of the last change. */
static void read_last(struct request *rq, int64_t *ret_seen, int64_t *ret_since)
{
	struct str rest = rq->last_event, seen = str_cut(&rest, '-');

	*ret_since = 0;
	if (!str_to_int(seen, ret_seen))
		*ret_seen = query_int(rq, "after", 0, INT64_MAX, 0);
	else if (!str_to_int(rest, ret_since))
		*ret_since = 0;
}

bool live_stream(struct request *rq)
{
	int64_t seen, since;

	read_last(rq, &seen, &since);
	if (!ctx_ok(rq->ctx))
		return false;
	rq->stream = (struct stream_ask){ .topic = path_id(rq, "thread"),
		.after = seen,
		.since = since,
		.person = rq->ctx->actor.v };
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

/* Where the next post of a sheet begins, or the sheet ends: what people write never looks so. */
static size_t next_post(struct str sheet, size_t from)
{
	static const char *const open[] = { "<article class=\"post", "<div class=\"post gone\"",
		"<p class=\"acts\" data-later" };

	for (size_t i = from; i < sheet.len; i++) {
		struct str rest = { sheet.at + i, sheet.len - i };
		for (size_t k = 0; *rest.at == '<' && k < sizeof open / sizeof *open; k++)
			if (str_starts(rest, str_of(open[k])))
				return i;
	}
	return sheet.len;
}

static bool is_one_of(int64_t id, const struct live_changes *of)
{
	for (size_t i = 0; i < of->n; i++)
		if (of->post[i] == id)
			return true;
	return false;
}

/* Of a sheet the posts that were changed. */
static void put_those(struct buf *out, struct str sheet, const struct live_changes *of)
{
	size_t from = next_post(sheet, 0);

	while (from < sheet.len) {
		size_t to = next_post(sheet, from + 1);
		struct str post = { sheet.at + from, to - from };
		if (is_one_of(last_on(post), of))
			buf_add(out, post);
		from = to;
	}
}

/* Those that were changed stand before the new ones. What is further than a page behind the first
   of them comes the next time, or when the page is loaded again. */
static bool put_changed(struct request *rq, const struct sheet_view *v, struct live_changes *of)
{
	struct sheet_view from = *v;
	size_t start = rq->out.len;

	if (of->n == 0)
		return true;
	from.after.v = of->post[0] - 1;
	if (!sheet_put(rq, &from))
		return false;
	struct str sheet = arena_str(
		rq->ctx->mem, (struct str){ buf_str(&rq->out).at + start, rq->out.len - start });
	rq->out.len = start;
	rq->pressed.len = 0;
	put_those(&rq->out, sheet, of);
	return true;
}

bool live_posts(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct sheet_view v = { .after = { query_int(rq, "after", 0, INT64_MAX, 0) },
		.moderates = part_moderates(rq) };
	int64_t since = query_int(rq, "since", 0, INT64_MAX, INT64_MAX);
	struct live_changes changes = { 0 };
	struct thread t;
	struct when when;

	if (!ctx_ok(c) || !thread_get(c, (struct thread_id){ path_id(rq, "thread") }, &t))
		return false;
	if (t.deleted_at && !v.moderates)
		return fail(c, FAULT_ABSENT, "This thread was deleted by its author.");
	if (t.member && !part_ended(rq, t.group, &v.ended))
		return false;
	if (since < INT64_MAX && !live_changed(c, t.id, v.after, since, &changes))
		return false;
	when_init(&when, c, t.zone, t.opened_at);
	v.thread = &t;
	v.when = &when;
	if (!put_changed(rq, &v, &changes))
		return false;
	size_t fresh = rq->out.len;
	if (!sheet_put(rq, &v))
		return false;
	rq->pressed.len = 0;
	rq->stream.after =
		last_on((struct str){ buf_str(&rq->out).at + fresh, rq->out.len - fresh });
	rq->stream.since = changes.newest;
	return true;
}
