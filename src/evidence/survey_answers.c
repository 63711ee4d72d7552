/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_answers.h"

#include "base/instant.h"
#include "base/utf8.h"

#include <inttypes.h>

/* ---- what was typed ---- */

static size_t place_of(const struct survey_choice *list, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].name, name))
			return i;
	return n;
}

static bool whole(struct str s, int64_t *ret)
{
	int64_t n;

	s = str_trim(s);
	bool minus = str_starts(s, S("-"));
	if (!str_to_int((struct str){ s.at + minus, s.len - minus }, &n))
		return false;
	*ret = minus ? -n : n;
	return true;
}

static bool wrong(struct ctx *c, const struct survey_question *q, const char *why)
{
	return ctx_wrong(c, q->name.at, "%s", why);
}

static bool take_number(
	struct ctx *c, const struct survey_question *q, struct str typed, int64_t *ret)
{
	int64_t n;

	if (!whole(typed, &n))
		return wrong(c, q, "Give a whole number in digits, such as 12.");
	if (n < q->from || n > q->to)
		return ctx_wrong(c, q->name.at, "Give a number from %lld to %lld.",
			(long long)q->from, (long long)q->to);
	*ret = n;
	return true;
}

static bool take_one(
	struct ctx *c, const struct survey_question *q, struct str typed, struct survey_value *v)
{
	struct date day;

	switch (q->kind) {
	case SURVEY_SINGLE:
		v->n = (int64_t)place_of(q->choice, q->choices, typed);
		return v->n < (int64_t)q->choices || wrong(c, q, "Choose one of the answers.");
	case SURVEY_CONSENT:
		v->n = str_eq(typed, S("yes"));
		return v->n || str_eq(typed, S("no")) || wrong(c, q, "Choose yes or no.");
	case SURVEY_DATE:
		v->text = str_trim(typed);
		return date_parse(v->text, &day)
			|| wrong(c, q, "Give a day as year, month, day: 2026-11-03.");
	case SURVEY_TEXT:
		v->text = typed;
		if (!utf8_is_text(typed))
			return wrong(c, q, "This holds characters that are not text.");
		return (int64_t)typed.len <= q->to
			|| ctx_wrong(c, q->name.at,
				"This is too long: %zu letters where about %lld fit.", typed.len,
				(long long)q->to);
	default: return take_number(c, q, typed, &v->n);
	}
}

static bool take_many(struct ctx *c, const struct survey_question *q, const struct survey_typed *t,
	struct survey_value *v)
{
	for (size_t i = 0; i < t->n; i++) {
		size_t place = place_of(q->choice, q->choices, t->many[i]);
		if (place == q->choices)
			return wrong(c, q, "Choose among the answers.");
		v->set |= UINT64_C(1) << place;
	}
	return true;
}

static bool take_grid(struct ctx *c, const struct survey_question *q, const struct survey_typed *t,
	struct survey_value *v)
{
	for (size_t i = 0; i < q->rows && i < t->n; i++) {
		if (str_trim(t->many[i]).len == 0)
			continue;
		if (!take_number(c, q, t->many[i], &v->row[i]))
			return false;
		v->set |= UINT64_C(1) << i;
	}
	return !q->required || v->set == 0 || v->set == (UINT64_C(1) << q->rows) - 1
		|| wrong(c, q, "Choose one point in every row.");
}

bool survey_take(struct ctx *c, const struct survey_question *q, const struct survey_typed *t,
	struct survey_value *ret)
{
	struct survey_value v = { .state = SURVEY_GIVEN, .text = S("") };
	bool many = q->kind == SURVEY_MULTIPLE, grid = q->kind == SURVEY_GRID;

	if (q->personal && t->declined) {
		*ret = (struct survey_value){ .state = SURVEY_DECLINED, .text = S("") };
		return true;
	}
	if (many || grid) {
		if (!(many ? take_many(c, q, t, &v) : take_grid(c, q, t, &v)))
			return false;
		v.state = v.set ? SURVEY_GIVEN : SURVEY_LEFT;
	} else if (str_trim(t->one).len == 0) {
		v.state = SURVEY_LEFT;
	} else if (!take_one(c, q, t->one, &v)) {
		return false;
	}
	if (v.state == SURVEY_LEFT && q->required)
		return wrong(c, q,
			q->personal ? "This needs an answer. «Prefer not to say» is one."
				    : "This needs an answer before you go on.");
	*ret = v;
	return true;
}

/* ---- what is shown ---- */

