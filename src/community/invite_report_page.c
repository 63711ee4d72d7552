/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_routes.h"
#include "community/invite_send.h"
#include "http/request.h"
#include "site/layout.h"

enum { SENDERS_SHOWN = 500, LINES_BYTES = 1 << 18, SPELLED_MAX = 16 };

struct senders_view {
	const struct invite_sender *row;
	size_t n;
	struct str *rate; /* joined, of the letters that did not come back */
};
struct bounced_view {
	struct str typed, said, refused, draft;
};

#include "invite_report.html.h"

bool invite_report_senders(struct request *rq)
{
	struct ctx *c = rq->ctx;
	struct senders_view v = { 0 };
	struct invite_sender *row;

	if (!invite_send_senders(c, SENDERS_SHOWN, &row, &v.n))
		return false;
	v.row = row;
	v.rate = arena_new(c->mem, struct str, v.n);
	for (size_t i = 0; i < v.n; i++) {
		int64_t arrived = row[i].sent - row[i].bounced;
		v.rate[i] = arrived > 0 ? arena_fmt(c->mem, "%.1f%%",
				    100.0 * (double)row[i].joined / (double)arrived)
					: S("–");
	}
	layout_open(rq, S("Who joins, by sender"));
	senders_view(&rq->out, &v);
	layout_close(rq);
	return true;
}

static struct str draft_of(struct request *rq)
{
	return arena_fmt(rq->ctx->mem, "bounced-%lld", (long long)rq->ctx->actor.v);
}

static void show(struct request *rq, const struct bounced_view *v)
{
	layout_open(rq, S("Letters that came back"));
	bounced_view(&rq->out, rq, v);
	layout_close(rq);
}

bool invite_report_bounced(struct request *rq)
{
	struct bounced_view v = { .typed = S(""), .draft = draft_of(rq) };
	int64_t n = query_int(rq, "marked", 0, INT64_MAX, -1);

	if (!ctx_ok(rq->ctx))
		return false;
	if (n >= 0)
		v.said = n == 1
			? S("1 invitation was marked.")
			: arena_fmt(rq->ctx->mem, "%lld invitations were marked.", (long long)n);
	show(rq, &v);
	return true;
}

bool invite_report_bounced_send(struct request *rq)
{
	static const char *const names[] = { "lines", NULL };
	struct bounced_view v = { .typed = form_str(rq, "lines", LINES_BYTES),
		.draft = draft_of(rq) };
	int64_t n;

	if (form_only(rq, names) && ctx_ok(rq->ctx) && invite_send_bounced(rq->ctx, v.typed, &n)) {
		rq->saved = v.draft;
		return request_see(rq, URL("/lists/bounced?marked=%", { n }));
	}
	if (!rq->ctx->wrong)
		v.refused = str_of(rq->ctx->fault.text);
	show(rq, &v);
	return false;
}
