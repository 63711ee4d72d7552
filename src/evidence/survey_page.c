/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_page.h"

#include "core/zone.h"
#include "evidence/survey_answers.h"
#include "evidence/survey_reply.h"
#include "site/layout.h"

#include <inttypes.h>

/* More than a field takes, so that what is too long is shown again and not lost. */
enum { TYPED_MAX = 32768, CARRIED_MAX = 65536, WORD_MAX = 60 };

struct survey_view {
	struct survey_reply r;
	size_t language;
	size_t on[SURVEY_QUESTIONS_MAX], ons;		 /* the questions on this page */
	struct survey_typed typed[SURVEY_QUESTIONS_MAX]; /* by question */
	struct str carried; /* anonymous: what was answered before this page */
	struct str refused, draft, opens, closes;
	int64_t nth, shown; /* which question of how many this is, as far as it is known */
	bool home;	    /* came from the first page, and goes back there */
	bool back, more;    /* there is an earlier question; answers led to new ones on this page */
};

static struct str say(const struct survey_view *v, const struct survey_text *t)
{
	return survey_text_in(t, v->language);
}

/* The language that a text is really in. */
static struct str tongue(const struct survey_view *v, const struct survey_text *t)
{
	return v->r.form.language[t->in[v->language].len > 0 ? v->language : 0];
}

/* It is in the first language and not in this one. */
static bool lacks(const struct survey_text *text, size_t language)
{
	return text->in[0].len > 0 && text->in[language].len == 0;
}

static bool lacks_choice(const struct survey_question *q, size_t language)
{
	for (size_t i = 0; i < q->choices; i++)
		if (lacks(&q->choice[i].text, language))
			return true;
	for (size_t i = 0; i < q->rows; i++)
		if (lacks(&q->row[i].text, language))
			return true;
	return false;
}

static bool is_translated(const struct survey_form *f, size_t language)
{
	bool lack = lacks(&f->title, language) || lacks(&f->intro, language)
		|| lacks(&f->thanks, language);

	for (size_t i = 0; !lack && i < f->questions; i++) {
		const struct survey_question *q = &f->question[i];
		lack = lacks(&q->text, language) || lacks(&q->hint, language)
			|| lacks(&q->low, language) || lacks(&q->high, language)
			|| lacks_choice(q, language);
	}
	return !lack;
}

static struct str language_name(struct str language)
{
	if (str_eq(language, S("en")))
		return S("English");
	return str_eq(language, S("cy")) ? S("Cymraeg") : language;
}

/* The address of the first question. */
static struct url begin_url(const struct survey_view *v)
{
	return URL("/survey/%?wave=%&at=%&lang=$", { v->r.asked.survey, v->r.asked.wave, 0 },
		.word = v->r.form.language[v->language]);
}

#include "survey.html.h"

/* ---- what is on the page ---- */

/* From a place on the next question that is shown, whatever was answered to it. */
static size_t next_shown(const struct survey_view *v, size_t from)
{
	while (from < v->r.form.questions && !survey_shown(&v->r.form, &v->r.answers, from))
		from++;
	return from;
}

static void set_place(struct survey_view *v, size_t at)
{
	const struct survey_form *f = &v->r.form;

	v->nth = v->shown = 0;
	for (size_t i = 0; i < f->questions; i++) {
		bool shown = survey_shown(f, &v->r.answers, i);
		v->shown += shown;
		v->nth += shown && i <= at;
	}
	v->back = !f->one_page && survey_before(f, &v->r.answers, at) < f->questions;
}

static void set_page(struct survey_view *v, size_t at)
{
	const struct survey_form *f = &v->r.form;

	set_place(v, at);
	v->ons = 0;
	for (size_t i = 0; i < f->questions; i++)
		if (survey_shown(f, &v->r.answers, i) && (f->one_page || i == at))
			v->on[v->ons++] = i;
}

static void fill_typed(struct ctx *c, struct survey_view *v)
{
	for (size_t i = 0; i < v->ons; i++)
		survey_untake(c, &v->r.form.question[v->on[i]], &v->r.answers.value[v->on[i]],
			&v->typed[v->on[i]]);
}

static bool open_view(struct request *rq, int64_t wave, int64_t version, struct str language,
	struct survey_view *v)
{
	int64_t survey = path_id(rq, "survey");
	struct ctx *c = rq->ctx;

