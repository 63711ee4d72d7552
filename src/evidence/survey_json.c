/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_json.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <jansson.h>

/* What is being read: where a fault is, is told by its path. */
struct at {
	struct ctx *c;
	struct survey_form *f;
	const char *path;
	bool form; /* what is wrong is told beside a field of a form, not by its path */
};

static const char format[] = "cairn-survey/1";

/* The field of a form: of /questions/2/choices/1/text it is choices, of /title/en title. */
static const char *field(const struct at *at, const char *key)
{
	struct str path = str_of(arena_fmt(at->c->mem, "%s/%s", at->path, key).at);

	(void)str_cut(&path, '/');
	struct str first = str_cut(&path, '/');
	if (str_eq(first, S("questions"))) {
		(void)str_cut(&path, '/');
		first = str_cut(&path, '/');
	}
	return arena_str(at->c->mem, first).at;
}

static bool wrong(const struct at *at, const char *key, const char *why)
{
	if (at->form)
		return ctx_wrong(at->c, field(at, key), "Please check this: %s.", why);
	return ctx_wrong(at->c, "file", "The file is not a survey at %s%s%s: %s.", at->path,
		key[0] ? "/" : "", key, why);
}

static struct at inside(const struct at *at, const char *key, size_t i)
{
	struct at in = *at;

	in.path = i == SIZE_MAX ? arena_fmt(at->c->mem, "%s/%s", at->path, key).at
				: arena_fmt(at->c->mem, "%s/%s/%zu", at->path, key, i).at;
	return in;
}

static bool only(const struct at *at, json_t *j, const char *const *names)
{
	const char *key;
	json_t *value;

	if (!json_is_object(j))
		return wrong(at, "", "an object in braces belongs here");
	json_object_foreach(j, key, value)
	{
		bool known = false;
		for (const char *const *n = names; *n; n++)
			known = known || strcmp(*n, key) == 0;
		if (!known)
			return wrong(at, arena_fmt(at->c->mem, "%.60s", key).at,
				"there is no such field");
	}
	return true;
}

static bool read_str(const struct at *at, json_t *j, const char *key, size_t max, struct str *ret)
{
	json_t *v = json_object_get(j, key);

	*ret = S("");
	if (!v)
		return true;
	if (!json_is_string(v))
		return wrong(at, key, "a text in quotation marks belongs here");
	struct str s = { json_string_value(v), json_string_length(v) };
	if (s.len > max)
		return wrong(at, key, "this text is too long");
	if (!utf8_is_text(s))
		return wrong(at, key, "this holds characters that are not text");
	*ret = arena_str(at->c->mem, s);
	return true;
}

static bool read_name(const struct at *at, json_t *j, struct str *ret)
{
	if (!read_str(at, j, "name", SURVEY_NAME_MAX, ret))
		return false;
	return survey_name_ok(*ret)
		|| wrong(at, "name",
			"a name is 1 to 30 small letters, digits and _, and begins with a letter");
}

static bool read_bool(const struct at *at, json_t *j, const char *key, bool *ret)
{
	json_t *v = json_object_get(j, key);

	*ret = v && json_typeof(v) == JSON_TRUE;
	return !v || *ret || json_typeof(v) == JSON_FALSE
		|| wrong(at, key, "true or false belongs here");
}

static bool read_int(const struct at *at, json_t *j, const char *key, int64_t *ret)
{
	json_t *v = json_object_get(j, key);

	if (!v)
		return true;
	if (!json_is_integer(v) || json_integer_value(v) > SURVEY_NUMBER_MAX
		|| json_integer_value(v) < -SURVEY_NUMBER_MAX)
		return wrong(at, key, "a whole number up to a thousand million belongs here");
	*ret = json_integer_value(v);
	return true;
}

/* One of a list of words that ends before n; the fallback when it is not there. */
static bool read_word(const struct at *at, json_t *j, const char *key, const char *const *words,
	size_t n, size_t *ret)
{
	struct str s;

	if (!read_str(at, j, key, SURVEY_NAME_MAX, &s))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(s, str_of(words[i])))
			continue;
		*ret = i;
		return true;
	}
	return wrong(at, key, "this is none of the words that are allowed");
}

