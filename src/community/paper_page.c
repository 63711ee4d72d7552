/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/utf8.h"
#include "community/appear.h"
#include "community/clinic_routes.h"
#include "community/feedback.h"
#include "community/paper_file.h"
#include "community/paper_gone.h"
#include "community/part_page.h"
#include "community/when.h"
#include "core/access.h"
#include "core/activity.h"
#include "core/choice.h"
#include "core/place.h"
#include "site/layout.h"

struct paper_line {
	int64_t n; /* from 1 */
	struct str text;
	bool page; /* begins another page of a file */
};
struct paper_view {
	struct request *rq;
	struct paper paper;
	struct paper_version version; /* the one that is read */
	struct paper_version *shown;  /* all that the group sees */
	size_t shown_n;
	struct paper_line *line;
	size_t lines;
	struct feedback *said;
	size_t said_n;
	struct paper_pages pages; /* of a file */
	struct when when;
	struct str group_name, done;
	int64_t due; /* when it goes; for its owner */
	bool own, gives, staff, read_across;
};
/* The picture of a page, and a line on it. */
struct paper_leaf {
	int64_t page, across, down;
	struct str box, text;
};
struct paper_spot {
	int64_t line, left, top, width, height;
	bool said;
};
struct give_form {
	int64_t line;
	struct str about, works, idea, once, draft;
	bool unnamed;
};

#include "paper.html.h"

static struct str done_text(struct request *rq)
{
	struct str what = query_str(rq, "done", 20);

	if (str_eq(what, S("shown")))
		return S("Your group sees it now.");
	if (str_eq(what, S("said")))
		return S("Thank you. It stands where you put it.");
	if (str_eq(what, S("removed")))
		return S("It is taken back.");
	if (str_eq(what, S("hidden")))
		return S("Your group does not see that version any more.");
	return S("");
}

static void cut_lines(struct paper_view *v)
{
	struct str text = v->version.covered;
	size_t begun = 0;

	v->line = arena_new(v->rq->ctx->mem, struct paper_line, text.len + 1);
	for (size_t i = 0; i <= text.len; i++) {
		if (i < text.len && text.at[i] != '\n' && text.at[i] != '\f')
			continue;
		struct paper_line *l = &v->line[v->lines++];
		*l = (struct paper_line){ (int64_t)v->lines, { text.at + begun, i - begun },
			begun > 0 && text.at[begun - 1] == '\f' };
		begun = i + 1;
	}
}

/* Versions that the group sees, and among them the one that was asked for, or the newest. */
static bool read_versions(struct request *rq, struct paper_view *v)
{
	int64_t wanted = query_int(rq, "v", 1, PAPER_VERSIONS_MAX, v->paper.shown);
	struct paper_version *all;
	size_t n;
	bool found = false;

	if (!ctx_ok(rq->ctx) || !paper_version_list(rq->ctx, v->paper.id, &all, &n))
		return false;
	v->shown = all;
	for (size_t i = 0; i < n; i++)
		if (all[i].state == PAPER_SHOWN) {
			if (all[i].n == wanted) {
				v->version = all[i];
				found = true;
			}
			v->shown[v->shown_n++] = all[i];
		}
	return found || fail(rq->ctx, FAULT_ABSENT, "There is no such version.");
}

/* Who may say something is asked of the gate's own rule, so that there is one. */
static bool read_gives(struct request *rq, struct paper_view *v)
{
	struct ctx c = *rq->ctx;

	v->gives = access_check(&c, PAPER_GIVE, v->paper.id.v);
	rq->ctx->statements = c.statements;
	return c.fault.kind == FAULT_NONE || c.fault.kind == FAULT_DENIED
		|| fail(rq->ctx, c.fault.kind, "%s", c.fault.text);
}

static bool read_paper(struct request *rq, struct paper_view *v)
{
	struct ctx *c = rq->ctx;

	*v = (struct paper_view){ .rq = rq, .staff = part_moderates(rq) };
	if (!paper_get(c, (struct paper_id){ path_id(rq, "paper") }, &v->paper))
		return false;
	v->own = v->paper.author.v == c->actor.v;
	if (v->own && !paper_gone_due(c, v->paper.id, &v->due))
		return false;
	v->group_name =
		v->paper.group.v == rq->place->group ? rq->place->group_name : S("the group");
	when_init(&v->when, c, rq->place->zone.len ? rq->place->zone : S("Europe/London"), 0);
	return true;
}

