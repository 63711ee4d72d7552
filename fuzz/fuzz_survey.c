/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The first line is answers, the rest a survey. A file is refused with a sentence, or what is
   written from it is read as the same; answers of a browser, whatever they are, become answers that
   are kept the same. */
#include "fuzz.h"

#include "evidence/survey_answers.h"
#include "evidence/survey_json.h"

static void answer(struct ctx *c, const struct survey_form *f, struct str said)
{
	struct survey_answers *a = arena_new(c->mem, struct survey_answers, 2);

	survey_answers_read(c, f, said, &a[0]);
	struct str kept = survey_answers_write(c, f, &a[0]);
	survey_answers_read(c, f, kept, &a[1]);
	FUZZ_HOLDS(str_eq(kept, survey_answers_write(c, f, &a[1])));
	survey_drop(f, &a[0]);
	for (size_t i = 0; i < f->questions; i++) {
		FUZZ_HOLDS(survey_shown(f, &a[0], i) || a[0].value[i].state == SURVEY_UNSEEN);
		(void)survey_value_text(c, &f->question[i], &a[0].value[i]);
	}
	FUZZ_HOLDS(survey_next(f, &a[0], 0) <= f->questions);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str rest = fuzz_str(at, len), said = fuzz_line(&rest);
	struct ctx c = { .mem = arena_open() };
	struct survey_form f, again;

	if (survey_json_read(&c, rest, &f)) {
		struct str text = survey_json_write(&c, &f);
		FUZZ_HOLDS(survey_json_read(&c, text, &again));
		FUZZ_HOLDS(str_eq(text, survey_json_write(&c, &again)));
		answer(&c, &f, said);
	} else {
		FUZZ_HOLDS(c.fault.kind == FAULT_INVALID && c.wrong && c.fault.text[0]);
	}
	arena_close(c.mem);
	return 0;
}
