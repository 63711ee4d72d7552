/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/stem.h"

#include "test/test.h"

static bool has(const struct stems *s, const char *stem)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->at[i].stem, str_of(stem)))
			return true;
	return false;
}

void test_stem_makes_one_of_the_forms_of_a_word(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct stems s = stem_set(c, S("Placements: a placement, PLACED. Applying, applied!"));

	CHECK(t, s.n == 3 && has(&s, "placement") && has(&s, "place") && has(&s, "appli"));
	CHECK(t, str_eq(s.at[0].stem, S("appli")) && str_eq(s.at[0].word, S("applying")));
}

void test_stem_leaves_out_what_says_nothing(struct test *t)
{
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct stems s = stem_set(c,
		S("I would have been about to do it at 12:30 **in** a lab, see"
		  " https://example.org/interviews-are-here and www.jobs.example"));

	CHECK(t, s.n == 1 && has(&s, "lab"));
	s = stem_set(c, S(""));
	CHECK(t, s.n == 0);
	s = stem_set(c, S("caf\xc3\xa9 caf\xc3\xa9s 2026"));
	CHECK(t, s.n == 1 && str_eq(s.at[0].word, S("cafe")));
}