/* A text is an object of languages; the first of the survey must be there when it is needed. */
static bool read_text(const struct at *at, json_t *j, const char *key, size_t max,
	struct survey_text *ret, bool needed)
{
	const char *names[SURVEY_LANGUAGES_MAX + 1] = { NULL };
	struct at in = inside(at, key, SIZE_MAX);
	json_t *v = json_object_get(j, key);

	*ret = (struct survey_text){ 0 };
	for (size_t i = 0; i < at->f->languages; i++)
		names[i] = at->f->language[i].at;
	if (v && !only(&in, v, names))
		return false;
	for (size_t i = 0; v && i < at->f->languages; i++)
		if (!read_str(&in, v, names[i], max, &ret->in[i]))
			return false;
	return !needed || str_trim(survey_text_in(ret, 0)).len > 0
		|| wrong(at, key, "the text in the first language is missing");
}

static bool named_before(const struct survey_choice *list, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].name, name))
			return true;
	return false;
}

static bool read_list(const struct at *at, json_t *j, const char *key, size_t max,
	const struct survey_choice **ret, size_t *ret_n)
{
	static const char *const names[] = { "name", "text", NULL };
	json_t *list = json_object_get(j, key);
	size_t n = json_array_size(list);

	if (!json_is_array(list) || n == 0 || n > max)
		return wrong(
			at, key, arena_fmt(at->c->mem, "a list of 1 to %zu belongs here", max).at);
	struct survey_choice *all = arena_new(at->c->mem, struct survey_choice, n);
	for (size_t i = 0; i < n; i++) {
		struct at in = inside(at, key, i);
		json_t *one = json_array_get(list, i);
		if (!only(&in, one, names) || !read_name(&in, one, &all[i].name)
			|| !read_text(&in, one, "text", SURVEY_TITLE_MAX, &all[i].text, true))
			return false;
		if (named_before(all, i, all[i].name))
			return wrong(&in, "name", "this name is there twice");
	}
	*ret = all;
	*ret_n = n;
	return true;
}

static bool read_range(const struct at *at, json_t *j, struct survey_question *q)
{
	bool scale = q->kind == SURVEY_SCALE || q->kind == SURVEY_GRID;

	q->from = scale ? 1 : q->kind == SURVEY_NUMBER ? 0 : 1;
	q->to = scale ? 5 : q->kind == SURVEY_NUMBER ? SURVEY_NUMBER_MAX : SURVEY_TEXT_MAX;
	if (q->kind == SURVEY_TEXT)
		return read_int(at, j, "max", &q->to)
			&& ((q->to >= 1 && q->to <= SURVEY_TEXT_MAX)
				|| wrong(at, "max", "a text has 1 to 4000 bytes"));
	if (!read_int(at, j, "min", &q->from) || !read_int(at, j, "max", &q->to))
		return false;
	if (q->from > q->to || (scale && q->from == q->to))
		return wrong(at, "max", "this must be more than the least");
	return !scale || q->to - q->from < SURVEY_SCALE_MAX
		|| wrong(at, "max", "a scale has at most 11 points");
}

static bool fits(const struct survey_question *on, struct str value)
{
	int64_t n;

	if (on->kind == SURVEY_SINGLE || on->kind == SURVEY_MULTIPLE)
		return named_before(on->choice, on->choices, value);
	if (on->kind == SURVEY_CONSENT)
		return str_eq(value, S("yes")) || str_eq(value, S("no"));
	if (on->kind != SURVEY_SCALE && on->kind != SURVEY_NUMBER)
		return false;
	bool minus = str_starts(value, S("-"));
	struct str digits = { value.at + minus, value.len - minus };
	return str_to_int(digits, &n) && (minus ? -n : n) >= on->from && (minus ? -n : n) <= on->to;
}

