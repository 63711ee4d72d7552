/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_edit.h"

#include "evidence/survey.h"

#include <inttypes.h>

/* ---- as text ---- */

static struct str lines(struct ctx *c, const struct survey_choice *list, size_t n, size_t language)
{
	struct str all = S("");

	for (size_t i = 0; i < n; i++) {
		struct str text = list[i].text.in[language];
		if (text.len > 0)
			all = arena_fmt(c->mem, "%.*s%.*s = %.*s\n", (int)all.len, all.at,
				(int)list[i].name.len, list[i].name.at, (int)text.len, text.at);
	}
	return all;
}

static struct str number(struct ctx *c, int64_t n)
{
	return arena_fmt(c->mem, "%" PRId64, n);
}

static bool has_range(enum survey_kind kind)
{
	return kind == SURVEY_SCALE || kind == SURVEY_GRID || kind == SURVEY_NUMBER;
}

void survey_edit_fill(
	struct ctx *c, const struct survey_form *f, size_t place, struct survey_sheet *ret)
{
	struct survey_sheet s = { .kind = S("single") };

	if (place >= f->questions) {
		s.name = arena_fmt(c->mem, "question_%zu", f->questions + 1);
		*ret = s;
		return;
	}
	const struct survey_question *q = &f->question[place];
	s.name = q->name;
	s.kind = str_of(survey_kind_words[q->kind]);
	s.required = q->required;
	s.personal = q->personal;
	if (has_range(q->kind))
		s.min = number(c, q->from);
	if (has_range(q->kind) || q->kind == SURVEY_TEXT)
		s.max = number(c, q->to);
	for (size_t i = 0; i < f->languages; i++) {
		s.text[i] = q->text.in[i];
		s.hint[i] = q->hint.in[i];
		s.low[i] = q->low.in[i];
		s.high[i] = q->high.in[i];
		s.choices[i] = lines(c, q->choice, q->choices, i);
		s.rows[i] = lines(c, q->row, q->rows, i);
	}
	if (q->when != SURVEY_ALWAYS) {
		s.show = f->question[q->on].name;
		s.when = str_of(survey_when_words[q->when]);
		s.value = q->value;
	}
	*ret = s;
}

/* ---- from text ---- */

static bool split(struct ctx *c, struct str line, size_t nth, struct survey_choice *ret)
{
	struct str rest = line, head = str_trim(str_cut(&rest, '='));

	line = str_trim(line);
	if (line.len == 0)
		return false;
	bool named = str_has(line, S("=")) && survey_name_ok(head);
	ret->name = named ? head : arena_fmt(c->mem, "answer_%zu", nth + 1);
	ret->text.in[0] = named ? str_trim(rest) : line;
	return true;
}

/* The first language has all of them; what another has is put beside the same name. */
static bool read_lines(struct ctx *c, const char *field, const struct str *text, size_t max,
	const struct survey_choice **ret, size_t *ret_n)
{
	struct survey_choice *list = arena_new(c->mem, struct survey_choice, max), one = { 0 };
	struct str rest = text[0];
	size_t n = 0;

	while (rest.len > 0) {
		if (!split(c, str_cut(&rest, '\n'), n, &one))
			continue;
		if (n == max)
			return ctx_wrong(c, field, "There are more than %zu lines.", max);
		list[n++] = one;
	}
	for (size_t l = 1; l < SURVEY_LANGUAGES_MAX; l++) {
		rest = text[l];
		for (size_t i = 0; rest.len > 0;) {
			size_t k = 0;
			if (!split(c, str_cut(&rest, '\n'), i++, &one))
				continue;
			while (k < n && !str_eq(list[k].name, one.name))
				k++;
			if (k < n)
				list[k].text.in[l] = one.text.in[0];
		}
	}
	*ret = list;
	*ret_n = n;
	return true;
}

static bool read_number(struct ctx *c, const char *field, struct str s, int64_t *ret)
{
	int64_t n;

	s = str_trim(s);
	bool minus = str_starts(s, S("-"));
	if (s.len == 0)
		return true;
	if (!str_to_int((struct str){ s.at + minus, s.len - minus }, &n))
		return ctx_wrong(c, field, "Give a whole number in digits.");
	*ret = minus ? -n : n;
	return true;
}

/* The place of a word, n when it is none of them. */
static size_t word(struct str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, str_of(words[i])))
			return i;
	return n;
}

static void texts(struct survey_text *to, const struct str *from)
{
	for (size_t i = 0; i < SURVEY_LANGUAGES_MAX; i++)
		to->in[i] = str_trim(from[i]);
}

