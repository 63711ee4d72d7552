/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_json.h"

#include <jansson.h>
#include <stdlib.h>

/* Jansson returns NULL when memory has run out. */
static json_t *made(json_t *j)
{
	if (!j)
		abort();
	return j;
}

static void set(json_t *object, const char *name, json_t *value)
{
	if (json_object_set_new(object, name, made(value)) != 0)
		abort();
}

static void append(json_t *list, json_t *value)
{
	if (json_array_append_new(list, made(value)) != 0)
		abort();
}

static json_t *word(struct str s)
{
	return json_stringn(s.at, s.len);
}

/* Nothing at all when there is no text in any language. */
static void put_text(
	json_t *object, const char *name, const struct survey_form *f, const struct survey_text *t)
{
	json_t *j = made(json_object());

	for (size_t i = 0; i < f->languages; i++)
		if (t->in[i].len > 0)
			set(j, f->language[i].at, word(t->in[i]));
	if (json_object_size(j) > 0)
		set(object, name, j);
	else
		json_decref(j);
}

static void put_list(json_t *object, const char *name, const struct survey_form *f,
	const struct survey_choice *choice, size_t n)
{
	json_t *list = made(json_array());

	for (size_t i = 0; i < n; i++) {
		json_t *one = made(json_object());
		set(one, "name", word(choice[i].name));
		put_text(one, "text", f, &choice[i].text);
		append(list, one);
	}
	set(object, name, list);
}

static void put_show(json_t *object, const struct survey_form *f, const struct survey_question *q)
{
	json_t *j = made(json_object());

	set(j, "question", word(f->question[q->on].name));
	set(j, "when", json_string(survey_when_words[q->when]));
	if (q->when != SURVEY_ANSWERED)
		set(j, "value", word(q->value));
	set(object, "show", j);
}

static void put_special(json_t *j, const struct survey_form *f, const struct survey_question *q)
{
	bool scale = q->kind == SURVEY_SCALE || q->kind == SURVEY_GRID;

	if (q->kind == SURVEY_SINGLE || q->kind == SURVEY_MULTIPLE)
		put_list(j, "choices", f, q->choice, q->choices);
	if (q->kind == SURVEY_GRID)
		put_list(j, "rows", f, q->row, q->rows);
	if (scale || q->kind == SURVEY_NUMBER)
		set(j, "min", json_integer(q->from));
	if (scale || q->kind == SURVEY_NUMBER || q->kind == SURVEY_TEXT)
		set(j, "max", json_integer(q->to));
	if (scale) {
		put_text(j, "low", f, &q->low);
		put_text(j, "high", f, &q->high);
	}
}

static json_t *question(const struct survey_form *f, const struct survey_question *q)
{
	json_t *j = made(json_object());

	set(j, "name", word(q->name));
	set(j, "kind", json_string(survey_kind_words[q->kind]));
	if (q->required)
		set(j, "required", json_true());
	if (q->personal)
		set(j, "personal", json_true());
	put_text(j, "text", f, &q->text);
	put_text(j, "hint", f, &q->hint);
	put_special(j, f, q);
	if (q->when != SURVEY_ALWAYS)
		put_show(j, f, q);
	return j;
}

struct str survey_json_write(struct ctx *c, const struct survey_form *f)
{
	json_t *j = made(json_object()), *languages = made(json_array());
	json_t *questions = made(json_array());

	set(j, "format", json_string("cairn-survey/1"));
	set(j, "name", word(f->name));
	for (size_t i = 0; i < f->languages; i++)
		append(languages, word(f->language[i]));
	set(j, "languages", languages);
	set(j, "link", json_string(asked_link_word(f->link)));
	if (f->one_page)
		set(j, "one_page", json_true());
	if (f->tap)
		set(j, "tap", json_true());
	put_text(j, "title", f, &f->title);
	put_text(j, "intro", f, &f->intro);
	put_text(j, "thanks", f, &f->thanks);
	for (size_t i = 0; i < f->questions; i++)
		append(questions, question(f, &f->question[i]));
	set(j, "questions", questions);
	char *s = json_dumps(j, JSON_INDENT(2));
	if (!s)
		abort();
	struct str text = arena_fmt(c->mem, "%s\n", s);
	free(s);
	json_decref(j);
	return text;
}