static bool read_show(const struct at *at, json_t *j, struct survey_question *q)
{
	static const char *const names[] = { "question", "when", "value", NULL };
	struct at in = inside(at, "show", SIZE_MAX);
	json_t *show = json_object_get(j, "show");
	struct str name;
	size_t when = 0;

	if (!show)
		return true;
	if (!only(&in, show, names) || !read_str(&in, show, "question", SURVEY_NAME_MAX, &name)
		|| !read_str(&in, show, "value", SURVEY_NAME_MAX, &q->value)
		|| !read_word(&in, show, "when", survey_when_words, SURVEY_WHENS, &when))
		return false;
	q->when = (enum survey_when)when;
	q->on = survey_question_find(at->f, name);
	if (q->when == SURVEY_ALWAYS)
		return wrong(&in, "when", "leave «show» out when it is always shown");
	if (q->on == SURVEY_QUESTIONS_MAX)
		return wrong(&in, "question", "no earlier question has this name");
	if (q->when == SURVEY_ANSWERED)
		return q->value.len == 0 || wrong(&in, "value", "«answered» has no value");
	return fits(&at->f->question[q->on], q->value)
		|| wrong(&in, "value", "this is no answer to that question");
}

/* The fields that a kind has beside those that all have; a space on each side of a name. */
static const char *const own[SURVEY_KINDS] = { " choices ", " choices ", " min max low high ",
	" min max low high rows ", " min max ", "", " max ", "" };

static bool only_own(const struct at *at, json_t *j, enum survey_kind kind)
{
	static const char *const special[] = { "choices", "rows", "min", "max", "low", "high",
		NULL };

	for (const char *const *n = special; *n; n++)
		if (json_object_get(j, *n)
			&& !strstr(own[kind], arena_fmt(at->c->mem, " %s ", *n).at))
			return wrong(at, *n, "questions of this kind have no such field");
	return true;
}

static bool read_special(const struct at *at, json_t *j, struct survey_question *q)
{
	bool scale = q->kind == SURVEY_SCALE || q->kind == SURVEY_GRID;

	if ((q->kind == SURVEY_SINGLE || q->kind == SURVEY_MULTIPLE)
		&& !read_list(at, j, "choices", SURVEY_CHOICES_MAX, &q->choice, &q->choices))
		return false;
	if (q->kind == SURVEY_GRID && !read_list(at, j, "rows", SURVEY_ROWS_MAX, &q->row, &q->rows))
		return false;
	if (scale
		&& (!read_text(at, j, "low", SURVEY_TITLE_MAX, &q->low, true)
			|| !read_text(at, j, "high", SURVEY_TITLE_MAX, &q->high, true)))
		return false;
	return (!scale && q->kind != SURVEY_NUMBER && q->kind != SURVEY_TEXT)
		|| read_range(at, j, q);
}

static bool read_question(const struct at *at, json_t *j, struct survey_question *q)
{
	static const char *const names[] = { "name", "kind", "required", "personal", "text", "hint",
		"show", "choices", "rows", "min", "max", "low", "high", NULL };
	size_t kind = 0;

	if (!only(at, j, names) || !read_name(at, j, &q->name)
		|| !read_word(at, j, "kind", survey_kind_words, SURVEY_KINDS, &kind))
		return false;
	q->kind = (enum survey_kind)kind;
	if (survey_question_find(at->f, q->name) != SURVEY_QUESTIONS_MAX)
		return wrong(at, "name", "another question has this name");
	return only_own(at, j, q->kind) && read_bool(at, j, "required", &q->required)
		&& read_bool(at, j, "personal", &q->personal)
		&& read_text(at, j, "text", SURVEY_WORDS_MAX, &q->text, true)
		&& read_text(at, j, "hint", SURVEY_WORDS_MAX, &q->hint, false)
		&& read_special(at, j, q) && read_show(at, j, q);
}

static bool read_languages(const struct at *at, json_t *j)
{
	json_t *list = json_object_get(j, "languages");
	size_t n = json_array_size(list);
	struct survey_form *f = at->f;

	if (!json_is_array(list) || n == 0 || n > SURVEY_LANGUAGES_MAX)
		return wrong(at, "languages", "a list of 1 to 4 languages belongs here");
	for (size_t i = 0; i < n; i++) {
		const char *s = json_string_value(json_array_get(list, i));
		if (!s || strlen(s) != 2 || !survey_name_ok(str_of(s)) || s[1] < 'a')
			return wrong(at, "languages",
				"a language has two small letters, such as en or cy");
		for (size_t k = 0; k < i; k++)
			if (str_eq(f->language[k], str_of(s)))
				return wrong(at, "languages", "a language is there twice");
		f->language[f->languages++] = arena_str(at->c->mem, str_of(s));
	}
	return true;
}