static bool read_shown(struct request *rq, struct paper_view *v)
{
	if (!read_versions(rq, v) || !read_gives(rq, v)
		|| !feedback_list(rq->ctx, v->paper.id, v->version.n, &v->said, &v->said_n))
		return false;
	cut_lines(v);
	return v->version.pasted || paper_file_pages(rq->ctx, &v->version, &v->pages);
}

static bool said_about(const struct paper_view *v, int64_t line)
{
	for (size_t i = 0; i < v->said_n; i++)
		if (v->said[i].line == line)
			return true;
	return false;
}

/* The lines of a page as places on its picture, each around its words. */
static void put_spots(struct paper_view *v, int page)
{
	const struct paper_word *w = v->pages.word;

	for (size_t i = 0, n; i < v->pages.words; i += n) {
		double right = w[i].box.left + w[i].box.width, left = w[i].box.left;
		double top = w[i].box.top, bottom = top + w[i].box.height;
		for (n = 1; i + n < v->pages.words && w[i + n].line == w[i].line; n++) {
			const struct paper_box *b = &w[i + n].box;
			left = b->left < left ? b->left : left;
			top = b->top < top ? b->top : top;
			right = b->left + b->width > right ? b->left + b->width : right;
			bottom = b->top + b->height > bottom ? b->top + b->height : bottom;
		}
		struct paper_spot s = { w[i].line, (int64_t)(left * 10), (int64_t)(top * 10),
			(int64_t)((right - left) * 10), (int64_t)((bottom - top) * 10),
			said_about(v, w[i].line) };
		if (w[i].page == page)
			paper_spot(&v->rq->out, v, &s);
	}
}

/* What the group may read of a page: the lines from its first to the next one's. */
static struct str text_of_page(const struct paper_view *v, int64_t page)
{
	struct str rest = v->version.covered, text = S("");

	for (int64_t i = 0; i < page; i++)
		text = str_cut(&rest, '\f');
	return text;
}

static void put_pages(struct paper_view *v)
{
	if (!v->pages.pictures)
		return;
	paper_leaves_open(&v->rq->out);
	for (size_t i = 0; i < v->pages.sheets; i++) {
		const struct paper_sheet *s = &v->pages.sheet[i];
		struct paper_leaf l = { (int64_t)i + 1, s->across, s->down,
			arena_fmt(v->rq->ctx->mem, "0 0 %.0f %.0f", s->width * 10, s->height * 10),
			text_of_page(v, (int64_t)i + 1) };
		paper_leaf_open(&v->rq->out, v, &l);
		put_spots(v, (int)i + 1);
		paper_leaf_close(&v->rq->out, &l);
	}
	paper_leaves_close(&v->rq->out);
}

static void put_lines(struct paper_view *v)
{
	size_t k = 0;

	while (k < v->said_n && v->said[k].line == 0)
		k++;
	paper_lines_open(&v->rq->out, v);
	for (size_t i = 0; i < v->lines; i++) {
		const struct paper_line *l = &v->line[i];
		bool blank = str_trim(l->text).len == 0;
		if (blank && !(k < v->said_n && v->said[k].line == l->n))
			continue;
		paper_line_open(&v->rq->out, v, l);
		for (; k < v->said_n && v->said[k].line == l->n; k++)
			paper_said(&v->rq->out, v, &v->said[k]);
		paper_line_close(&v->rq->out);
	}
	paper_lines_close(&v->rq->out);
}

static void put_whole(struct paper_view *v)
{
	if (v->said_n == 0 || v->said[0].line != 0)
		return;
	paper_whole_open(&v->rq->out);
	for (size_t i = 0; i < v->said_n && v->said[i].line == 0; i++)
		paper_said(&v->rq->out, v, &v->said[i]);
	paper_whole_close(&v->rq->out);
}