static bool read_kind(struct ctx *c, const struct survey_sheet *s, struct survey_question *q)
{
	bool scale = q->kind == SURVEY_SCALE || q->kind == SURVEY_GRID;

	q->from = scale ? 1 : 0;
	q->to = scale ? 5 : q->kind == SURVEY_NUMBER ? SURVEY_NUMBER_MAX : SURVEY_TEXT_MAX;
	if (!read_number(c, "min", s->min, &q->from) || !read_number(c, "max", s->max, &q->to))
		return false;
	texts(&q->low, s->low);
	texts(&q->high, s->high);
	if ((q->kind == SURVEY_SINGLE || q->kind == SURVEY_MULTIPLE)
		&& !read_lines(
			c, "choices", s->choices, SURVEY_CHOICES_MAX, &q->choice, &q->choices))
		return false;
	return q->kind != SURVEY_GRID
		|| read_lines(c, "rows", s->rows, SURVEY_ROWS_MAX, &q->row, &q->rows);
}

static bool read_sheet(struct ctx *c, const struct survey_form *f, size_t place,
	const struct survey_sheet *s, struct survey_question *ret)
{
	struct survey_question q = { .name = arena_str(c->mem, str_trim(s->name)),
		.required = s->required,
		.personal = s->personal };
	size_t kind = word(s->kind, survey_kind_words, SURVEY_KINDS);

	if (kind == SURVEY_KINDS)
		return ctx_wrong(c, "kind", "Choose a kind of question.");
	q.kind = (enum survey_kind)kind;
	texts(&q.text, s->text);
	texts(&q.hint, s->hint);
	if (s->show.len > 0) {
		size_t when = word(s->when, survey_when_words, SURVEY_WHENS);
		q.on = survey_question_find(f, s->show);
		if (q.on >= place || when == SURVEY_WHENS || when == SURVEY_ALWAYS)
			return ctx_wrong(c, "show", "Choose an earlier question and a condition.");
		q.when = (enum survey_when)when;
		q.value = q.when == SURVEY_ANSWERED ? S("") : str_trim(s->value);
	}
	*ret = q;
	return read_kind(c, s, ret);
}

/* ---- what depends on what ---- */

/* Where each question stands that a question depends on, by name; and back, after a change. */
static void by_name(const struct survey_form *f, struct str *ret)
{
	for (size_t i = 0; i < f->questions; i++)
		ret[i] = f->question[i].when == SURVEY_ALWAYS ? S("")
							      : f->question[f->question[i].on].name;
}

static bool by_place(struct ctx *c, struct survey_form *f, const struct str *on)
{
	for (size_t i = 0; i < f->questions; i++) {
		if (on[i].len == 0)
			continue;
		f->question[i].on = survey_question_find(f, on[i]);
		if (f->question[i].on >= i)
			return fail(c, FAULT_CONFLICT,
				"The question with the name %s is shown after an answer to"
				" another one, so "
				"it must stand after that one. Change when it is shown first.",
				f->question[i].name.at);
	}
	return true;
}

static bool find(struct ctx *c, int64_t survey, size_t place, size_t most, struct survey_form *ret)
{
	if (!survey_form_get(c, survey, 0, ret))
		return false;
	return place < ret->questions + most || fail(c, FAULT_ABSENT, "There is no such question.");
}

bool survey_edit_question(struct ctx *c, int64_t survey, size_t place, const struct survey_sheet *s)
{
	struct str on[SURVEY_QUESTIONS_MAX];
	struct survey_question q = { 0 };
	struct survey_form f;

	if (!find(c, survey, place, 1, &f))
		return false;
	if (place == SURVEY_QUESTIONS_MAX)
		return ctx_wrong(
			c, "name", "A survey has at most %d questions.", SURVEY_QUESTIONS_MAX);
	if (!read_sheet(c, &f, place, s, &q))
		return false;
	by_name(&f, on);
	struct str was = place < f.questions ? f.question[place].name : S("");
	f.questions += place == f.questions;
	on[place] = q.when == SURVEY_ALWAYS ? S("") : f.question[q.on].name;
	f.question[place] = q;
	/* A new name is followed by those that depend on it. */
	for (size_t i = place + 1; i < f.questions; i++)
		if (was.len > 0 && str_eq(on[i], was))
			on[i] = q.name;
	return by_place(c, &f, on) && survey_save(c, survey, &f);
}

bool survey_edit_remove(struct ctx *c, int64_t survey, size_t place)
{
	struct str on[SURVEY_QUESTIONS_MAX];
	struct survey_form f;

	if (!find(c, survey, place, 0, &f))
		return false;
	by_name(&f, on);
	f.questions--;
	for (size_t i = place; i < f.questions; i++) {
		f.question[i] = f.question[i + 1];
		on[i] = on[i + 1];
	}
	return by_place(c, &f, on) && survey_save(c, survey, &f);
}