static bool read_questions(const struct at *at, json_t *j)
{
	json_t *list = json_object_get(j, "questions");
	size_t n = json_array_size(list);

	if (!json_is_array(list) || n > SURVEY_QUESTIONS_MAX)
		return wrong(at, "questions", "a list of at most 60 questions belongs here");
	at->f->question = arena_new(at->c->mem, struct survey_question, SURVEY_QUESTIONS_MAX);
	for (size_t i = 0; i < n; i++) {
		struct at in = inside(at, "questions", i);
		if (!read_question(&in, json_array_get(list, i), &at->f->question[i]))
			return false;
		at->f->questions++;
	}
	return true;
}

/* A question on buttons is one tap: it is the first, and has few answers. */
static bool tap_ok(const struct at *at)
{
	const struct survey_question *q = at->f->question;

	if (!at->f->tap)
		return true;
	return (at->f->questions > 0
		       && ((q->kind == SURVEY_SINGLE && q->choices < ASKED_TAPS_MAX)
			       || (q->kind == SURVEY_SCALE
				       && q->to - q->from < ASKED_TAPS_MAX - 1)))
		|| wrong(at, "tap", "the first question must be a scale or a choice of at most 10");
}

static bool read_all(const struct at *at, json_t *j)
{
	static const char *const names[] = { "format", "name", "languages", "link", "one_page",
		"tap", "title", "intro", "thanks", "questions", NULL };
	struct survey_form *f = at->f;
	struct str said, link;

	if (!only(at, j, names) || !read_str(at, j, "format", SURVEY_NAME_MAX, &said))
		return false;
	if (!str_eq(said, str_of(format)))
		return wrong(at, "format", "this must be cairn-survey/1");
	if (!read_name(at, j, &f->name) || !read_languages(at, j)
		|| !read_str(at, j, "link", SURVEY_NAME_MAX, &link)
		|| !read_bool(at, j, "one_page", &f->one_page) || !read_bool(at, j, "tap", &f->tap))
		return false;
	if (!asked_link_read(link, &f->link))
		return wrong(at, "link", "this is anonymous, pseudonymous or named");
	return read_text(at, j, "title", SURVEY_TITLE_MAX, &f->title, true)
		&& read_text(at, j, "intro", SURVEY_WORDS_MAX, &f->intro, false)
		&& read_text(at, j, "thanks", SURVEY_WORDS_MAX, &f->thanks, false)
		&& read_questions(at, j) && tap_ok(at);
}

/* Counted before it is parsed: what nests deeper than the limit is refused by its bytes alone. */
static bool shallow(struct str text)
{
	bool quoted = false;
	int depth = 0;

	for (size_t i = 0; i < text.len; i++) {
		char ch = text.at[i];
		if (quoted && ch == '\\')
			i++;
		else if (ch == '"')
			quoted = !quoted;
		else if (!quoted && (ch == '{' || ch == '['))
			depth++;
		else if (!quoted && (ch == '}' || ch == ']'))
			depth--;
		if (depth > SURVEY_JSON_DEPTH)
			return false;
	}
	return true;
}

static bool read_file(struct ctx *c, struct str text, bool form, struct survey_form *ret)
{
	struct survey_form f = { 0 };
	struct at at = { c, &f, "", form };
	json_error_t why;

	if (text.len > SURVEY_JSON_MAX)
		return ctx_wrong(c, "file", "A survey file has at most %d bytes.", SURVEY_JSON_MAX);
	if (!shallow(text))
		return ctx_wrong(c, "file", "The file nests deeper than a survey does.");
	json_t *j = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, &why);
	if (!j)
		return ctx_wrong(c, "file", "The file is no JSON: line %d, column %d: %.100s.",
			why.line, why.column, why.text);
	bool good = read_all(&at, j);
	json_decref(j);
	if (good)
		*ret = f;
	return good;
}

bool survey_json_read(struct ctx *c, struct str text, struct survey_form *ret)
{
	return read_file(c, text, false, ret);
}

bool survey_json_check(struct ctx *c, const struct survey_form *f, struct str *ret)
{
	struct survey_form again;

	*ret = survey_json_write(c, f);
	return read_file(c, *ret, true, &again);
}
