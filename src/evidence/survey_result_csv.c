/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Columns keep their names for ever: they are the short names of questions, «name__answer» for each
   answer of a multiple one and «name__row» for each row of a grid. */
#include "evidence/survey_result.h"

#include "base/instant.h"
#include "file/csv.h"

#include <inttypes.h>

/* Why a cell has no answer. */
static const char *const why[] = { [SURVEY_UNSEEN] = "[not shown]",
	[SURVEY_LEFT] = "[not answered]",
	[SURVEY_DECLINED] = "[prefer not to say]" };

static struct str column(struct ctx *c, const struct survey_question *q, struct str part)
{
	return arena_fmt(
		c->mem, "%.*s__%.*s", (int)q->name.len, q->name.at, (int)part.len, part.at);
}

static size_t put_heads(struct ctx *c, const struct survey_question *q, struct buf *out, size_t at)
{
	if (q->kind == SURVEY_MULTIPLE)
		for (size_t i = 0; i < q->choices; i++)
			csv_put_text(out, at++, column(c, q, q->choice[i].name));
	else if (q->kind == SURVEY_GRID)
		for (size_t i = 0; i < q->rows; i++)
			csv_put_text(out, at++, column(c, q, q->row[i].name));
	else
		csv_put_text(out, at++, q->name);
	return at;
}

static void put_given(
	const struct survey_question *q, const struct survey_value *v, struct buf *out, size_t at)
{
	switch (q->kind) {
	case SURVEY_SINGLE: csv_put_text(out, at, q->choice[v->n].name); return;
	case SURVEY_DATE:
	case SURVEY_TEXT: csv_put_text(out, at, v->text); return;
	default: csv_put_int(out, at, v->n);
	}
}

static size_t put_value(
	const struct survey_question *q, const struct survey_value *v, struct buf *out, size_t at)
{
	bool grid = q->kind == SURVEY_GRID;
	size_t n = q->kind == SURVEY_MULTIPLE ? q->choices : grid ? q->rows : 1;

	for (size_t i = 0; i < n; i++, at++) {
		bool set = v->set >> i & 1;
		if (v->state != SURVEY_GIVEN)
			csv_put_text(out, at, str_of(why[v->state]));
		else if (q->kind == SURVEY_MULTIPLE)
			csv_put_int(out, at, set);
		else if (grid && set)
			csv_put_int(out, at, v->row[i]);
		else if (grid)
			csv_put_text(out, at, str_of(why[SURVEY_LEFT]));
		else
			put_given(q, v, out, at);
	}
	return at;
}

/* Who it is, as far as people were told that it is kept. */
static size_t put_who(struct ctx *c, const struct survey_result *r,
	const struct survey_result_reply *y, struct buf *out, size_t at)
{
	if (r->form.link == ASKED_PSEUDONYMOUS) {
		csv_put_text(out, at++,
			y ? (struct str){ y->who.at + 1, y->who.len - 1 } : S("participant"));
		if (y)
			csv_put_int(out, at++, y->number);
		else
			csv_put_text(out, at++, S("participant_number"));
	} else if (r->form.link == ASKED_NAMED) {
		csv_put_text(out, at++, y ? y->name : S("person"));
	}
	if (r->form.link != ASKED_ANONYMOUS)
		csv_put_text(out, at++, y ? instant_text(c->mem, y->sent_at) : S("sent_at"));
	return at;
}

void survey_result_csv(struct ctx *c, const struct survey_result *r, struct buf *out)
{
	struct survey_answers *a = arena_new(c->mem, struct survey_answers, 1);
	size_t at = 0;

	csv_put_text(out, at++, S("reply"));
	at = put_who(c, r, NULL, out, at);
	csv_put_text(out, at++, S("wave"));
	csv_put_text(out, at++, S("version"));
	for (size_t i = 0; i < r->form.questions; i++)
		at = put_heads(c, &r->form.question[i], out, at);
	csv_put_end(out);
	for (int64_t k = 0; k < r->n; k++) {
		const struct survey_result_reply *y = &r->reply[k];
		survey_answers_read(c, &r->form, y->answers, a);
		csv_put_int(out, at = 0, k + 1);
		at = put_who(c, r, y, out, at + 1);
		csv_put_text(out, at++, y->wave);
		csv_put_int(out, at++, r->version);
		for (size_t i = 0; i < r->form.questions; i++)
			at = put_value(&r->form.question[i], &a->value[i], out, at);
		csv_put_end(out);
	}
}

