/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Answers as they are kept: an object by the names of the questions. A value is a word, a number, a
   text, a list of names, an object by row, true or false; null was left empty; {"declined": true}
   is «prefer not to say». */
#include "evidence/survey_answers.h"
#include "evidence/tree.h"

#include <inttypes.h>
#include <stdlib.h>

static void set(json_t *object, struct str name, json_t *value)
{
	if (json_object_setn_new(object, name.at, name.len, tree_made(value)) != 0)
		abort();
}

static json_t *several(const struct survey_question *q, const struct survey_value *v)
{
	bool grid = q->kind == SURVEY_GRID;
	json_t *j = tree_made(grid ? json_object() : json_array());

	for (size_t i = 0; i < (grid ? q->rows : q->choices); i++) {
		if (!(v->set >> i & 1))
			continue;
		if (grid)
			set(j, q->row[i].name, json_integer(v->row[i]));
		else
			tree_add(j, tree_text(q->choice[i].name));
	}
	return j;
}

static json_t *value(const struct survey_question *q, const struct survey_value *v)
{
	json_t *declined;

	if (v->state == SURVEY_LEFT)
		return json_null();
	if (v->state == SURVEY_DECLINED) {
		declined = tree_made(json_object());
		set(declined, S("declined"), json_true());
		return declined;
	}
	switch (q->kind) {
	case SURVEY_SINGLE: return tree_text(q->choice[v->n].name);
	case SURVEY_MULTIPLE:
	case SURVEY_GRID: return several(q, v);
	case SURVEY_CONSENT: return v->n ? json_true() : json_false();
	case SURVEY_DATE:
	case SURVEY_TEXT: return tree_text(v->text);
	default: return json_integer(v->n);
	}
}

struct str survey_answers_write(
	struct ctx *c, const struct survey_form *f, const struct survey_answers *a)
{
	json_t *j = tree_made(json_object());

	for (size_t i = 0; i < f->questions; i++)
		if (a->value[i].state != SURVEY_UNSEEN)
			set(j, f->question[i].name, value(&f->question[i], &a->value[i]));
	char *s = json_dumps(j, JSON_COMPACT);
	if (!s)
		abort();
	struct str text = arena_str(c->mem, str_of(s));
	free(s);
	json_decref(j);
	return text;
}

/* A JSON value as a form would have sent it, so that one place decides what is an answer. */
static bool typed(struct ctx *c, const struct survey_question *q, json_t *j, struct survey_typed *t)
{
	*t = (struct survey_typed){ .one = S("") };
	if (json_is_object(j) && json_is_true(json_object_get(j, "declined")))
		t->declined = true;
	else if (json_is_string(j))
		t->one = arena_str(
			c->mem, (struct str){ json_string_value(j), json_string_length(j) });
	else if (json_is_integer(j))
		t->one = arena_fmt(c->mem, "%" JSON_INTEGER_FORMAT, json_integer_value(j));
	else if (json_is_boolean(j))
		t->one = json_is_true(j) ? S("yes") : S("no");
	else if (json_is_object(j) && q->kind == SURVEY_GRID)
		t->n = q->rows;
	else if (json_is_array(j) && json_array_size(j) <= SURVEY_CHOICES_MAX)
		t->n = json_array_size(j);
	else
		return json_is_null(j);
	for (size_t i = 0; i < t->n; i++) {
		json_t *one = json_is_array(j) ? json_array_get(j, i)
					       : json_object_get(j, q->row[i].name.at);
		t->many[i] = S("");
		if (json_is_string(one))
			t->many[i] = arena_str(c->mem, str_of(json_string_value(one)));
		else if (json_is_integer(one))
			t->many[i] =
				arena_fmt(c->mem, "%" JSON_INTEGER_FORMAT, json_integer_value(one));
	}
	return true;
}

void survey_answers_read(
	struct ctx *c, const struct survey_form *f, struct str text, struct survey_answers *ret)
{
	json_error_t why;
	json_t *j = json_loadb(text.at, text.len, 0, &why);

	*ret = (struct survey_answers){ 0 };
	for (size_t i = 0; i < f->questions; i++) {
		json_t *one = json_is_object(j) ? json_object_get(j, f->question[i].name.at) : NULL;
		struct ctx aside = { .mem = c->mem };
		struct survey_typed t;
		struct survey_value v = { 0 };
		ret->value[i].text = S("");
		if (one && typed(c, &f->question[i], one, &t)
			&& survey_take(&aside, &f->question[i], &t, &v))
			ret->value[i] = v;
	}
	json_decref(j);
}