static struct give_form give_of(struct request *rq, const struct paper_view *v, int64_t line)
{
	struct give_form g = { .line = line };

	g.draft = arena_fmt(rq->ctx->mem, "feedback-%lld-%lld", (long long)v->paper.id.v,
		(long long)rq->ctx->actor.v);
	if (line > 0 && (size_t)line <= v->lines)
		g.about = v->line[line - 1].text;
	else
		g.line = 0;
	return g;
}

static void put(struct request *rq, struct paper_view *v, const struct give_form *g)
{
	layout_open(rq, v->paper.title);
	part_problem(rq);
	paper_top(&rq->out, v);
	if (v->own)
		paper_own(&rq->out, v);
	put_pages(v);
	put_lines(v);
	put_whole(v);
	if (v->gives)
		paper_give(&rq->out, v, g);
	else
		paper_no_give(&rq->out, v);
	layout_close(rq);
}

/* Its owner finds the way to what is theirs alone even when the group sees nothing. */
static bool put_unshown(struct request *rq, struct paper_view *v)
{
	if (!paper_version_list(rq->ctx, v->paper.id, &v->shown, &v->shown_n))
		return false;
	layout_open(rq, v->paper.title);
	paper_top(&rq->out, v);
	paper_own(&rq->out, v);
	layout_close(rq);
	return true;
}

/* Who wrote under an alias last is not named here by oversight. */
static bool begins_unnamed(struct request *rq, bool *ret)
{
	struct str chosen;

	if (!choice_find(rq->ctx, CHOICE_APPEAR, &chosen))
		return false;
	enum appear_as as = appear_of(chosen);
	*ret = as == APPEAR_ALIAS || as == APPEAR_OWN;
	return true;
}

bool paper_show(struct request *rq)
{
	struct paper_view v;
	int64_t at = query_int(rq, "at", 0, PAPER_LINES_MAX * 4, 0);

	if (!ctx_ok(rq->ctx) || !read_paper(rq, &v))
		return false;
	v.done = done_text(rq);
	if (v.own && v.paper.shown == 0)
		return ctx_ok(rq->ctx) && put_unshown(rq, &v);
	if (!read_shown(rq, &v))
		return false;
	struct give_form g = give_of(rq, &v, at);
	if (!begins_unnamed(rq, &g.unnamed))
		return false;
	g.once = layout_once(rq);
	layout_visit(rq, OBJECT_DOCUMENT, v.paper.id.v);
	put(rq, &v, &g);
	return true;
}

bool paper_feedback_send(struct request *rq)
{
	static const char *const fields[] = { "once", "v", "line", "works", "idea", "unnamed",
		NULL };
	struct ctx *c = rq->ctx;
	struct paper_view v;
	int64_t id, line = form_int(rq, "line", 0, PAPER_LINES_MAX * 4, 0);

	if (!form_only(rq, fields) || !read_paper(rq, &v) || !read_shown(rq, &v))
		return false;
	struct give_form g = give_of(rq, &v, line);
	g.once = form_str(rq, "once", FEEDBACK_KEY_MAX);
	g.works = part_form_text(rq, "works");
	g.idea = part_form_text(rq, "idea");
	g.unnamed = form_has(rq, "unnamed");
	struct feedback_draft d = { line, g.unnamed ? S(PART_SOMEBODY) : part_byline(rq, true),
		g.works, g.idea, g.once };
	if (ctx_ok(c) && feedback_add(c, rq->place, &v.version, &d, &id)) {
		rq->saved = g.draft;
		return request_see(rq,
			URL("/clinic/paper/%?v=%&done=said#f%", { v.paper.id.v, v.version.n, id }));
	}
	put(rq, &v, &g);
	return false;
}

bool paper_feedback_remove_send(struct request *rq)
{
	struct paper_id paper = { path_id(rq, "paper") };
	int64_t id = path_id(rq, "feedback");

	return ctx_ok(rq->ctx) && feedback_remove(rq->ctx, paper, id)
		&& request_see(rq, URL("/clinic/paper/%?done=removed", { paper.v }));
}
