/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_form.h"

const char *const survey_kind_words[SURVEY_KINDS] = { "single", "multiple", "scale", "grid",
	"number", "date", "text", "consent" };
const char *const survey_when_words[SURVEY_WHENS] = { "always", "equal", "not_equal", "answered" };

bool survey_name_ok(struct str name)
{
	if (name.len == 0 || name.len > SURVEY_NAME_MAX)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char ch = name.at[i];
		bool letter = ch >= 'a' && ch <= 'z';
		if (!letter && (i == 0 || !((ch >= '0' && ch <= '9') || ch == '_')))
			return false;
	}
	return true;
}

struct str survey_text_in(const struct survey_text *t, size_t language)
{
	bool there = language < SURVEY_LANGUAGES_MAX && t->in[language].len > 0;
	struct str text = t->in[there ? language : 0];

	return text.at ? text : S("");
}

size_t survey_language(const struct survey_form *f, struct str language)
{
	for (size_t i = 0; i < f->languages; i++)
		if (str_eq(f->language[i], language))
			return i;
	return 0;
}

size_t survey_question_find(const struct survey_form *f, struct str name)
{
	for (size_t i = 0; i < f->questions; i++)
		if (str_eq(f->question[i].name, name))
			return i;
	return SURVEY_QUESTIONS_MAX;
}