	if (!ctx_ok(c) || !survey_reply_find(c, survey, wave, version, &v->r))
		return false;
	v->language = survey_language(&v->r.form, language);
	v->opens = zone_day(c, v->r.asked.zone, v->r.asked.opens_at);
	v->closes = zone_day(c, v->r.asked.zone, v->r.asked.closes_at - 1);
	v->draft = v->r.asked.link == ASKED_ANONYMOUS
		? S("")
		: arena_fmt(c->mem, "%" PRId64 "-survey-%" PRId64, c->actor.v, v->r.asked.wave);
	v->carried = S("");
	return true;
}

static void show_questions(struct request *rq, struct survey_view *v)
{
	layout_open(rq, say(v, &v->r.form.title));
	survey_questions(&rq->out, rq, v);
	layout_close(rq);
}

/* ---- asking ---- */

static void show_state(struct request *rq, const struct survey_view *v)
{
	layout_open(rq, say(v, &v->r.form.title));
	if (v->r.asked.finished)
		survey_sent(&rq->out, v);
	else if (!asked_is_open(&v->r.asked, rq->ctx->now))
		survey_not_open(&rq->out, v, rq->ctx->now < v->r.asked.opens_at);
	else
		survey_first(&rq->out, v);
	layout_close(rq);
}

bool survey_page(struct request *rq)
{
	struct survey_view *v = arena_new(rq->ctx->mem, struct survey_view, 1);
	int64_t wave = query_int(rq, "wave", 1, INT64_MAX, 0);
	int64_t at = query_int(rq, "at", 0, SURVEY_QUESTIONS_MAX, -1);
	struct str language = query_str(rq, "lang", WORD_MAX);

	if (!ctx_ok(rq->ctx) || !open_view(rq, wave, 0, language, v))
		return false;
	const struct survey_reply *r = &v->r;
	if (at < 0 || r->asked.finished || !asked_is_open(&r->asked, rq->ctx->now)) {
		show_state(rq, v);
		return true;
	}
	size_t first = r->asked.link == ASKED_ANONYMOUS ? 0 : (size_t)at;
	size_t place = next_shown(v, first);
	if (place == r->form.questions)
		place = next_shown(v, 0);
	set_page(v, place);
	fill_typed(rq->ctx, v);
	show_questions(rq, v);
	return true;
}

/* ---- answering ---- */

static void read_many(struct request *rq, const struct survey_question *q, struct survey_typed *t)
{
	struct str one;

	for (size_t i = 0; q->kind == SURVEY_MULTIPLE && i < SURVEY_CHOICES_MAX
		&& form_nth(rq, q->name.at, i, WORD_MAX, &one);
		i++)
		t->many[t->n++] = one;
	for (size_t i = 0; i < q->rows; i++)
		t->many[t->n++] = form_str(rq,
			arena_fmt(rq->ctx->mem, "%s.%s", q->name.at, q->row[i].name.at).at,
			WORD_MAX);
}

static void read_typed(struct request *rq, const struct survey_question *q, struct survey_typed *t)
{
	*t = (struct survey_typed){ .one = S("") };
	if (q->kind == SURVEY_MULTIPLE || q->kind == SURVEY_GRID)
		read_many(rq, q, t);
	else
		t->one = form_str(rq, q->name.at, TYPED_MAX);
	t->declined = str_eq(t->one, S("-"))
		|| form_has(rq, arena_fmt(rq->ctx->mem, "%s.no", q->name.at).at);
	if (str_eq(t->one, S("-")) && q->kind != SURVEY_TEXT)
		t->one = S("");
}

static void read_page(struct request *rq, struct survey_view *v)
{
	struct str name;

	for (size_t i = 0; i < SURVEY_QUESTIONS_MAX && form_nth(rq, "on", i, WORD_MAX, &name);
		i++) {
		size_t place = survey_question_find(&v->r.form, name);
		if (place < v->r.form.questions) {
			v->on[v->ons++] = place;
			read_typed(rq, &v->r.form.question[place], &v->typed[place]);
		}
	}
}

/* With carefully false, what cannot be used is left as it was. */
static bool take_page(struct ctx *c, struct survey_view *v, bool carefully)
{
	struct ctx aside = { .mem = c->mem };
	bool good = true;

	for (size_t i = 0; i < v->ons; i++) {
		size_t place = v->on[i];
		good = survey_take(carefully ? c : &aside, &v->r.form.question[place],
			       &v->typed[place], &v->r.answers.value[place])
			&& good;
	}
	return !carefully || good;
}

