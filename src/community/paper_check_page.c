/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/utf8.h"
#include "community/clinic_routes.h"
#include "community/paper_file.h"
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
	struct paper_pages pages;
	bool again;
};

/* A page of a file, for the picture of it; a word on it. */
struct check_page {
	int64_t paper, version, page, across, down;
	struct str box;
};
struct check_mark {
	int64_t left, top, width, height, cover; /* cover -1: none */
	struct str word;
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
	return v->version.pasted || paper_file_pages(c, &v->version, &v->pages);
}

/* The words of one page as places that can be tapped: those of a cover by its number. */
static void put_words(struct check_view *v, int page)
{
	for (size_t i = 0, k = 0; i < v->pages.words; i++) {
		const struct paper_word *w = &v->pages.word[i];
		struct check_mark m = { .left = (int64_t)(w->box.left * 10),
			.top = (int64_t)(w->box.top * 10),
			.width = (int64_t)(w->box.width * 10),
			.height = (int64_t)(w->box.height * 10),
			.cover = -1 };
		const struct paper_cover *p = v->covers.at;
		while (k < v->covers.n && p[k].span.at + p[k].span.len <= w->span.at)
			k++;
		if (w->page != page || w->span.at + w->span.len > v->text.len)
			continue;
		if (k < v->covers.n && p[k].span.at < w->span.at + w->span.len)
			m.cover = (int64_t)k;
		m.word = (struct str){ v->text.at + w->span.at, w->span.len };
		check_word(&v->rq->out, &m);
	}
}

static void put_pages(struct check_view *v)
{
	if (!v->pages.pictures)
		return;
	check_pages_open(&v->rq->out, v->again);
	for (size_t i = 0; i < v->pages.sheets; i++) {
		struct check_page g = { v->paper.id.v, v->version.n, (int64_t)i + 1,
			v->pages.sheet[i].across, v->pages.sheet[i].down,
			arena_fmt(v->rq->ctx->mem, "0 0 %.0f %.0f", v->pages.sheet[i].width * 10,
				v->pages.sheet[i].height * 10) };
		check_page_open(&v->rq->out, &g);
		put_words(v, (int)i + 1);
		check_page_close(&v->rq->out, &g);
	}
	check_pages_close(&v->rq->out);
}

static void put(struct request *rq, struct check_view *v)
{
	layout_open(rq, S("What is covered"));
	part_problem(rq);
	check_top(&rq->out, v);
	check_list(&rq->out, v);
	check_seen(&rq->out, v);
	put_pages(v);
	layout_close(rq);
}

/* It is in the hands of the job, or could not be read. */
static bool put_waiting(struct request *rq, struct check_view *v)
{
	bool failed = v->version.state == PAPER_FAILED;

	layout_open(rq, failed ? S("This file cannot be used") : S("Being prepared"));
	if (failed)
		check_failed(&rq->out, v);
	else
		check_waiting(&rq->out, v);
	layout_close(rq);
	return true;
}

bool paper_check_show(struct request *rq)
{
	struct check_view v;

	if (!read_view(rq, &v))
		return false;
	if (v.version.state == PAPER_SHOWN)
		return request_see(rq, URL("/clinic/paper/%?v=%", { v.paper.id.v, v.version.n }));
	if (v.version.state != PAPER_CHECK)
		return put_waiting(rq, &v);
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

/* Pictures are painted first. */
static struct url shown_at(const struct check_view *v)
{
	return v->version.pasted ? URL("/clinic/paper/%?done=shown", { v->paper.id.v })
				 : URL("/clinic/paper/%/check/%", { v->paper.id.v, v->version.n });
}

bool paper_check_send(struct request *rq)
{
	static const char *const fields[] = { "edition", "on", "also", "show", NULL };
	bool show = form_has(rq, "show");
	struct check_view v;

	if (!form_only(rq, fields) || !read_view(rq, &v))
		return false;
	if (v.version.state != PAPER_CHECK) /* sent twice */
		return request_see(
			rq, URL("/clinic/paper/%/check/%", { v.paper.id.v, v.version.n }));
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
		show ? shown_at(&v)
		     : URL("/clinic/paper/%/check/%?done=again", { v.paper.id.v, v.version.n }));
}

bool paper_hide_send(struct request *rq)
{
	struct check_view v;

	return read_view(rq, &v) && paper_version_hide(rq->ctx, &v.version)
		&& request_see(rq, URL("/clinic/paper/%/check/%", { v.paper.id.v, v.version.n }));
}