static bool equals(const struct survey_question *q, const struct survey_value *v, struct str value)
{
	int64_t n;

	if (v->state != SURVEY_GIVEN)
		return false;
	switch (q->kind) {
	case SURVEY_SINGLE: return str_eq(q->choice[v->n].name, value);
	case SURVEY_MULTIPLE: return v->set >> place_of(q->choice, q->choices, value) & 1;
	case SURVEY_CONSENT: return str_eq(v->n ? S("yes") : S("no"), value);
	default: return whole(value, &n) && n == v->n;
	}
}

bool survey_shown(const struct survey_form *f, const struct survey_answers *a, size_t question)
{
	const struct survey_question *q = &f->question[question];
	bool not_equal = false;

	/* Each depends on an earlier one, so this ends. */
	while (q->when != SURVEY_ALWAYS) {
		const struct survey_question *on = &f->question[q->on];
		const struct survey_value *v = &a->value[q->on];
		not_equal = q->when == SURVEY_NOT_EQUAL;
		if (q->when == SURVEY_ANSWERED ? v->state != SURVEY_GIVEN
					       : equals(on, v, q->value) == not_equal)
			return false;
		q = on;
	}
	return true;
}

void survey_drop(const struct survey_form *f, struct survey_answers *a)
{
	for (size_t i = 0; i < f->questions; i++)
		if (!survey_shown(f, a, i))
			a->value[i] = (struct survey_value){ .text = S("") };
}

size_t survey_next(const struct survey_form *f, const struct survey_answers *a, size_t from)
{
	for (size_t i = from; i < f->questions; i++)
		if (a->value[i].state == SURVEY_UNSEEN && survey_shown(f, a, i))
			return i;
	return f->questions;
}

size_t survey_before(const struct survey_form *f, const struct survey_answers *a, size_t place)
{
	while (place-- > 0)
		if (survey_shown(f, a, place))
			return place;
	return f->questions;
}

/* ---- as a person reads it ---- */

static struct str list_text(
	struct ctx *c, const struct survey_question *q, const struct survey_value *v)
{
	bool grid = q->kind == SURVEY_GRID;
	const struct survey_choice *list = grid ? q->row : q->choice;
	struct str all = S("");

	for (size_t i = 0; i < (grid ? q->rows : q->choices); i++) {
		struct str name = survey_text_in(&list[i].text, 0);
		struct str point = grid ? arena_fmt(c->mem, ": %" PRId64, v->row[i]) : S("");
		if (v->set >> i & 1)
			all = arena_fmt(c->mem, "%.*s%s%.*s%.*s", (int)all.len, all.at,
				all.len ? "; " : "", (int)name.len, name.at, (int)point.len,
				point.at);
	}
	return all;
}

struct str survey_value_text(
	struct ctx *c, const struct survey_question *q, const struct survey_value *v)
{
	if (v->state == SURVEY_DECLINED)
		return S("Prefer not to say");
	if (v->state != SURVEY_GIVEN)
		return S("");
	switch (q->kind) {
	case SURVEY_SINGLE: return survey_text_in(&q->choice[v->n].text, 0);
	case SURVEY_MULTIPLE:
	case SURVEY_GRID: return list_text(c, q, v);
	case SURVEY_CONSENT: return v->n ? S("Yes") : S("No");
	case SURVEY_DATE:
	case SURVEY_TEXT: return v->text;
	default: return arena_fmt(c->mem, "%" PRId64, v->n);
	}
}

/* ---- as a form shows it again ---- */

static void several(struct ctx *c, const struct survey_question *q, const struct survey_value *v,
	struct survey_typed *t)
{
	for (size_t i = 0; i < q->rows; i++)
		t->many[i] = v->set >> i & 1 ? arena_fmt(c->mem, "%" PRId64, v->row[i]) : S("");
	t->n = q->rows;
	for (size_t i = 0; i < q->choices; i++)
		if (v->set >> i & 1)
			t->many[t->n++] = q->choice[i].name;
}

void survey_untake(struct ctx *c, const struct survey_question *q, const struct survey_value *v,
	struct survey_typed *ret)
{
	*ret = (struct survey_typed){ .one = S(""), .declined = v->state == SURVEY_DECLINED };
	if (v->state != SURVEY_GIVEN)
		return;
	switch (q->kind) {
	case SURVEY_SINGLE: ret->one = q->choice[v->n].name; return;
	case SURVEY_MULTIPLE:
	case SURVEY_GRID: several(c, q, v, ret); return;
	case SURVEY_CONSENT: ret->one = v->n ? S("yes") : S("no"); return;
	case SURVEY_DATE:
	case SURVEY_TEXT: ret->one = v->text; return;
	default: ret->one = arena_fmt(c->mem, "%" PRId64, v->n);
	}
}
