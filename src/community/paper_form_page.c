/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/clinic_routes.h"
#include "community/paper_file.h"
#include "community/paper_gone.h"
#include "community/part_page.h"
#include "core/blob.h"
#include "core/once.h"
#include "core/place.h"
#include "site/layout.h"

enum { KEY_MAX = 64, LINE_BYTES = 4096 };

/* What was chosen as a file, before anything is written. */
struct chosen {
	const char *kind;
	struct blob_sealed *sealed;
	size_t size;
	const char *wrong; /* NULL: it can be tried */
};
struct paper_form {
	struct request *rq;
	struct paper_id paper; /* 0: a new one */
	struct paper_draft d;
	int64_t latest, days; /* days: that it is kept after the round; 0: no end is set */
	struct str text, once, draft, group_name;
};

#include "paper_form.html.h"

bool paper_file_before(struct request *rq)
{
	struct chosen *f;
	struct str name, bytes;

	if (!form_file(rq, "file", &name, &bytes))
		return true;
	f = arena_new(rq->ctx->mem, struct chosen, 1);
	rq->before = f;
	f->size = bytes.len;
	if (bytes.len == 0)
		f->wrong = "This file is empty. Choose it again, or paste the text.";
	else if (bytes.len > PAPER_FILE_MAX)
		f->wrong =
			"This file is larger than 10 MB. Save it with smaller pictures, or paste "
			"the text.";
	else if (!paper_file_kind(bytes, &f->kind))
		f->wrong =
			"This is no PDF, DOCX or ODT file, whatever its name says. Save it as one "
			"of these, or paste the text.";
	return f->wrong || blob_seal(rq->ctx, bytes, &f->sealed);
}

static struct paper_form form_of(struct request *rq, struct paper_id id)
{
	return (struct paper_form){ .rq = rq,
		.paper = id,
		.days = paper_gone_days(rq->ctx),
		.group_name = rq->place->group_name,
		.draft = arena_fmt(rq->ctx->mem, "paper-%lld-%lld", (long long)id.v,
			(long long)rq->ctx->actor.v) };
}

static void put(struct request *rq, const struct paper_form *f)
{
	layout_open(rq, f->paper.v ? S("A new version") : S("Bring a CV or a cover letter"));
	part_problem(rq);
	if (f->paper.v)
		paper_more_top(&rq->out, f);
	else
		paper_new_top(&rq->out, f);
	paper_text_field(&rq->out, f);
	layout_close(rq);
}

static bool in_a_group(struct request *rq)
{
	bool ended = false;

	if (rq->place->group == 0)
		return fail(rq->ctx, FAULT_ABSENT,
			"You are in no group right now, so there is nobody to show it to.");
	if (!part_ended(rq, (struct group_id){ rq->place->group }, &ended))
		return false;
	return !ended
		|| fail(rq->ctx, FAULT_DENIED,
			"The weeks of this round are over, and nothing new is brought here.");
}

bool paper_new_show(struct request *rq)
{
	struct paper_form f = form_of(rq, (struct paper_id){ 0 });

	if (!in_a_group(rq))
		return false;
	f.once = layout_once(rq);
	put(rq, &f);
	return true;
}

static void read_text(struct request *rq, struct paper_form *f)
{
	f->once = form_str(rq, "once", KEY_MAX);
	f->text = part_form_text(rq, "text");
}

static void read_draft(struct request *rq, struct paper_form *f)
{
	f->d.kind = str_eq(form_str(rq, "kind", 10), S("letter")) ? PAPER_LETTER : PAPER_CV;
	f->d.goal = form_int(rq, "goal", 0, PAPER_GOAL_LAST, 0);
	f->d.title = form_str(rq, "title", LINE_BYTES);
	f->d.ask = form_str(rq, "ask", LINE_BYTES);
}

