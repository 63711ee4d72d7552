/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_list_page.h"

#include "base/embed.h"
#include "base/instant.h"
#include "core/once.h"
#include "core/zone.h"
#include "evidence/survey.h"
#include "evidence/survey_json.h"
#include "evidence/survey_template.h"
#include "evidence/survey_wave.h"
#include "site/gate.h"
#include "site/layout.h"

enum { LINE_MAX = 2000, WORD_MAX = 60, KEY_MAX = 64 };

struct list_page {
	const struct survey *row;
	size_t n;
	const struct survey_study *study;
	size_t studies;
	struct str once, refused;
};
struct wave_sheet {
	struct str title, round, from_week, from_day, to_week, to_day, opens, closes, letters;
};
struct one_page {
	struct survey survey;
	struct survey_form form;
	const struct survey_wave *wave;
	size_t waves;
	const struct survey_round *round;
	size_t rounds;
	struct str zone, refused, done, once;
	struct wave_sheet sheet;
};

/* What is no number is out of every bound. */
static int64_t whole(struct str s)
{
	int64_t n;

	s = str_trim(s);
	bool minus = str_starts(s, S("-"));
	if (s.len == 0)
		return 0;
	if (!str_to_int((struct str){ s.at + minus, s.len - minus }, &n))
		return INT32_MAX;
	return minus ? -n : n;
}

#include "survey_list.html.h"

/* ---- the list ---- */

static bool load_list(struct request *rq, struct list_page *p)
{
	struct survey_study *study;
	struct survey *row;

	if (!survey_list(rq->ctx, &row, &p->n) || !survey_studies(rq->ctx, &study, &p->studies))
		return false;
	p->row = row;
	p->study = study;
	p->once = layout_once(rq);
	return true;
}

static void show_list(struct request *rq, struct list_page *p)
{
	if (!ctx_ok(rq->ctx) && !rq->ctx->wrong)
		p->refused = str_of(rq->ctx->fault.text);
	layout_open(rq, S("Surveys"));
	survey_list_view(&rq->out, rq, p);
	layout_close(rq);
}

bool survey_list_page(struct request *rq)
{
	struct list_page p = { 0 };

	if (!load_list(rq, &p))
		return false;
	show_list(rq, &p);
	return true;
}

/* The newest study when none was chosen. */
static int64_t study_of(struct request *rq, const struct list_page *p)
{
	int64_t study = form_int(rq, "study", 1, INT64_MAX, p->studies ? p->study[0].id : 0);

	for (size_t i = 0; i < p->studies; i++)
		if (p->study[i].id == study)
			return study;
	(void)!ctx_wrong(rq->ctx, "study", "Choose a study. A study begins with its first round.");
	return 0;
}

static bool make(
	struct request *rq, struct list_page *p, struct str key, struct survey_form *f, bool good)
{
	int64_t study = study_of(rq, p), id = 0;

	if (good && ctx_ok(rq->ctx) && once_find(rq->ctx, key, rq->body, &id)
		&& (id
			|| (survey_make(rq->ctx, study, f, &id)
				&& once_keep(rq->ctx, key, rq->body, id))))
		return request_see(rq, URL("/surveys/%?done=made", { id }));
	show_list(rq, p);
	return false;
}

bool survey_list_make(struct request *rq)
{
	struct str name = form_str(rq, "template", WORD_MAX), key = form_str(rq, "once", KEY_MAX);
	struct list_page p = { 0 };
	struct survey_form f;

	if (!load_list(rq, &p))
		return false;
	bool good = survey_template_get(rq->ctx, name, &f);
	return make(rq, &p, key, &f, good);
}

bool survey_list_import(struct request *rq)
{
	struct str text = form_str(rq, "file", SURVEY_JSON_MAX + 1),
		   key = form_str(rq, "once", KEY_MAX);
	struct list_page p = { 0 };
	struct survey_form f;

	if (!ctx_ok(rq->ctx)) {
		show_list(rq, &p);
		return false;
	}
	if (!load_list(rq, &p))
		return false;
	bool good = survey_json_read(rq->ctx, text, &f);
	return make(rq, &p, key, &f, good);
}

bool survey_list_schema(struct request *rq)
{
	for (size_t i = 0; rq->gate && i < *rq->gate->assets_n; i++) {
		const struct embedded *e = &rq->gate->assets[i];
		if (!str_ends(str_of(e->name), S("survey.schema.json")))
			continue;
		buf_add(&rq->out, (struct str){ (const char *)e->at, e->len });
		rq->type = "application/schema+json";
		return true;
	}
	return fail(rq->ctx, FAULT_ABSENT, "There is no such page.");
}

/* ---- one survey ---- */

static bool load_one(struct request *rq, struct one_page *p)
{
	int64_t id = path_id(rq, "survey");
	struct ctx *c = rq->ctx;
	struct survey_wave *wave;
	struct survey_round *round;

	if (!ctx_ok(c) || !survey_get(c, id, &p->survey) || !survey_form_get(c, id, 0, &p->form)
		|| !survey_waves(c, id, &wave, &p->waves)
		|| !survey_wave_rounds(c, id, &round, &p->rounds))
		return false;
	p->wave = wave;
	p->round = round;
	p->zone = p->waves ? wave[0].zone : S("Europe/London");
	p->sheet = (struct wave_sheet){ .title = S(""),
		.from_week = S("1"),
		.to_week = S("1"),
		.from_day = S("0"),
		.to_day = S("0"),
		.letters = S("1") };
	return true;
}