/* ---- the codebook ---- */

struct entry {
	struct str column, question, kind, code, meaning;
};

static void put_entry(struct buf *out, const struct entry *e)
{
	csv_put_text(out, 0, e->column);
	csv_put_text(out, 1, e->question);
	csv_put_text(out, 2, e->kind);
	csv_put_text(out, 3, e->code);
	csv_put_text(out, 4, e->meaning);
	csv_put_end(out);
}

static void put_plain(struct buf *out, const char *name, const char *meaning)
{
	put_entry(out, &(struct entry){ str_of(name), S(""), S(""), S(""), str_of(meaning) });
}

static void put_codes(struct ctx *c, const struct survey_question *q, struct buf *out)
{
	struct entry e = { q->name, survey_text_in(&q->text, 0), str_of(survey_kind_words[q->kind]),
		S(""), S("") };
	bool several = q->kind == SURVEY_MULTIPLE;

	for (size_t i = 0; i < q->choices; i++) {
		e.column = several ? column(c, q, q->choice[i].name) : q->name;
		e.code = several ? S("0, 1") : q->choice[i].name;
		e.meaning = survey_text_in(&q->choice[i].text, 0);
		put_entry(out, &e);
	}
	struct str low = survey_text_in(&q->low, 0), high = survey_text_in(&q->high, 0);
	e.code = arena_fmt(c->mem, "%" PRId64 " to %" PRId64, q->from, q->to);
	e.meaning = arena_fmt(c->mem, "%" PRId64 ": %.*s; %" PRId64 ": %.*s", q->from, (int)low.len,
		low.at, q->to, (int)high.len, high.at);
	if (q->kind == SURVEY_SCALE)
		put_entry(out, &e);
	for (size_t i = 0; i < q->rows; i++) {
		struct str row = survey_text_in(&q->row[i].text, 0);
		struct entry one = e;
		one.column = column(c, q, q->row[i].name);
		one.meaning = arena_fmt(c->mem, "%.*s (%.*s)", (int)row.len, row.at,
			(int)e.meaning.len, e.meaning.at);
		put_entry(out, &one);
	}
	e.meaning = q->kind == SURVEY_CONSENT ? S("1: yes; 0: no")
		: q->kind == SURVEY_DATE      ? S("a day, YYYY-MM-DD")
		: q->kind == SURVEY_TEXT      ? S("words, as they were typed")
					      : S("a whole number");
	e.code = q->kind == SURVEY_NUMBER ? e.code : S("");
	if (q->choices == 0 && q->rows == 0 && q->kind != SURVEY_SCALE)
		put_entry(out, &e);
}

void survey_result_codebook(struct ctx *c, const struct survey_result *r, struct buf *out)
{
	put_entry(out,
		&(struct entry){ S("column"), S("question"), S("kind"), S("code"), S("meaning") });
	put_plain(out, "reply", "The number of the row in this file; it means nothing beyond it.");
	if (r->form.link == ASKED_PSEUDONYMOUS) {
		put_plain(out, "participant", "The pseudonym in the study.");
		put_plain(
			out, "participant_number", "Given at an interview or an import; 0: none.");
	} else if (r->form.link == ASKED_NAMED) {
		put_plain(out, "person", "The name.");
	}
	if (r->form.link != ASKED_ANONYMOUS)
		put_plain(out, "sent_at", "When the answers were sent, UTC.");
	put_plain(out, "wave", "In which wave it was asked.");
	put_plain(out, "version", "Of the questions: a later version may ask other ones.");
	for (size_t i = 0; i < r->form.questions; i++)
		put_codes(c, &r->form.question[i], out);
	put_entry(out,
		&(struct entry){ S(""), S(""), S(""), str_of(why[SURVEY_UNSEEN]),
			S("In any column: an earlier answer led past this question.") });
	put_entry(out,
		&(struct entry){ S(""), S(""), S(""), str_of(why[SURVEY_LEFT]),
			S("In any column: the question was shown and left empty.") });
	put_entry(out,
		&(struct entry){ S(""), S(""), S(""), str_of(why[SURVEY_DECLINED]),
			S("In any column: «Prefer not to say» was chosen.") });
}