/* The version itself: from the file that was chosen, else from what was pasted. */
static bool add_version(struct request *rq, struct paper_form *f)
{
	const struct chosen *file = rq->before;

	if (!file)
		return paper_version_paste(rq->ctx, f->paper, f->text, &f->latest);
	if (file->wrong)
		return ctx_wrong(rq->ctx, "file", "%s", file->wrong);
	if (str_trim(f->text).len > 0)
		return ctx_wrong(rq->ctx, "file",
			"Choose one: a file, or text that you paste. Both were sent. Empty the "
			"field, or send it without a file.");
	return file->sealed
		? paper_file_bring(rq->ctx, f->paper, file->kind, file->sealed, &f->latest)
		: ctx_wrong(rq->ctx, "file", "This file could not be taken. Choose it again.");
}

/* The paper with its first version, or the version; ret is where its owner goes on. */
static bool bring(struct request *rq, struct paper_form *f)
{
	struct ctx *c = rq->ctx;
	const struct chosen *file = rq->before;
	struct str what = file ? arena_fmt(c->mem, "file of %zu", file->size) : f->text;
	int64_t n = 0;

	if (!once_find(c, f->once, what, &n))
		return false;
	if (n > 0 && f->paper.v == 0)
		f->paper.v = n;
	f->latest = f->paper.v && n > 0 && n <= PAPER_VERSIONS_MAX ? n : 1;
	if (n > 0)
		return true;
	bool fresh = f->paper.v == 0;
	if (fresh && !paper_make(c, (struct group_id){ rq->place->group }, &f->d, &f->paper))
		return false;
	return add_version(rq, f) && once_keep(c, f->once, what, fresh ? f->paper.v : f->latest);
}

static bool go_on(struct request *rq, const struct paper_form *f)
{
	rq->saved = f->draft;
	return request_see(rq, URL("/clinic/paper/%/check/%", { f->paper.v, f->latest }));
}

bool paper_new_send(struct request *rq)
{
	static const char *const fields[] = { "once", "kind", "goal", "title", "ask", "text",
		"file", NULL };
	struct paper_form f = form_of(rq, (struct paper_id){ 0 });

	if (!in_a_group(rq))
		return false;
	read_text(rq, &f);
	read_draft(rq, &f);
	if (form_only(rq, fields) && ctx_ok(rq->ctx) && bring(rq, &f))
		return go_on(rq, &f);
	f.paper.v = 0;
	put(rq, &f);
	return false;
}

static bool own_form(struct request *rq, struct paper_form *f)
{
	struct paper p;

	*f = form_of(rq, (struct paper_id){ path_id(rq, "paper") });
	if (!ctx_ok(rq->ctx) || !paper_get(rq->ctx, f->paper, &p))
		return false;
	f->d = (struct paper_draft){ p.kind, p.goal, p.title, p.ask };
	if (p.group.v != rq->place->group)
		return fail(rq->ctx, FAULT_CONFLICT,
			"This paper belongs to a group that you are not in now. Bring it to your "
			"new group as a new one.");
	return in_a_group(rq);
}

bool paper_more_show(struct request *rq)
{
	struct paper_form f;

	if (!own_form(rq, &f))
		return false;
	f.once = layout_once(rq);
	put(rq, &f);
	return true;
}

bool paper_more_send(struct request *rq)
{
	static const char *const fields[] = { "once", "text", "file", NULL };
	struct paper_form f;

	if (!own_form(rq, &f))
		return false;
	read_text(rq, &f);
	if (form_only(rq, fields) && ctx_ok(rq->ctx) && bring(rq, &f))
		return go_on(rq, &f);
	put(rq, &f);
	return false;
}

bool paper_end_show(struct request *rq)
{
	struct paper p;

	if (!paper_get(rq->ctx, (struct paper_id){ path_id(rq, "paper") }, &p))
		return false;
	layout_open(rq, S("Withdraw it"));
	paper_end(&rq->out, &p);
	layout_close(rq);
	return true;
}

bool paper_end_send(struct request *rq)
{
	struct paper_id id = { path_id(rq, "paper") };

	return ctx_ok(rq->ctx) && paper_withdraw(rq->ctx, id)
		&& request_see(rq, URL("/clinic?done=withdrawn"));
}