static bool refused(struct request *rq, struct survey_view *v)
{
	if (!rq->ctx->wrong)
		v->refused = str_of(rq->ctx->fault.text);
	if (rq->ctx->fault.kind == FAULT_CONFLICT) {
		layout_open(rq, say(v, &v->r.form.title));
		survey_late(&rq->out, rq, v);
		layout_close(rq);
		return false;
	}
	if (rq->ctx->fault.kind != FAULT_INVALID)
		return false;
	if (v->ons == 0)
		set_page(v, next_shown(v, 0));
	set_place(v, v->on[0]);
	show_questions(rq, v);
	return false;
}

/* The next page: another address where answers are kept, else the page itself, which carries them.
 */
static bool go_on(struct request *rq, struct survey_view *v, size_t at)
{
	rq->saved = v->draft;
	if (v->r.asked.link != ASKED_ANONYMOUS)
		return request_see(rq,
			URL("/survey/%?wave=%&at=%&lang=$",
				{ v->r.asked.survey, v->r.asked.wave, (int64_t)at },
				.word = v->r.form.language[v->language]));
	v->more = v->r.form.one_page;
	v->carried = survey_answers_write(rq->ctx, &v->r.form, &v->r.answers);
	set_page(v, at);
	fill_typed(rq->ctx, v);
	show_questions(rq, v);
	return true;
}

static bool finish(struct request *rq, struct survey_view *v)
{
	if (!survey_reply_send(rq->ctx, &v->r))
		return refused(rq, v);
	rq->saved = v->draft;
	if (v->home)
		return request_see(rq, URL("/home?asked=done"));
	return request_see(rq,
		URL("/survey/%?wave=%&lang=$", { v->r.asked.survey, v->r.asked.wave },
			.word = v->r.form.language[v->language]));
}

static bool step(struct request *rq, struct survey_view *v, bool back)
{
	const struct survey_form *f = &v->r.form;
	struct survey_answers *a = &v->r.answers;

	if (!take_page(rq->ctx, v, !back) || !survey_reply_keep(rq->ctx, &v->r))
		return refused(rq, v);
	size_t at = v->ons ? v->on[0] : 0, next = survey_next(f, a, 0);
	if (back) {
		size_t before = survey_before(f, a, at);
		return go_on(rq, v, before < f->questions ? before : next_shown(v, 0));
	}
	if (!f->one_page && v->ons && next_shown(v, at + 1) < f->questions)
		return go_on(rq, v, next_shown(v, at + 1));
	return next < f->questions ? go_on(rq, v, next) : finish(rq, v);
}

bool survey_answer_page(struct request *rq)
{
	struct survey_view *v = arena_new(rq->ctx->mem, struct survey_view, 1);
	int64_t wave = form_int(rq, "wave", 1, INT64_MAX, 0);
	int64_t version = form_int(rq, "version", 1, INT64_MAX, 0);
	struct str language = form_str(rq, "lang", WORD_MAX), go = form_str(rq, "go", WORD_MAX);
	struct str carried = form_str(rq, "so_far", CARRIED_MAX);

	if (!ctx_ok(rq->ctx) || !open_view(rq, wave, version, language, v))
		return false;
	v->home = form_has(rq, "home");
	if (v->r.asked.link == ASKED_ANONYMOUS) {
		survey_answers_read(rq->ctx, &v->r.form, carried, &v->r.answers);
		v->carried = survey_answers_write(rq->ctx, &v->r.form, &v->r.answers);
	}
	read_page(rq, v);
	if (!ctx_ok(rq->ctx))
		return refused(rq, v);
	return step(rq, v, str_eq(go, S("back")));
}

bool survey_refuse_page(struct request *rq)
{
	static const char *const names[] = { "on", NULL };
	int64_t survey = path_id(rq, "survey");
	int64_t on = form_int(rq, "on", 0, 1, 1);

	if (!form_only(rq, names) || !ctx_ok(rq->ctx)
		|| !survey_reply_refuse(rq->ctx, survey, on != 0))
		return false;
	return request_see(rq, URL("/survey/%", { survey }));
}
