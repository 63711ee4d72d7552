/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/utf8.h"
#include "community/clinic_routes.h"
#include "community/paper_version.h"
#include "community/part_page.h"
#include "core/place.h"
#include "site/layout.h"

enum { PLACE_DIGITS = 5, WORDS_BYTES = 4000 };

struct check_view {
	struct request *rq;
	struct paper paper;
	struct paper_version version;
	struct str text, seen, also, draft;
	struct paper_covers covers;
	bool again;
};

#include "paper_check.html.h"

/* The version that is being checked; another state sends its owner to where it stands. */
static bool read_view(struct request *rq, struct check_view *v)
{
	struct ctx *c = rq->ctx;
	int64_t n = path_id(rq, "version");

	*v = (struct check_view){ .rq = rq };
	return ctx_ok(c) && paper_get(c, (struct paper_id){ path_id(rq, "paper") }, &v->paper)
		&& paper_version_get(c, v->paper.id, n, &v->version);
}

static bool read_text(struct request *rq, struct check_view *v)
{
	struct ctx *c = rq->ctx;

	if (!paper_version_text(c, &v->version, &v->text)
		|| !paper_version_covers(c, &v->version, &v->covers))
		return false;
	v->seen = paper_version_seen(c, v->text, &v->covers);
	return true;
}

static void put(struct request *rq, struct check_view *v)
{
	layout_open(rq, S("What is covered"));
	part_problem(rq);
	check_top(&rq->out, v);
	check_list(&rq->out, v);
	check_seen(&rq->out, v);
	layout_close(rq);
}

bool paper_check_show(struct request *rq)
{
	struct check_view v;

	if (!read_view(rq, &v))
		return false;
	if (v.version.state == PAPER_SHOWN)
		return request_see(rq, URL("/clinic/paper/%?v=%", { v.paper.id.v, v.version.n }));
	if (!read_text(rq, &v))
		return false;
	v.again = str_eq(query_str(rq, "done", 10), S("again"));
	put(rq, &v);
	return true;
}

/* Which of the places are ticked. */
static bool ticked(struct request *rq, size_t n, bool *on)
{
	struct str word;
	int64_t place;

	for (size_t i = 0; form_nth(rq, "on", i, PLACE_DIGITS, &word); i++) {
		if (!str_to_int(word, &place) || place < 0 || (size_t)place >= n)
			return ctx_wrong(rq->ctx, "on", "There is no such place on this paper.");
		on[place] = true;
	}
	return ctx_ok(rq->ctx);
}

static bool cover(struct request *rq, const struct check_view *v)
{
	bool *on = arena_new(rq->ctx->mem, bool, v->covers.n + 1);
	int64_t edition = form_int(rq, "edition", 0, INT64_MAX - 1, -1);

	return ticked(rq, v->covers.n, on)
		&& paper_version_cover(rq->ctx, &v->version, edition, on, v->also);
}

bool paper_check_send(struct request *rq)
{
	static const char *const fields[] = { "edition", "on", "also", "show", NULL };
	bool show = form_has(rq, "show");
	struct check_view v;

	if (!form_only(rq, fields) || !read_view(rq, &v))
		return false;
	if (v.version.state == PAPER_SHOWN) /* sent twice */
		return request_see(rq, URL("/clinic/paper/%?done=shown", { v.paper.id.v }));
	if (!read_text(rq, &v))
		return false;
	v.also = form_str(rq, "also", WORDS_BYTES);
	if (!ctx_ok(rq->ctx) || !cover(rq, &v)
		|| (show && !paper_version_show(rq->ctx, &v.version))) {
		put(rq, &v);
		return false;
	}
	rq->saved = arena_fmt(rq->ctx->mem, "cover-%lld", (long long)v.version.id);
	return request_see(rq,
		show ? URL("/clinic/paper/%?done=shown", { v.paper.id.v })
		     : URL("/clinic/paper/%/check/%?done=again", { v.paper.id.v, v.version.n }));
}

bool paper_hide_send(struct request *rq)
{
	struct check_view v;

	return read_view(rq, &v) && paper_version_hide(rq->ctx, &v.version)
		&& request_see(rq, URL("/clinic/paper/%/check/%", { v.paper.id.v, v.version.n }));
}