static void show_one(struct request *rq, struct one_page *p)
{
	if (!ctx_ok(rq->ctx) && !rq->ctx->wrong)
		p->refused = str_of(rq->ctx->fault.text);
	p->once = layout_once(rq);
	layout_open(rq, p->survey.title);
	survey_one_view(&rq->out, rq, p);
	layout_close(rq);
}

bool survey_list_one(struct request *rq)
{
	struct one_page *p = arena_new(rq->ctx->mem, struct one_page, 1);

	if (!load_one(rq, p))
		return false;
	p->done = query_str(rq, "done", WORD_MAX);
	if (!ctx_ok(rq->ctx))
		return false;
	show_one(rq, p);
	return true;
}

bool survey_list_export(struct request *rq)
{
	struct one_page *p = arena_new(rq->ctx->mem, struct one_page, 1);

	if (!load_one(rq, p))
		return false;
	buf_add(&rq->out, survey_json_write(rq->ctx, &p->form));
	rq->type = "application/json";
	rq->download =
		arena_fmt(rq->ctx->mem, "survey-%.*s.json", (int)p->form.name.len, p->form.name.at);
	return true;
}

static bool end(struct request *rq, struct one_page *p, bool good, const char *done)
{
	if (good && ctx_ok(rq->ctx))
		return request_see(
			rq, URL("/surveys/%?done=$", { p->survey.id }, .word = str_of(done)));
	show_one(rq, p);
	return false;
}

bool survey_list_launch(struct request *rq)
{
	struct one_page *p = arena_new(rq->ctx->mem, struct one_page, 1);

	if (!load_one(rq, p))
		return false;
	/* Pressed twice: it is launched, and that is all. */
	if (p->survey.newest == p->survey.version && !p->survey.closed_at)
		return end(rq, p, true, "launched");
	return end(rq, p, survey_launch(rq->ctx, p->survey.id), "launched");
}

bool survey_list_close(struct request *rq)
{
	struct one_page *p = arena_new(rq->ctx->mem, struct one_page, 1);
	int64_t on = form_int(rq, "on", 0, 1, 1);

	if (!ctx_ok(rq->ctx) || !load_one(rq, p))
		return false;
	return end(rq, p, survey_close(rq->ctx, p->survey.id, on != 0), on ? "closed" : "opened");
}

static void read_sheet(struct request *rq, struct wave_sheet *s)
{
	s->title = form_str(rq, "title", LINE_MAX);
	s->round = form_str(rq, "round", WORD_MAX);
	s->from_week = form_str(rq, "from_week", WORD_MAX);
	s->from_day = form_str(rq, "from_day", WORD_MAX);
	s->to_week = form_str(rq, "to_week", WORD_MAX);
	s->to_day = form_str(rq, "to_day", WORD_MAX);
	s->opens = form_str(rq, "opens", WORD_MAX);
	s->closes = form_str(rq, "closes", WORD_MAX);
	s->letters = form_str(rq, "letters", WORD_MAX);
}

/* Midnight of a day there; days: so many later. */
static int64_t midnight(struct request *rq, const struct one_page *p, const char *field,
	struct str typed, int64_t days)
{
	struct date day;

	if (date_parse(str_trim(typed), &day))
		return zone_instant(
			rq->ctx, p->zone, (struct civil){ .date = date_add(day, days) });
	(void)!ctx_wrong(rq->ctx, field, "Give a day as year, month, day: 2026-11-03.");
	return 0;
}

bool survey_list_wave(struct request *rq)
{
	struct one_page *p = arena_new(rq->ctx->mem, struct one_page, 1);
	struct str key = form_str(rq, "once", KEY_MAX);
	int64_t id = 0;

	if (!load_one(rq, p))
		return false;
	read_sheet(rq, &p->sheet);
	const struct wave_sheet *s = &p->sheet;
	struct survey_wave w = { .survey = p->survey.id,
		.title = s->title,
		.round = whole(s->round),
		.from_week = whole(s->from_week),
		.from_day = whole(s->from_day),
		.to_week = whole(s->to_week),
		.to_day = whole(s->to_day),
		.letters = whole(s->letters) };
	if (w.round == 0) {
		w.from_week = w.to_week = w.from_day = w.to_day = 0;
		w.opens_at = midnight(rq, p, "opens", s->opens, 0);
		w.closes_at = midnight(rq, p, "closes", s->closes, 1);
	}
	struct ctx *c = rq->ctx;
	bool good = ctx_ok(c) && once_find(c, key, rq->body, &id)
		&& (id || (survey_wave_add(c, &w, &id) && once_keep(c, key, rq->body, id)));
	return end(rq, p, good, "wave");
}

bool survey_list_weekly(struct request *rq)
{
	struct one_page *p = arena_new(rq->ctx->mem, struct one_page, 1);
	int64_t letters = form_int(rq, "letters", 0, SURVEY_WAVE_LETTERS, 0);
	int64_t round = form_int(rq, "round", 1, INT64_MAX, 0), id = 0;
	struct str key = form_str(rq, "once", KEY_MAX);

	if (!ctx_ok(rq->ctx) || !load_one(rq, p))
		return false;
	struct ctx *c = rq->ctx;
	bool good = once_find(c, key, rq->body, &id)
		&& (id
			|| (survey_wave_weekly(c, p->survey.id, round, letters)
				&& once_keep(c, key, rq->body, round)));
	return end(rq, p, good, "wave");
}

bool survey_list_wave_out(struct request *rq)
{
	struct one_page *p = arena_new(rq->ctx->mem, struct one_page, 1);
	int64_t wave = path_id(rq, "wave");

	if (!ctx_ok(rq->ctx) || !load_one(rq, p))
		return false;
	return end(rq, p, survey_wave_remove(rq->ctx, p->survey.id, wave), "saved");
}