bool survey_edit_move(struct ctx *c, int64_t survey, size_t place, bool up)
{
	struct str on[SURVEY_QUESTIONS_MAX];
	struct survey_form f;

	if (!find(c, survey, place, 0, &f))
		return false;
	if (up ? place == 0 : place + 1 == f.questions)
		return true;
	by_name(&f, on);
	size_t other = up ? place - 1 : place + 1;
	struct survey_question q = f.question[place];
	struct str name = on[place];
	f.question[place] = f.question[other];
	f.question[other] = q;
	on[place] = on[other];
	on[other] = name;
	return by_place(c, &f, on) && survey_save(c, survey, &f);
}

/* ---- the words around the questions ---- */

void survey_edit_cover_fill(struct ctx *c, const struct survey_form *f, struct survey_cover *ret)
{
	struct survey_cover k = { .languages = S(""),
		.link = str_of(asked_link_word(f->link)),
		.one_page = f->one_page,
		.tap = f->tap };

	for (size_t i = 0; i < f->languages; i++) {
		k.title[i] = f->title.in[i];
		k.intro[i] = f->intro.in[i];
		k.thanks[i] = f->thanks.in[i];
		k.languages = arena_fmt(c->mem, "%.*s%s%.*s", (int)k.languages.len, k.languages.at,
			i ? " " : "", (int)f->language[i].len, f->language[i].at);
	}
	*ret = k;
}

/* Each language keeps its texts when the list is changed: from says where it stood, or past the
   last. */
static void move_text(struct survey_text *t, const size_t *from, size_t n)
{
	struct survey_text moved = { 0 };

	for (size_t i = 0; i < n; i++)
		if (from[i] < SURVEY_LANGUAGES_MAX)
			moved.in[i] = t->in[from[i]];
	*t = moved;
}

static const struct survey_choice *move_list(
	struct ctx *c, const struct survey_choice *list, size_t k, const size_t *from, size_t n)
{
	struct survey_choice *moved = arena_new(c->mem, struct survey_choice, k + 1);

	for (size_t i = 0; i < k; i++) {
		moved[i] = list[i];
		move_text(&moved[i].text, from, n);
	}
	return moved;
}

static void move_question(struct ctx *c, struct survey_question *q, const size_t *from, size_t n)
{
	move_text(&q->text, from, n);
	move_text(&q->hint, from, n);
	move_text(&q->low, from, n);
	move_text(&q->high, from, n);
	q->choice = move_list(c, q->choice, q->choices, from, n);
	q->row = move_list(c, q->row, q->rows, from, n);
}

static bool set_languages(struct ctx *c, struct survey_form *f, struct str typed)
{
	struct str language[SURVEY_LANGUAGES_MAX] = { 0 }, rest = str_trim(typed);
	size_t from[SURVEY_LANGUAGES_MAX], n = 0;

	while (rest.len > 0) {
		struct str one = str_trim(str_cut(&rest, ' '));
		if (one.len == 0)
			continue;
		if (n == SURVEY_LANGUAGES_MAX)
			return ctx_wrong(c, "languages", "A survey has at most %d languages.",
				SURVEY_LANGUAGES_MAX);
		from[n] = SURVEY_LANGUAGES_MAX;
		for (size_t i = 0; i < f->languages; i++)
			if (str_eq(f->language[i], one))
				from[n] = i;
		language[n++] = arena_str(c->mem, one);
	}
	for (size_t i = 0; i < f->questions; i++)
		move_question(c, &f->question[i], from, n);
	move_text(&f->title, from, n);
	move_text(&f->intro, from, n);
	move_text(&f->thanks, from, n);
	memcpy(f->language, language, sizeof language);
	f->languages = n;
	return n > 0 || ctx_wrong(c, "languages", "A survey needs a language.");
}

bool survey_edit_cover(struct ctx *c, int64_t survey, const struct survey_cover *cover)
{
	struct survey_form f;

	if (!survey_form_get(c, survey, 0, &f))
		return false;
	texts(&f.title, cover->title);
	texts(&f.intro, cover->intro);
	texts(&f.thanks, cover->thanks);
	f.one_page = cover->one_page;
	f.tap = cover->tap;
	if (!asked_link_read(cover->link, &f.link))
		return ctx_wrong(c, "link", "Choose how answers are linked.");
	return set_languages(c, &f, cover->languages) && survey_save(c, survey, &f);
}
