/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_json.h"
#include "evidence/tree.h"

#include <stdlib.h>

/* Nothing at all when there is no text in any language. */
static void put_text(
	json_t *object, const char *name, const struct survey_form *f, const struct survey_text *t)
{
	json_t *j = tree_made(json_object());

	for (size_t i = 0; i < f->languages; i++)
		if (t->in[i].len > 0)
			tree_set(j, f->language[i].at, tree_text(t->in[i]));
	if (json_object_size(j) > 0)
		tree_set(object, name, j);
	else
		json_decref(j);
}

static void put_list(json_t *object, const char *name, const struct survey_form *f,
	const struct survey_choice *choice, size_t n)
{
	json_t *list = tree_made(json_array());

	for (size_t i = 0; i < n; i++) {
		json_t *one = tree_made(json_object());
		tree_set(one, "name", tree_text(choice[i].name));
		put_text(one, "text", f, &choice[i].text);
		tree_add(list, one);
	}
	tree_set(object, name, list);
}

static void put_show(json_t *object, const struct survey_form *f, const struct survey_question *q)
{
	json_t *j = tree_made(json_object());

	tree_set(j, "question", tree_text(f->question[q->on].name));
	tree_set(j, "when", json_string(survey_when_words[q->when]));
	if (q->when != SURVEY_ANSWERED)
		tree_set(j, "value", tree_text(q->value));
	tree_set(object, "show", j);
}

static void put_special(json_t *j, const struct survey_form *f, const struct survey_question *q)
{
	bool scale = q->kind == SURVEY_SCALE || q->kind == SURVEY_GRID;

	if (q->kind == SURVEY_SINGLE || q->kind == SURVEY_MULTIPLE)
		put_list(j, "choices", f, q->choice, q->choices);
	if (q->kind == SURVEY_GRID)
		put_list(j, "rows", f, q->row, q->rows);
	if (scale || q->kind == SURVEY_NUMBER)
		tree_set(j, "min", json_integer(q->from));
	if (scale || q->kind == SURVEY_NUMBER || q->kind == SURVEY_TEXT)
		tree_set(j, "max", json_integer(q->to));
	if (scale) {
		put_text(j, "low", f, &q->low);
		put_text(j, "high", f, &q->high);
	}
}

static json_t *question(const struct survey_form *f, const struct survey_question *q)
{
	json_t *j = tree_made(json_object());

	tree_set(j, "name", tree_text(q->name));
	tree_set(j, "kind", json_string(survey_kind_words[q->kind]));
	if (q->required)
		tree_set(j, "required", json_true());
	if (q->personal)
		tree_set(j, "personal", json_true());
	put_text(j, "text", f, &q->text);
	put_text(j, "hint", f, &q->hint);
	put_special(j, f, q);
	if (q->when != SURVEY_ALWAYS)
		put_show(j, f, q);
	return j;
}

struct str survey_json_write(struct ctx *c, const struct survey_form *f)
{
	json_t *j = tree_made(json_object()), *languages = tree_made(json_array());
	json_t *questions = tree_made(json_array());

	tree_set(j, "format", json_string("cairn-survey/1"));
	tree_set(j, "name", tree_text(f->name));
	for (size_t i = 0; i < f->languages; i++)
		tree_add(languages, tree_text(f->language[i]));
	tree_set(j, "languages", languages);
	tree_set(j, "link", json_string(asked_link_word(f->link)));
	if (f->one_page)
		tree_set(j, "one_page", json_true());
	if (f->tap)
		tree_set(j, "tap", json_true());
	put_text(j, "title", f, &f->title);
	put_text(j, "intro", f, &f->intro);
	put_text(j, "thanks", f, &f->thanks);
	for (size_t i = 0; i < f->questions; i++)
		tree_add(questions, question(f, &f->question[i]));
	tree_set(j, "questions", questions);
	char *s = json_dumps(j, JSON_INDENT(2));
	if (!s)
		abort();
	struct str text = arena_fmt(c->mem, "%s\n", s);
	free(s);
	json_decref(j);
	return text;
}
