/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_edit_page.h"

#include "evidence/survey.h"
#include "evidence/survey_edit.h"
#include "site/layout.h"

/* More than a field takes, so that what is too long is shown again and not lost. */
enum { LINE_MAX = 2000, WORDS_MAX = 20000, WORD_MAX = 60 };

struct edit_page {
	struct survey survey;
	struct survey_form form;
	struct survey_sheet sheet;
	struct survey_cover cover;
	size_t place;
	struct str refused, draft;
};

/* The field of a text in one language: the first has the plain name. */
static const char *name_in(
	const struct request *rq, const struct edit_page *p, const char *name, size_t language)
{
	if (language == 0)
		return name;
	return arena_fmt(rq->ctx->mem, "%s_%s", name, p->form.language[language].at).at;
}

#include "survey_edit.html.h"

static bool load(struct request *rq, struct edit_page *p)
{
	int64_t id = path_id(rq, "survey");
	struct ctx *c = rq->ctx;

	p->draft =
		arena_fmt(c->mem, "%lld-survey-words-%lld", (long long)c->actor.v, (long long)id);
	return ctx_ok(c) && survey_get(c, id, &p->survey) && survey_form_get(c, id, 0, &p->form);
}

static void set_refused(struct request *rq, struct edit_page *p)
{
	if (!rq->ctx->wrong)
		p->refused = str_of(rq->ctx->fault.text);
}

static void read_each(
	struct request *rq, const struct edit_page *p, const char *name, struct str *to)
{
	for (size_t i = 0; i < p->form.languages; i++)
		to[i] = form_str(rq, name_in(rq, p, name, i), WORDS_MAX);
}

/* ---- cover ---- */

static void show_cover(struct request *rq, struct edit_page *p)
{
	layout_open(rq, S("The words of the survey"));
	survey_cover_view(&rq->out, rq, p);
	layout_close(rq);
}

bool survey_edit_cover_page(struct request *rq)
{
	struct edit_page *p = arena_new(rq->ctx->mem, struct edit_page, 1);

	if (!load(rq, p))
		return false;
	survey_edit_cover_fill(rq->ctx, &p->form, &p->cover);
	show_cover(rq, p);
	return true;
}

bool survey_edit_cover_save(struct request *rq)
{
	struct edit_page *p = arena_new(rq->ctx->mem, struct edit_page, 1);

	if (!load(rq, p))
		return false;
	read_each(rq, p, "title", p->cover.title);
	read_each(rq, p, "intro", p->cover.intro);
	read_each(rq, p, "thanks", p->cover.thanks);
	p->cover.languages = form_str(rq, "languages", LINE_MAX);
	p->cover.link = form_str(rq, "link", WORD_MAX);
	p->cover.one_page = form_has(rq, "one_page");
	p->cover.tap = form_has(rq, "tap");
	if (ctx_ok(rq->ctx) && survey_edit_cover(rq->ctx, p->survey.id, &p->cover)) {
		rq->saved = p->draft;
		return request_see(rq, URL("/surveys/%?done=saved", { p->survey.id }));
	}
	set_refused(rq, p);
	show_cover(rq, p);
	return false;
}

/* ---- a question ---- */

static bool load_place(struct request *rq, struct edit_page *p)
{
	struct str typed = path_str(rq, "place");
	int64_t place = 0;

	if (!load(rq, p))
		return false;
	if (!str_to_int(typed, &place) || (size_t)place > p->form.questions)
		return fail(rq->ctx, FAULT_ABSENT, "There is no such question.");
	p->place = (size_t)place;
	p->draft = arena_fmt(rq->ctx->mem, "%lld-survey-question-%lld-%zu",
		(long long)rq->ctx->actor.v, (long long)p->survey.id, p->place);
	return true;
}

static void show_question(struct request *rq, struct edit_page *p)
{
	layout_open(
		rq, p->place < p->form.questions ? S("Change a question") : S("A new question"));
	survey_question_view(&rq->out, rq, p);
	layout_close(rq);
}

bool survey_edit_question_page(struct request *rq)
{
	struct edit_page *p = arena_new(rq->ctx->mem, struct edit_page, 1);

	if (!load_place(rq, p))
		return false;
	survey_edit_fill(rq->ctx, &p->form, p->place, &p->sheet);
	show_question(rq, p);
	return true;
}

static void read_sheet(struct request *rq, struct edit_page *p)
{
	struct survey_sheet *s = &p->sheet;

	s->name = form_str(rq, "name", LINE_MAX);
	s->kind = form_str(rq, "kind", WORD_MAX);
	s->min = form_str(rq, "min", WORD_MAX);
	s->max = form_str(rq, "max", WORD_MAX);
	s->show = form_str(rq, "show", WORD_MAX);
	s->when = form_str(rq, "when", WORD_MAX);
	s->value = form_str(rq, "value", LINE_MAX);
	s->required = form_has(rq, "required");
	s->personal = form_has(rq, "personal");
	read_each(rq, p, "text", s->text);
	read_each(rq, p, "hint", s->hint);
	read_each(rq, p, "low", s->low);
	read_each(rq, p, "high", s->high);
	read_each(rq, p, "choices", s->choices);
	read_each(rq, p, "rows", s->rows);
}

bool survey_edit_question_save(struct request *rq)
{
	struct edit_page *p = arena_new(rq->ctx->mem, struct edit_page, 1);

	if (!load_place(rq, p))
		return false;
	read_sheet(rq, p);
	if (ctx_ok(rq->ctx) && survey_edit_question(rq->ctx, p->survey.id, p->place, &p->sheet)) {
		rq->saved = p->draft;
		return request_see(rq, URL("/surveys/%?done=saved", { p->survey.id }));
	}
	set_refused(rq, p);
	show_question(rq, p);
	return false;
}

bool survey_edit_question_move(struct request *rq)
{
	static const char *const names[] = { "to", NULL };
	struct edit_page *p = arena_new(rq->ctx->mem, struct edit_page, 1);
	struct str to = form_str(rq, "to", WORD_MAX);
	struct ctx *c = rq->ctx;

	if (!form_only(rq, names) || !load_place(rq, p))
		return false;
	if (str_eq(to, S("out"))
			? !survey_edit_remove(c, p->survey.id, p->place)
			: !survey_edit_move(c, p->survey.id, p->place, str_eq(to, S("up"))))
		return false;
	return request_see(rq, URL("/surveys/%?done=saved#questions", { p->survey.id }));
}
